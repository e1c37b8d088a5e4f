#include <fmt/format.h>

#include <cli/estimate_function.hpp>
#include <cli/estimate_options.hpp>
#include <cli/stopwatch.hpp>
#include <isotrace/function/function_trace.hpp>
#include <isotrace/function/log_determinant.hpp>

namespace isotrace::program {
namespace {

FunctionTraceOptions quadrature_of(const FunctionArguments& a) {
  FunctionTraceOptions options;
  options.steps = a.steps;
  options.reorthogonalise = a.reorthogonalise;
  options.lower = a.lower;
  options.upper = a.upper;
  return options;
}

SpectralFunction function_of(const EstimateArguments& a) {
  if (a.problem.quantity == Quantity::logdet) return functions::log();
  return for_option("--function", [&] { return functions::parse(*a.function.function); });
}

/// log det P of --preconditioner, less log det V of the metric.
template <Scalar S>
double known_log_determinant(const ProblemInput& input, MetricRef<S> metric, MetricRef<S> P) {
  double known = exact::log_determinant(P);
  if (input.metric) {
    known -= exact::log_determinant(metric);
  }
  return known;
}

/// Calls f and prefixes the message of an OperatorError with the option of the form.
template <class F>
auto for_form(F&& f) {
  try {
    return f();
  } catch (const OperatorError& error) {
    throw OperatorError(std::string("--form: ") + error.what());
  }
}

void shift(FunctionEstimate& e, double by) {
  e.value += by;
  e.interval.low += by;
  e.interval.high += by;
}

}  // namespace

bool is_function(const EstimateArguments& a) {
  return a.function.function.has_value() || a.problem.quantity == Quantity::logdet;
}

void check_function(const EstimateArguments& a) {
  if (is_function(a)) {
    function_of(a);
    if (a.problem.files.endomorphism) {
      throw OptionError("--function: found with --endomorphism, expected --form");
    }
    if (a.checkpoint) {
      throw OptionError("--checkpoint: found with a function, whose sample is not kept");
    }
    if (a.function.lower && a.function.upper && *a.function.lower > *a.function.upper) {
      throw OptionError(fmt::format("--lower-bound: found {}, expected at most --upper-bound, {}",
                                    *a.function.lower, *a.function.upper));
    }
    return;
  }
  const auto refuse = [](bool given, const char* option) {
    if (!given) return;
    throw OptionError(fmt::format("{}: found without --function, expected both", option));
  };
  refuse(a.function.steps.has_value(), "--steps");
  refuse(a.function.reorthogonalise, "--reorthogonalise");
  refuse(a.function.lower.has_value(), "--lower-bound");
  refuse(a.function.upper.has_value(), "--upper-bound");
}

template <Scalar S>
int estimate_function(const EstimateArguments& a, const ProblemInput& input) {
  const Stopwatch watch;
  const InputProblem<S> problem(input);
  const Index n = problem.metric().dim();
  const Options options = options_of(a, field_of<S>, n);
  AnyMetric<S> preconditioner = EuclideanMetric<S>(n);
  const bool conditioned = input.preconditioner.has_value();
  if (conditioned) preconditioner = make_metric<S>(input.preconditioner, 1, n, input.factor);
  const MetricRef<S> metric = conditioned ? MetricRef<S>(preconditioner) : problem.metric();
  FunctionEstimate e = for_form([&] {
    return form_function_trace<S>(problem.form(), metric, function_of(a), options,
                                  quadrature_of(a.function));
  });
  if (conditioned) shift(e, known_log_determinant<S>(input, problem.metric(), preconditioner));
  const bool logdet = a.problem.quantity == Quantity::logdet;
  reports::RunInfo info =
      info_of(a, logdet ? "log_determinant" : "trace", n, field_of<S>, watch.seconds());
  info.steps = e.steps;
  info.quadrature_error = e.quadrature_error;
  info.enclosed = e.enclosed;
  const Estimate<double>& estimate = e;
  return print(a, estimate, info);
}

template int estimate_function<float>(const EstimateArguments&, const ProblemInput&);
template int estimate_function<double>(const EstimateArguments&, const ProblemInput&);
template int estimate_function<std::complex<float>>(const EstimateArguments&, const ProblemInput&);
template int estimate_function<std::complex<double>>(const EstimateArguments&, const ProblemInput&);

}  // namespace isotrace::program
