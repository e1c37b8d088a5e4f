#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include <cli/commands.hpp>
#include <cli/complex_text.hpp>
#include <cli/dispatch.hpp>
#include <cli/factor_options.hpp>
#include <cli/output.hpp>
#include <cli/stopwatch.hpp>
#include <cli/vector_file.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/function/exact_function.hpp>
#include <report/json.hpp>

namespace isotrace::program {

namespace {

using nlohmann::ordered_json;

/// The result that `exact` prints.
struct ExactResult {
  std::string quantity;
  std::complex<double> value;
  bool complex_value;
  Index n;
  Field field;
  double seconds;
  double error = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known
  bool of_trace = false;
  std::optional<exact::FormSums> sums;  ///< for the variances of a trace
  std::vector<double> diagonal = {};
};

/// Every law that exists over the field, with the variance of one probe. A frame has the default
/// size of `estimate`, and its variance is scaled to the matvecs of one probe.
struct LawVariance {
  std::string law;
  double variance;
};

std::vector<LawVariance> variances(const exact::FormSums& sums) {
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}};
  if (sums.field == Field::complex) laws.emplace_back(Phases{});
  laws.emplace_back(Frame{std::min(sums.n, default_frame_size)});
  std::vector<LawVariance> result;
  for (const Law& law : laws)
    result.push_back({std::string(name(law)), exact::probe_variance(sums, law)});
  return result;
}

ordered_json json_value(const ExactResult& r) {
  if (!r.complex_value) return r.value.real();
  return {{"re", r.value.real()}, {"im", r.value.imag()}};
}

std::string json_of(const ExactResult& r, const ExactArguments& a) {
  ordered_json object{{"quantity", r.quantity}};
  if (a.problem.quantity != Quantity::diagonal) {
    object["value"] = json_value(r);
    object["error"] = std::isfinite(r.error) ? ordered_json(r.error) : ordered_json(nullptr);
  }
  object["n"] = r.n;
  object["field"] = reports::name(r.field);
  object["seconds"] = r.seconds;
  if (r.of_trace) object["variance"] = nullptr;
  if (r.sums) {
    ordered_json variance;
    for (const LawVariance& v : variances(*r.sums)) variance[std::string(v.law)] = v.variance;
    object["variance"] = variance;
  }
  if (a.problem.quantity == Quantity::diagonal && !a.output) object["values"] = r.diagonal;
  return object.dump() + "\n";
}

std::string text_of(const ExactResult& r, const ExactArguments& a) {
  const std::string size =
      fmt::format("n = {}, {}, {:.3g} s\n", r.n, reports::name(r.field), r.seconds);
  if (a.problem.quantity == Quantity::diagonal) {
    std::string text;
    if (!a.output) {
      for (const double value : r.diagonal) text += fmt::format("{:.15g}\n", value);
      return text;
    }
    return fmt::format("{}  written to {}\n", r.quantity, shown_path(*a.output)) + size;
  }
  std::string text = fmt::format(
      "{}  {}\n", r.quantity,
      r.complex_value ? complex_text(r.value, 15) : fmt::format("{:.15g}", r.value.real()));
  text += size;
  if (std::isfinite(r.error)) text += fmt::format("rounding error at most {:.2g}\n", r.error);
  if (!r.sums) return text;
  text += "variance of one probe\n";
  for (const auto& [law, variance] : variances(*r.sums)) {
    text += fmt::format("  {:<9} {:.6g}\n", law, variance);
  }
  return text;
}

/// Variances beyond so many seconds, as predicted, are computed on request only.
constexpr double long_seconds = 10;

exact::Options exact_options(const ExactArguments& a) {
  return {.memory = a.memory.for_blocks(),
          .threads = a.common.thread_count(),
          .stop = &watch_interrupt(),
          .progress = progress_bar(a.common.quiet)};
}

/// Σ f(λ) over the eigenvalues of the pencil.
template <Scalar S>
void function_trace(const ExactArguments& a, const ProblemInput& input, ExactResult& r) {
  const InputProblem<S> problem(input);
  r.quantity = "trace";
  r.value = exact::form_function_trace<S>(problem.form(), problem.metric(),
                                          functions::parse(a.function), exact_options(a));
}

template <Scalar S>
void trace(const ExactArguments& a, const ProblemInput& input, ExactResult& r) {
  if (!a.function.empty()) return function_trace<S>(a, input, r);
  const InputProblem<S> problem(input);
  const EuclideanMetric<S> euclidean(problem.metric().dim());
  const OperatorForm<S> matrix(problem.matrix());
  // the trace of an endomorphism is that of its matrix in any metric
  const auto value =
      input.endomorphism
          ? exact::bounded_metric_trace<S>(matrix, euclidean, exact_options(a))
          : exact::bounded_metric_trace<S>(problem.form(), problem.metric(), exact_options(a));
  r.quantity = "trace";
  r.value = value.value;
  r.error = value.error;
  r.complex_value = is_complex<S>;
  r.of_trace = true;
  const double seconds = exact::form_sums_seconds<S>(problem.form(), problem.metric());
  if (a.variance || seconds <= long_seconds) {
    r.sums = exact::form_sums<S>(problem.form(), problem.metric(), exact_options(a));
  } else if (!a.common.quiet) {
    print_error(fmt::format(
        "the variances would take about {:.2g} s of one core: --variance computes them", seconds));
  }
}

template <Scalar S>
void frobenius(const ExactArguments& a, const ProblemInput& input, ExactResult& r) {
  const InputProblem<S> problem(input);
  if (problem.norm() != nullptr) {
    const auto norm =
        exact::bounded_form_norm<S>(*problem.norm(), problem.metric(), exact_options(a));
    r.quantity = "norm";
    r.value = norm.value;
    r.error = norm.error;
    return;
  }
  const auto product =
      exact::bounded_metric_trace<S>(problem.form(), problem.metric(), exact_options(a));
  r.quantity = "inner_product";
  r.value = product.value;
  r.error = product.error;
  r.complex_value = is_complex<S>;
}

/// log det K − log det M.
template <Scalar S>
void logdet(const ExactArguments& a, const ProblemInput& input, ExactResult& r) {
  const Index n = input.form->rows();
  const auto k = exact::bounded_log_determinant(
      make_metric<S>(input.form, input.form_scale, n, input.factor), exact_options(a));
  const auto m = exact::bounded_log_determinant(
      make_metric<S>(input.metric, input.metric_scale, n, input.factor), exact_options(a));
  r.quantity = "log_determinant";
  r.value = k.value - m.value;
  r.error = k.error + m.error;
}

template <Scalar S>
void diagonal(const ExactArguments& a, const ProblemInput& input, ExactResult& r) {
  const auto k = make_metric<S>(input.form, input.form_scale, input.form->rows(), input.factor);
  const auto values = exact::inverse_diagonal(k, exact_options(a));
  r.quantity = "diagonal";
  r.diagonal.assign(values.begin(), values.end());
}

template <Scalar S>
ExactResult exact_value(const ExactArguments& a, const ProblemInput& input) {
  const Stopwatch watch;
  ExactResult r{};
  r.n = input.map ? input.map->cols() : (input.form ? *input.form : *input.endomorphism).rows();
  r.field = field_of<S>;
  switch (a.problem.quantity) {
    case Quantity::logdet: logdet<S>(a, input, r); break;
    case Quantity::diagonal: diagonal<S>(a, input, r); break;
    case Quantity::frobenius: frobenius<S>(a, input, r); break;
    default: trace<S>(a, input, r);
  }
  r.seconds = watch.seconds();
  return r;
}

void check_function(const ExactArguments& a) {
  if (a.problem.quantity != Quantity::trace || a.function.empty()) return;
  if (a.problem.files.endomorphism) {
    throw OptionError("--function: found with --endomorphism, expected --form");
  }
  if (a.variance) throw OptionError("--variance: found with --function, expected one of them");
  try {
    functions::parse(a.function);
  } catch (const OptionError& error) {
    throw OptionError(std::string("--function: ") + error.what());
  }
}

}  // namespace

int run_exact(const ExactArguments& arguments) {
  check_function(arguments);
  if (arguments.output) check_output("--output", *arguments.output);
  ProblemInput input = read_problem(arguments.problem.files);
  input.factor = factor_options(arguments.common, arguments.memory);
  const Field field = field_of_problem(input, arguments.problem.field);
  const ExactResult result = with_scalar(field, arguments.problem.single, [&]<Scalar S>() {
    return exact_value<S>(arguments, input);
  });
  if (arguments.output) write_vector(*arguments.output, result.diagonal);
  print_out(arguments.common.json ? json_of(result, arguments) : text_of(result, arguments));
  return status::done;
}

}  // namespace isotrace::program
