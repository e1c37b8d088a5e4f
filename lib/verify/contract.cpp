#include "contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace isotrace::verify {

bool ContractReport::holds() const {
  return std::all_of(checks.begin(), checks.end(),
                     [](const ContractCheck& check) { return check.holds(); });
}

std::ostream& operator<<(std::ostream& out, const ContractReport& report) {
  for (const ContractCheck& check : report.checks) {
    out << fmt::format("{}  {}: {}{:.2g}, {} {:.2g}\n", check.holds() ? "holds" : "FAILS",
                       check.statement, check.p_value ? "p-value " : "", check.found,
                       check.p_value ? "at least" : "at most", check.bound);
  }
  for (const std::string& note : report.notes) out << "note   " << note << "\n";
  return out;
}

}  // namespace isotrace::verify
