#pragma once

#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/core/optional_member.hpp>

namespace isotrace {

namespace detail {
template <class Op, class S>
concept PlainApply =
    requires(const Op& op, ConstBlockView<S> x, BlockView<S> y) { op.apply(x, y); };
template <class Op, class S>
concept EigenApply =
    requires(const Op& op, const ConstBlock<S>& x, Block<S> y) { op.apply(x, std::move(y)); };
template <class Op, class S>
concept PlainAdjoint =
    requires(const Op& op, ConstBlockView<S> x, BlockView<S> y) { op.apply_adjoint(x, y); };
template <class Op, class S>
concept EigenAdjoint = requires(const Op& op, const ConstBlock<S>& x, Block<S> y) {
  op.apply_adjoint(x, std::move(y));
};
template <class Op, class S>
concept LosesApplyOutput = requires(const Op& op, const ConstBlock<S>& x, LostOutput<S> y) {
  op.apply(x, y);
} || requires(const Op& op, const ConstBlock<S>& x, LostOutput<S> y) { op.apply_adjoint(x, y); };
template <class Op, class S>
concept PlainValues =
    requires(const Op& op, ConstBlockView<S> x, Wide<S>* out) { op.values(x, out); };
template <class Op, class S>
concept EigenValues =
    requires(const Op& op, const ConstBlock<S>& x, Wide<S>* out) { op.values(x, out); };
}  // namespace detail

/// A linear map A: 𝕂ᶜᵒˡˢ → 𝕂ʳᵒʷˢ, given by its action on blocks of columns.
///   rows(), cols()
///   apply(X, Y)          Y ← A X;  X is cols×b, Y rows×b, row-major, not overlapping
/// Optional:
///   apply_adjoint(X, Y)  Y ← Aᴴ X
///   has_adjoint()        whether apply_adjoint can be used, for an operator that wraps another
///   values(X, out)       out[j] = x_jᴴ A x_j, X.cols numbers of type `Wide<S>`; for a square
///                        operator whose values are cheaper than a product and inner products
///   preferred_block()    the number of columns per block that suits apply best; 0: no preference
///   cost()               estimated seconds of apply per column (core/cost.hpp), by which the
///                        fastest way to a tolerance is planned; by default those of reading
///                        rows · cols numbers
/// All are const and reentrant: several threads call them at once. An operator that is not
/// reentrant declares `static constexpr bool reentrant = false;` (or a function of that name) and
/// is then called for one block at a time. One application to one column is one matvec.
/// check_operator (verification.hpp) tests all of this.
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

/// What estimators accept as an operator over S: a LinearOperator, or any Eigen expression that
/// stands for a matrix (MatrixExpression) and whose entries convert to S without loss. An
/// expression that is not a plain matrix over S is evaluated once.
template <class Op, class S>
concept OperatorLike = Scalar<S> && (LinearOperator<Op, S> || (MatrixExpression<Op> && requires {
                                       requires detail::fits<typename Op::Scalar, S>;
                                     }));

namespace detail {

/// Whether Op seems to be meant as an operator; accepts_operator checks that it is one.
template <class Op>
concept OperatorCandidate = requires(const Op& op) {
  { op.rows() } -> std::convertible_to<Index>;
  { op.cols() } -> std::convertible_to<Index>;
};

/// Whether Op is an operator over S. If not, a static_assert states the reason in one sentence.
template <class Op, class S>
constexpr bool accepts_operator() {
  if constexpr (MatrixExpression<Op>) {
    static_assert(OperatorLike<Op, S>,
                  "isotrace: the matrix's scalar does not fit into the metric's without loss; "
                  "convert it by .cast<Scalar>(), or choose a metric of another scalar");
  } else {
    static_assert(OperatorLike<Op, S>,
                  "isotrace: an operator is a matrix of Eigen's, or has rows(), cols() and "
                  "apply(X, Y), all const, X a const ConstBlock<S>& or a ConstBlockView<S>, Y a "
                  "Block<S> or a BlockView<S>, S the metric's scalar "
                  "(operators/linear_operator.hpp)");
    static_assert(!LosesApplyOutput<Op, S>,
                  "isotrace: the operator takes its output as a matrix by value, which would be "
                  "lost; it takes a Block<S> or a BlockView<S>");
  }
  return OperatorLike<Op, S>;
}

/// Rejects an optional member that cannot be used, giving the reason in one sentence.
template <class Op, class S>
constexpr void check_optional_members() {
  static_assert(PlainAdjoint<Op, S> || EigenAdjoint<Op, S> || !has_plain_apply_adjoint<Op>,
                "isotrace: apply_adjoint is there but cannot be called: it is const and takes the "
                "blocks that apply takes (operators/linear_operator.hpp)");
  static_assert(PlainValues<Op, S> || EigenValues<Op, S> || !has_plain_values<Op>,
                "isotrace: values is there but cannot be called: it is const and takes a block and "
                "a pointer to Wide<Scalar> (operators/linear_operator.hpp)");
  static_assert(
      !has_plain_preferred_block<Op> || requires(const Op& op) {
        { op.preferred_block() } -> std::convertible_to<Index>;
      }, "isotrace: preferred_block() is const and returns a number of columns");
  static_assert(!names_adjoint_otherwise<Op> || PlainAdjoint<Op, S> || EigenAdjoint<Op, S>,
                "isotrace: the operator seems to have an adjoint under another name: it is called "
                "apply_adjoint(X, Y) (operators/linear_operator.hpp)");
}

}  // namespace detail

static_assert(OperatorLike<RowMatrix<double>, double>);
static_assert(OperatorLike<Eigen::SparseMatrix<double>, double>);

}  // namespace isotrace
