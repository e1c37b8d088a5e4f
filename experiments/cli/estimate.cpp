#include <fmt/format.h>

#include <cmath>
#include <memory>

#include <cli/commands.hpp>
#include <cli/dispatch.hpp>
#include <cli/estimate_function.hpp>
#include <cli/estimate_options.hpp>
#include <cli/factor_options.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/run_identity.hpp>
#include <cli/stopwatch.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/trace/frobenius.hpp>
#include <isotrace/trace/riesz.hpp>
#include <report/json.hpp>

namespace isotrace::program {

namespace {

template <Scalar S>
int estimate_riesz(const EstimateArguments& a, const ProblemInput& input) {
  const Index n = input.metric->rows();
  if (a.estimator.value_or(Method::hutchinson) != Method::hutchinson) {
    throw OptionError(
        fmt::format("--estimator: found {}, expected hutchinson for riesz", name(*a.estimator)));
  }
  if (a.checkpoint) {
    throw OptionError("--checkpoint: found with riesz, which keeps no sample of values");
  }
  if (a.tolerance || a.absolute_tolerance) {
    throw OptionError(std::string(a.tolerance ? "--tolerance" : "--absolute-tolerance") +
                      ": found with riesz, which spends --matvecs probes");
  }
  const Options options = options_of(a, field_of<S>, n);
  for_option("--probe", [&] { direction_moment(options.law, n); });
  const Stopwatch watch;
  const AnyMetric<S> V = make_metric<S>(input.metric, input.metric_scale, n, input.factor);
  const Estimate<double> e = for_option("--memory", [&] { return inverse_riesz<S>(V, options); });
  reports::RunInfo info = info_of(a, "riesz", n, field_of<S>, watch.seconds());
  info.expected =
      std::sqrt(exact::riesz_mean_square_error(n, std::max<Index>(1, e.probes), options.law));
  return print(a, e, info);
}

/// The file of --checkpoint, or null.
std::unique_ptr<CheckpointFile> checkpoint_of(const EstimateArguments& a, const ProblemInput& input,
                                              const Options& options, Field field) {
  if (!a.checkpoint) return nullptr;
  const Method method = method_of(options);
  if (method != Method::hutchinson) {
    throw OptionError(fmt::format(
        "--checkpoint: found with --estimator {}, expected hutchinson, whose sample can be kept",
        name(method)));
  }
  auto file =
      std::make_unique<CheckpointFile>(*a.checkpoint, identity_of(a, input, options, field));
  if (file->kept_probes() > 0 && !a.common.quiet) {
    print_error(fmt::format("{} probes are kept, the run goes on from there", file->kept_probes()));
  }
  return file;
}

template <Scalar S>
int estimate_form(const EstimateArguments& a, const ProblemInput& input) {
  const Stopwatch watch;
  const InputProblem<S> problem(input);
  const Index n = problem.metric().dim();
  Options options = options_of(a, field_of<S>, n);
  const auto checkpoint = checkpoint_of(a, input, options, field_of<S>);
  options.store = checkpoint.get();
  if (problem.norm() != nullptr) {
    const auto e = for_method(
        options, [&] { return form_norm<S>(*problem.norm(), problem.metric(), options); });
    return print(a, e, info_of(a, "norm", n, field_of<S>, watch.seconds()));
  }
  const auto e =
      for_method(options, [&] { return form_trace<S>(problem.form(), problem.metric(), options); });
  const char* quantity = input.map ? "inner_product" : "trace";
  return print(a, e, info_of(a, quantity, n, field_of<S>, watch.seconds()));
}

}  // namespace

int run_estimate(const EstimateArguments& arguments) {
  check_function(arguments);
  ProblemInput input = read_problem(arguments.problem.files);
  input.factor = factor_options(arguments.common, arguments.memory);
  const Field field = field_of_problem(input, arguments.problem.field);
  return with_scalar(field, arguments.problem.single, [&]<Scalar S>() {
    if (arguments.problem.quantity == Quantity::riesz) return estimate_riesz<S>(arguments, input);
    if (is_function(arguments)) return estimate_function<S>(arguments, input);
    return estimate_form<S>(arguments, input);
  });
}

}  // namespace isotrace::program
