#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <isotrace/laws/law.hpp>
#include <isotrace/operators/arguments.hpp>

namespace isotrace::verify {

// Tests whether a caller's own metric, operator or law does what its concept promises
// (metric/metric.hpp, operators/linear_operator.hpp, laws/probe_law.hpp).

/// One test.
struct ContractCheck {
  std::string statement;
  double found;
  double bound;
  bool p_value;  ///< found is a p-value, at least bound to hold; else an error, at most bound

  bool holds() const { return p_value ? found >= bound : found <= bound; }
};

struct ContractReport {
  std::vector<ContractCheck> checks;
  std::vector<std::string> notes;  ///< missing members, and the methods they rule out

  bool holds() const;
};

/// One line per check, "holds" or "FAILS" first, then the notes.
std::ostream& operator<<(std::ostream& out, const ContractReport& report);

/// Tests on random vectors that V is Hermitian and positive, that QᴴVQ = I, that Qᴴ, Q⁻¹ and Q⁻ᴴ
/// belong to Q, that gram leaves memory beside a strided block unchanged, and that calls from
/// several threads at once give the same bits. Relative errors up to 10⁴·ε·√n are accepted; a
/// metric with a condition number above 10⁴ may exceed that. Takes O(1) products and maps of
/// blocks.
template <class S>
ContractReport check_metric(MetricRef<S> metric, std::uint64_t seed = 1);

/// Tests that apply is linear and treats columns alike, that apply_adjoint and values, if present,
/// agree with it, that it leaves memory beside a strided block unchanged and, unless the operator
/// is declared not reentrant, that calls from several threads at once give the same bits. Relative
/// errors up to 10⁴·ε·√n are accepted. Takes O(1) products of blocks.
template <class S>
ContractReport check_operator(OperatorRef<S> A, std::uint64_t seed = 1);

/// Tests that a probe is the same in every block, that rows drawn alone are those of the whole, and
/// that another seed gives other probes; that on random vectors and the first axis the mean is 0
/// and E[x xᴴ] = second_moment · I; that directions of an invariant law are uniform and its radial
/// variance is the stated one; and that values of a continuous law do not repeat. Uses `probes`
/// probes. A p-value of at least 10⁻⁶ is accepted, so that a correct law fails with a probability
/// of about 10⁻⁵. The p-values of means are corrected for skewness; if fewer than about 400 probes
/// contribute to a mean, Hoeffding's bound is used, which detects gross faults only.
ContractReport check_law(const Law& law, Field field, Index n, Index probes = 20'000,
                         std::uint64_t seed = 1);

/// The first two tests with the scalar deduced from the metric or the operator.
template <class M>
ContractReport check_metric(const M& V, std::uint64_t seed = 1) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_metric<M, S>()) {
    return check_metric<S>(MetricRef<S>(V), seed);
  } else {
    return {};
  }
}
template <class Op>
ContractReport check_operator(const Op& A, std::uint64_t seed = 1) {
  using S = isotrace::detail::OperatorScalarOf<Op>;
  if constexpr (isotrace::detail::accepts_operator<Op, S>()) {
    return check_operator<S>(OperatorRef<S>(A), seed);
  } else {
    return {};
  }
}

}  // namespace isotrace::verify
