#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include <isotrace/verify/battery.hpp>

namespace isotrace::program {

/// {"passed", "alpha", "seed", "checks": [{"id", "field", "metric", "statement", "estimate",
/// "exact", "p_value" (null for an identity), "rejected", "expected"}]}.
nlohmann::ordered_json json_of(const verify::Battery& battery);

/// One line for each check that is not as expected, and a summary line.
std::string text_of(const verify::Battery& battery);

/// An estimate or exact value with 6 digits: "1.5", over ℂ "1.5 - 2i".
std::string value_text(std::complex<double> value, Field field);

}  // namespace isotrace::program
