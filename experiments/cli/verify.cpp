#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/split.hpp>
#include <isotrace/verify/battery.hpp>
#include <report/report.hpp>
#include <verification/verification_report.hpp>
#include <verification/verification_text.hpp>

namespace isotrace::program {

namespace {

using nlohmann::ordered_json;
using verify::Battery;

verify::BatteryOptions options_of(const VerifyArguments& a) {
  verify::BatteryOptions options;
  options.real = a.field != "complex";
  options.complex = a.field != "real";
  options.only = split_at_commas(a.only);
  options.alpha = a.alpha;
  if (a.probes) options.probes = *a.probes;
  options.seed = a.common.seed;
  options.threads = a.common.thread_count();
  options.stop = &watch_interrupt();
  options.progress = progress_bar(a.common.quiet);
  if (options.only.empty() && a.only_given) {
    throw OptionError("--only: found no check, expected ids or numbers such as 3.1,3.2");
  }
  if (a.size && a.report) throw OptionError("--report: found with --size, which writes none");
  verify::check(options);
  return options;
}

void write_report(const Battery& battery, const std::filesystem::path& directory) {
  reports::Report report("isotrace: the theorems checked", "", verdict_of(battery));
  add_verification(report, battery);
  report.write(directory);
}

int measure_size(const VerifyArguments& a, const verify::BatteryOptions& options) {
  const verify::SizeResult size = verify::measure_size(options, *a.size);
  if (a.common.json) {
    const ordered_json object{{"seeds", size.seeds},           {"alpha", options.alpha},
                              {"rejections", size.rejections}, {"band", {size.low, size.high}},
                              {"in_band", size.in_band()},     {"rejecting", size.rejecting}};
    print_out(object.dump() + "\n");
  } else if (size.seeds == 0) {
    print_out(study_text("", true));
  } else {
    print_out(
        fmt::format("{} of {} seeds raise a false alarm at alpha {:g}; 99 % binomial band "
                    "{} to {}: {}\n",
                    size.rejections, size.seeds, options.alpha, size.low, size.high,
                    size.in_band() ? "inside" : "OUTSIDE"));
  }
  if (size.seeds < *a.size) return status::interrupted;
  return size.in_band() ? status::done : status::failed;
}

}  // namespace

int run_verify(const VerifyArguments& arguments) {
  const verify::BatteryOptions options = options_of(arguments);
  if (arguments.report) reports::check_destination(*arguments.report);
  if (arguments.size) return measure_size(arguments, options);
  const Battery battery = verify::run(options);
  if (arguments.report && !battery.interrupted) write_report(battery, *arguments.report);
  const bool nothing = battery.interrupted && battery.checks.empty();
  print_out(arguments.common.json ? json_of(battery).dump() + "\n"
            : nothing             ? study_text("", true)
                                  : text_of(battery));
  if (battery.interrupted) return status::interrupted;
  return battery.passed ? status::done : status::failed;
}

}  // namespace isotrace::program
