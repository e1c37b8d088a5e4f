#include <verification/verification_text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cli/complex_text.hpp>
#include <report/json.hpp>

namespace isotrace::program {
namespace {

using nlohmann::ordered_json;
using verify::Battery;
using verify::CheckResult;
using verify::Expected;

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

}  // namespace

ordered_json json_of(const Battery& battery) {
  ordered_json object{{"passed", battery.passed}, {"alpha", battery.alpha}, {"seed", battery.seed}};
  object["checks"] = ordered_json::array();
  for (const CheckResult& c : battery.checks) object["checks"].push_back(json_of(c));
  return object;
}

std::string value_text(std::complex<double> value, Field field) {
  if (field == Field::real) return fmt::format("{:.6g}", value.real());
  return complex_text(value, 6);
}

std::string text_of(const Battery& battery) {
  std::string text;
  for (const CheckResult& c : battery.checks) {
    if (c.as_expected()) continue;
    text += fmt::format(
        "{} ({}, {}): {}: estimate {}, exact {}, {}, expected {}\n", c.id, reports::name(c.field),
        c.metric, c.statement, value_text(c.estimate, c.field), value_text(c.exact, c.field),
        c.p_value ? fmt::format("p = {:.2g}", *c.p_value) : "beyond rounding", name(c.expected));
  }
  return text + summary(battery) + "\n";
}

}  // namespace isotrace::program
