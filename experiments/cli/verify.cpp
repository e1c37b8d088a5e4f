#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cli/commands.hpp>
#include <cli/complex_text.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/split.hpp>
#include <isotrace/verify/battery.hpp>
#include <report/json.hpp>
#include <report/report.hpp>

namespace isotrace::program {

namespace {

using nlohmann::ordered_json;
using verify::Battery;
using verify::CheckResult;
using verify::Expected;

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

std::string_view name(Expected expected) {
  return expected == Expected::holds ? "holds" : "rejected";
}

ordered_json number(std::complex<double> value, Field field) {
  if (field == Field::real) return value.real();
  return {{"re", value.real()}, {"im", value.imag()}};
}

ordered_json json_of(const CheckResult& c) {
  ordered_json object{{"id", c.id},
                      {"field", reports::name(c.field)},
                      {"metric", c.metric},
                      {"statement", c.statement},
                      {"estimate", number(c.estimate, c.field)},
                      {"exact", number(c.exact, c.field)}};
  object["p_value"] = c.p_value ? ordered_json(*c.p_value) : ordered_json(nullptr);
  object["rejected"] = c.rejected;
  object["expected"] = name(c.expected);
  return object;
}

std::string json_of(const Battery& battery) {
  ordered_json object{{"passed", battery.passed}, {"alpha", battery.alpha}, {"seed", battery.seed}};
  object["checks"] = ordered_json::array();
  for (const CheckResult& c : battery.checks) object["checks"].push_back(json_of(c));
  return object.dump() + "\n";
}

std::string text_of(std::complex<double> value, Field field) {
  if (field == Field::real) return fmt::format("{:.6g}", value.real());
  return complex_text(value, 6);
}

reports::Table table_of(const Battery& battery) {
  reports::Table table("checks", "Every check",
                       {"id", "field", "metric", "statement", "estimate", "exact", "p-value",
                        "rejected", "expected"});
  for (const CheckResult& c : battery.checks) {
    table.add_row({c.id, reports::name(c.field), c.metric, c.statement,
                   text_of(c.estimate, c.field), text_of(c.exact, c.field),
                   c.p_value ? fmt::format("{:.2g}", *c.p_value) : std::string("rounding"),
                   std::string(c.rejected ? "yes" : "no"), std::string(name(c.expected))});
  }
  return table;
}

std::string summary(const Battery& battery) {
  Index wrong = 0;
  Index holding = 0;
  for (const CheckResult& c : battery.checks) {
    holding += c.expected == Expected::holds;
    wrong += !c.as_expected();
  }
  return fmt::format(
      "{}: {} statements that hold, {} literal errata to be rejected, {} not as expected "
      "(family-wise alpha {:g}, seed {})",
      battery.interrupted ? "interrupted"
      : battery.passed    ? "passed"
                          : "FAILED",
      holding, static_cast<Index>(battery.checks.size()) - holding, wrong, battery.alpha,
      battery.seed);
}

std::string text_of(const Battery& battery) {
  std::string text;
  for (const CheckResult& c : battery.checks) {
    if (c.as_expected()) continue;
    text += fmt::format(
        "{} ({}, {}): {}: estimate {}, exact {}, {}, expected {}\n", c.id, reports::name(c.field),
        c.metric, c.statement, text_of(c.estimate, c.field), text_of(c.exact, c.field),
        c.p_value ? fmt::format("p = {:.2g}", *c.p_value) : "beyond rounding", name(c.expected));
  }
  return text + summary(battery) + "\n";
}

void write_report(const Battery& battery, const std::filesystem::path& directory) {
  reports::Report report("Verification of Theorems 3.1 to 3.5 and their companions");
  report.add_section("Result", summary(battery));
  report.add(table_of(battery));
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
  print_out(arguments.common.json ? json_of(battery)
            : nothing             ? study_text("", true)
                                  : text_of(battery));
  if (battery.interrupted) return status::interrupted;
  return battery.passed ? status::done : status::failed;
}

}  // namespace isotrace::program
