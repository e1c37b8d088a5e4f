#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <isotrace/verify/battery.hpp>

namespace isotrace::program {

/// A statement of the paper, and the results of its checks.
struct StatementResult {
  std::string_view id;     ///< the id of its checks, which may be followed by "-…"
  std::string_view label;  ///< "Theorem 3.2"
  std::string_view gist;   ///< the statement in a few words
  Index checks = 0;
  Index tested = 0;     ///< checks with a p-value; the others are identities
  double smallest = 1;  ///< the smallest p-value
  Index rejected = 0;

  bool holds() const { return checks > 0 && rejected == 0; }
};

/// A place where the paper, read literally, does not hold, and the checks of the literal form,
/// which should all be rejected.
struct ErratumResult {
  std::string_view id;
  std::string_view place;    ///< "Corollary 3.3, third identity"
  std::string_view literal;  ///< what is wrong, and what is right
  Index checks = 0;
  Index rejected = 0;

  bool is_rejected() const { return checks > 0 && rejected == checks; }
};

/// Every statement that the battery can check, in the paper's order, whether it was run or not. The
/// last one is the library's own estimators, which are no statement of the paper.
std::vector<StatementResult> statements_of(const verify::Battery& battery);

/// Every erratum, whether it was run or not.
std::vector<ErratumResult> errata_of(const verify::Battery& battery);

/// The number of statements of the paper in statements_of(): all but the last.
inline constexpr Index paper_statements = 16;

}  // namespace isotrace::program
