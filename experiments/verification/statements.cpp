#include <verification/statements.hpp>

#include <algorithm>
#include <array>

namespace isotrace::program {
namespace {

using verify::CheckResult;
using verify::Expected;

constexpr std::array<StatementResult, paper_statements + 1> statements{{
    {"lemma-2.1", "Lemma 2.1", "the trace of products of antilinear maps"},
    {"lemma-2.2-i", "Lemma 2.2 (i)", "the metric trace is linear in the form"},
    {"lemma-2.2-ii", "Lemma 2.2 (ii)", "it is the sum over any orthonormal basis"},
    {"equation-2.12", "(2.12)", "the Frobenius-type product is a metric trace"},
    {"equation-2.13", "(2.13)", "the product as a sum over an orthonormal basis"},
    {"equation-2.14", "(2.14)", "the product of the adjoints between the dual spaces"},
    {"equation-2.15", "(2.15)", "the Frobenius-type norm"},
    {"theorem-3.1", "Theorem 3.1", "the mean of a form under any covariance"},
    {"theorem-3.2", "Theorem 3.2", "the inverse Riesz map V⁻¹ as an average over an invariant law"},
    {"corollary-3.3", "Corollary 3.3", "V⁻¹ by the sphere, the ball and the Gaussian"},
    {"lemma-3.4", "Lemma 3.4", "what commutes with all isometries is a multiple of I"},
    {"theorem-3.5", "Theorem 3.5", "the metric trace as an average over the sphere"},
    {"corollary-3.6", "Corollary 3.6", "the same for V = I"},
    {"corollary-3.7", "Corollary 3.7", "product and norm as averages over the sphere"},
    {"remark-3.8", "Remark 3.8", "trace and norm by the ball and the Gaussian"},
    {"section-4", "Section 4",
     "steepest descent in a Frobenius-type product, and its metrics by data"},
    {"theorem-3.5-estimators", "The estimators",
     "what the library returns is the mean of its own probes' values"},
}};

constexpr std::array<ErratumResult, 5> errata{{
    {"erratum-1", "(1.3)", "tr(V̄⁻¹SᵀWT̄), with the paper's matrices over ℂ: right is V⁻¹ for V̄⁻¹"},
    {"erratum-2", "Corollary 3.3, third identity",
     "V⁻¹ = (2π)^(−n/2) ∫ v vᴴ/‖v‖² e^(−‖v‖²/2): it lacks the factor n"},
    {"erratum-3", "Corollary 3.3 and Remark 3.8 over ℂ",
     "the Gaussian's constant (2π)^(n/2): it is (2π)ⁿ, ℂⁿ having 2n real dimensions"},
    {"erratum-4", "after Lemma 2.2, over ℂ", "tr E = Σ(eᵢ, Eeᵢ): that is its conjugate"},
    {"erratum-5", "Theorem 3.1, over ℂ",
     "the inner product ⟨C⁻¹v₁, v₂⟩ that C induces: right is ⟨C⁻¹v₂, v₁⟩"},
}};

bool belongs(std::string_view check, std::string_view id) {
  return check.starts_with(id) && (check.size() == id.size() || check[id.size()] == '-');
}

/// The row with the longest id that matches the check's, or the end.
template <class Rows>
auto row_of(Rows& rows, std::string_view check) {
  auto best = rows.end();
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    if (!belongs(check, row->id)) continue;
    if (best == rows.end() || row->id.size() > best->id.size()) best = row;
  }
  return best;
}

}  // namespace

std::vector<StatementResult> statements_of(const verify::Battery& battery) {
  std::vector<StatementResult> rows(statements.begin(), statements.end());
  for (const CheckResult& check : battery.checks) {
    const auto row = row_of(rows, check.id);
    if (check.expected != Expected::holds || row == rows.end()) continue;
    ++row->checks;
    row->rejected += check.rejected ? 1 : 0;
    if (!check.p_value) continue;
    ++row->tested;
    row->smallest = std::min(row->smallest, *check.p_value);
  }
  return rows;
}

std::vector<ErratumResult> errata_of(const verify::Battery& battery) {
  std::vector<ErratumResult> rows(errata.begin(), errata.end());
  for (const CheckResult& check : battery.checks) {
    const auto row = row_of(rows, check.id);
    if (check.expected != Expected::rejected || row == rows.end()) continue;
    ++row->checks;
    row->rejected += check.rejected ? 1 : 0;
  }
  return rows;
}

}  // namespace isotrace::program
