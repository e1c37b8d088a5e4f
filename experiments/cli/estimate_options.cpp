#include <fmt/format.h>

#include <algorithm>

#include <cli/estimate_options.hpp>
#include <cli/interrupt.hpp>
#include <cli/progress_bar.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::program {
namespace {

Law law_of(const EstimateArguments& a, Field field, Index n) {
  if (a.frame_size && a.probe != "frame") {
    throw OptionError("--frame-size: found with --probe " + a.probe + ", expected --probe frame");
  }
  Law law = parse_law(a.probe);
  if (law.as<Frame>() != nullptr)
    law = Frame{a.frame_size.value_or(std::min(n, default_frame_size))};
  for_option(a.frame_size ? "--frame-size" : "--probe", [&] { check_law(law, field, n); });
  if (a.normalised) for_option("--normalised", [&] { direction_moment(law, n); });
  return law;
}

}  // namespace

Options options_of(const EstimateArguments& a, Field field, Index n) {
  Options options;
  options.matvecs = a.matvecs;
  options.method = a.estimator;
  options.tolerance = a.tolerance.value_or(0);
  options.absolute_tolerance = a.absolute_tolerance.value_or(0);
  options.seed = a.common.seed;
  options.law = law_of(a, field, n);
  options.normalised = a.normalised;
  options.confidence = a.confidence;
  options.block = a.block;
  options.memory = a.memory.for_blocks();
  options.threads = a.common.thread_count();
  options.stop = &watch_interrupt();
  options.progress = progress_bar(a.common.quiet);
  check(options);
  return options;
}

Tolerance tolerance_of(const EstimateArguments& a) {
  return {a.tolerance.value_or(0), a.absolute_tolerance.value_or(0)};
}

reports::RunInfo info_of(const EstimateArguments& a, const char* quantity, Index n, Field field,
                         double seconds) {
  const bool tolerance = a.tolerance || a.absolute_tolerance;
  reports::RunInfo info;
  info.quantity = quantity;
  info.estimator = name(a.estimator.value_or(tolerance ? Method::automatic : Method::hutchinson));
  info.probe = a.probe;
  info.n = n;
  info.field = field;
  info.threads = a.common.thread_count();
  info.seconds = seconds;
  return info;
}

std::string with_method(const Options& options, const OperatorError& error) {
  return fmt::format("--estimator {}: {}", name(method_of(options)), error.what());
}

}  // namespace isotrace::program
