#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include <cli/commands.hpp>
#include <cli/dispatch.hpp>
#include <cli/factor_options.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/stopwatch.hpp>
#include <density/density_report.hpp>
#include <isotrace/function/exact_function.hpp>
#include <isotrace/laws/laws.hpp>
#include <report/json.hpp>

namespace isotrace::program {
namespace {

using nlohmann::ordered_json;

constexpr Index shown_exactly = 2000;  // rows up to which all eigenvalues are computed for a report

Options options_of(const DensityArguments& a) {
  Options options;
  options.matvecs = a.matvecs;
  options.seed = a.common.seed;
  options.law = parse_law(a.probe);
  options.confidence = a.confidence;
  options.memory = a.memory.for_blocks();
  options.threads = a.common.thread_count();
  options.stop = &watch_interrupt();
  options.progress = progress_bar(a.common.quiet);
  return options;
}

template <Scalar S>
DensityResult density_of(const DensityArguments& a, const ProblemInput& input) {
  const Stopwatch watch;
  const InputProblem<S> problem(input);
  DensityOptions options;
  options.steps = a.steps;
  options.bins = a.bins;
  options.width = a.width.value_or(0);
  DensityResult result;
  result.field = field_of<S>;
  result.density =
      form_spectral_density<S>(problem.form(), problem.metric(), options_of(a), options);
  const SpectralDensity& d = result.density;
  result.seconds = watch.seconds();
  if (!a.report || d.edges.empty() || d.n > shown_exactly) return result;
  try {
    result.exact = smoothed_density(exact::form_eigenvalues<S>(problem.form(), problem.metric(),
                                                               {.threads = a.common.thread_count(),
                                                                .stop = &watch_interrupt()}),
                                    d.edges, d.width);
  } catch (const Interrupted&) {  // the estimate is there
  }
  return result;
}

std::string json_of(const DensityResult& result) {
  const SpectralDensity& d = result.density;
  ordered_json json = {{"n", d.n},
                       {"edges", d.edges},
                       {"density", d.density},
                       {"low", d.low},
                       {"high", d.high},
                       {"matvecs", d.matvecs},
                       {"probes", d.probes},
                       {"steps", d.steps},
                       {"width", d.width},
                       {"confidence", d.confidence},
                       {"field", reports::name(result.field)},
                       {"seed", d.seed},
                       {"seconds", result.seconds},
                       {"status", name(d.status)}};
  return json.dump() + "\n";
}

}  // namespace

int run_density(const DensityArguments& arguments) {
  if (arguments.report) {
    reports::check_destination(*arguments.report);
    reports::check_gnuplot();
  }
  ProblemInput input = read_problem(arguments.problem.files);
  input.factor = factor_options(arguments.common, arguments.memory);
  const Field field = field_of_problem(input, arguments.problem.field);
  const DensityResult result = with_scalar(
      field, arguments.problem.single, [&]<Scalar S>() { return density_of<S>(arguments, input); });
  if (arguments.report && !result.density.edges.empty()) {
    density_report(result).write(*arguments.report);
  }
  print_out(arguments.common.json ? json_of(result) : text_of(result));
  return result.density.status == Status::interrupted ? status::interrupted : status::done;
}

}  // namespace isotrace::program
