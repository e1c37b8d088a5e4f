#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <isotrace/laws/law.hpp>
#include <isotrace/operators/arguments.hpp>

namespace isotrace::verify {

// What the contracts of a metric, an operator and a law promise (metric/metric.hpp,
// operators/linear_operator.hpp, laws/law.hpp), tried on one of a caller's own.

/// One thing that was tried.
struct ContractCheck {
  std::string statement;
  double found;
  double bound;
  bool p_value;  ///< found is a p-value, which holds from bound on; else an error, up to bound

  bool holds() const { return p_value ? found >= bound : found <= bound; }
};

struct ContractReport {
  std::vector<ContractCheck> checks;
  std::vector<std::string> notes;  ///< what is not offered, and which methods therefore are not

  bool holds() const;
};

/// One line a check, "holds" or "FAILS" first, then the notes.
std::ostream& operator<<(std::ostream& out, const ContractReport& report);

/// V is Hermitian and positive on random vectors, QᴴVQ = I, Qᴴ, Q⁻¹ and Q⁻ᴴ belong to Q, a block
/// inside wider storage changes nothing beside it, and calls from several threads at once give the
/// same bits. Relative errors up to 10⁴·ε·√n hold: a metric of condition above 10⁴ may show more.
/// O(1) maps and products of blocks.
template <class S>
ContractReport check_metric(MetricRef<S> metric, std::uint64_t seed = 1);

/// apply is linear and treats columns alike, apply_adjoint and values, where they are, belong to
/// it, a block inside wider storage changes nothing beside it, and, unless the operator says that
/// it is not reentrant, calls from several threads at once give the same bits. Relative errors up
/// to 10⁴·ε·√n hold.
template <class S>
ContractReport check_operator(OperatorRef<S> A, std::uint64_t seed = 1);

/// Probes are the same in every block and differ by seed; mean 0 and E[x xᴴ] = second_moment · I on
/// random vectors and the first axis; directions of an invariant law are uniform, its radial
/// variance is the one stated, and values of a continuous law do not repeat. From so many probes;
/// p-values of 10⁻⁶ and more hold, so that a right law fails with a probability of some 10⁻⁵.
ContractReport check_law(const Law& law, Field field, Index n, Index probes = 20'000,
                         std::uint64_t seed = 1);

/// The first two for a metric and an operator as they are.
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
