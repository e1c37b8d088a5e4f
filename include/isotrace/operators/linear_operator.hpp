#pragma once

#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/core/optional_member.hpp>

namespace isotrace {

namespace detail {
template <class Op, class S>
concept PlainApply =
    requires(const Op& op, ConstBlockView<S> x, BlockView<S> y) { op.apply(x, y); };
template <class Op, class S>
concept EigenApply = requires(const Op& op, const ConstBlock<S>& x, Block<S> y) { op.apply(x, y); };
template <class Op, class S>
concept PlainAdjoint =
    requires(const Op& op, ConstBlockView<S> x, BlockView<S> y) { op.apply_adjoint(x, y); };
template <class Op, class S>
concept EigenAdjoint =
    requires(const Op& op, const ConstBlock<S>& x, Block<S> y) { op.apply_adjoint(x, y); };
template <class Op, class S>
concept PlainValues =
    requires(const Op& op, ConstBlockView<S> x, Wide<S>* out) { op.values(x, out); };
template <class Op, class S>
concept EigenValues =
    requires(const Op& op, const ConstBlock<S>& x, Wide<S>* out) { op.values(x, out); };
}  // namespace detail

/// A linear map 𝕂ᶜᵒˡˢ → 𝕂ʳᵒʷˢ known by its action on blocks of columns.
///   rows(), cols()
///   apply(X, Y)          Y ← A X;  X is cols × b, Y rows × b, row-major, not overlapping
/// and, where it has them,
///   apply_adjoint(X, Y)  Y ← Aᴴ X
///   has_adjoint()        whether apply_adjoint has what it needs: for one that wraps another
///   values(X, out)       out[j] = x_jᴴ A x_j, X.cols numbers of type `Wide<S>`, of a square
///   operator
///                        whose quadratic form is cheaper than a product and a dot
///   preferred_block()    columns that apply does best with (0: no preference)
///   cost()               seconds that apply takes for one column, roughly: a tolerance is reached
///                        by what takes the least time (core/cost.hpp), and an operator that says
///                        nothing is taken to read rows · cols numbers a column
/// All are const and reentrant: they are called from several threads at once. An operator that is
/// not reentrant says `static constexpr bool reentrant = false;` (or has a function of that name)
/// and is called one block at a time. One application to one column is one matvec.
/// check_operator (verification.hpp) tries all of this on an operator of one's own.
///
/// A complete operator, the 1-D Laplacian:
///
///     struct Laplacian {
///       Eigen::Index n;
///       Eigen::Index rows() const { return n; }
///       Eigen::Index cols() const { return n; }
///       void apply(const isotrace::ConstBlock<double>& X, isotrace::Block<double> Y) const {
///         for (Eigen::Index i = 0; i < n; ++i) {
///           Y.row(i) = 2.0 * X.row(i);
///           if (i > 0) Y.row(i) -= X.row(i - 1);
///           if (i + 1 < n) Y.row(i) -= X.row(i + 1);
///         }
///       }
///     };
template <class Op, class S>
concept LinearOperator = Scalar<S> && requires(const Op& op) {
  { op.rows() } -> std::convertible_to<Index>;
  { op.cols() } -> std::convertible_to<Index>;
} && (detail::PlainApply<Op, S> || detail::EigenApply<Op, S>);

/// Whatever an estimator takes for an operator over S: a LinearOperator, or anything of Eigen's
/// that stands for a matrix (MatrixExpression) with entries that are exact in S. What is no plain
/// matrix of S is evaluated once.
template <class Op, class S>
concept OperatorLike = Scalar<S> && (LinearOperator<Op, S> || (MatrixExpression<Op> && requires {
                                       requires detail::fits<typename Op::Scalar, S>;
                                     }));

namespace detail {

/// What could be meant for an operator; whether it is one, accepts_operator says.
template <class Op>
concept OperatorCandidate = requires(const Op& op) {
  { op.rows() } -> std::convertible_to<Index>;
  { op.cols() } -> std::convertible_to<Index>;
};

/// Whether Op is an operator over S; says in one sentence what is wrong with one that is not.
template <class Op, class S>
constexpr bool accepts_operator() {
  if constexpr (MatrixExpression<Op>) {
    static_assert(OperatorLike<Op, S>,
                  "isotrace: the matrix's scalar does not fit into the metric's without loss; "
                  "convert it by .cast<Scalar>(), or choose a metric of another scalar");
  } else {
    static_assert(OperatorLike<Op, S>,
                  "isotrace: an operator is a matrix of Eigen's, or has rows(), cols() and "
                  "apply(X, Y), all const, on blocks of the metric's scalar "
                  "(operators/linear_operator.hpp)");
  }
  return OperatorLike<Op, S>;
}

/// Says in one sentence what is wrong with an optional member that cannot be used.
template <class Op, class S>
constexpr void check_optional_members() {
  static_assert(PlainAdjoint<Op, S> || EigenAdjoint<Op, S> || !has_plain_apply_adjoint<Op>,
                "isotrace: apply_adjoint is there but cannot be called: it is const and takes the "
                "blocks that apply takes (operators/linear_operator.hpp)");
  static_assert(PlainValues<Op, S> || EigenValues<Op, S> || !has_plain_values<Op>,
                "isotrace: values is there but cannot be called: it is const and takes a block and "
                "a pointer to Wide<Scalar> (operators/linear_operator.hpp)");
  static_assert(!names_adjoint_otherwise<Op> || PlainAdjoint<Op, S> || EigenAdjoint<Op, S>,
                "isotrace: the operator seems to have an adjoint under another name: it is called "
                "apply_adjoint(X, Y) (operators/linear_operator.hpp)");
}

}  // namespace detail

static_assert(OperatorLike<RowMatrix<double>, double>);
static_assert(OperatorLike<Eigen::SparseMatrix<double>, double>);

}  // namespace isotrace
