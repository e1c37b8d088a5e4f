#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/kept.hpp>
#include <isotrace/operators/linear_operator.hpp>
#include <isotrace/operators/multiply.hpp>

namespace isotrace {

/// A type-erased reference to an operator, in the form that compiled code takes: one indirect call
/// per block. A named operator must outlive it. A temporary is moved in and kept; a temporary Eigen
/// expression, whose operands may be temporaries too, is evaluated.
template <Scalar S>
class OperatorRef {
 public:
  using Scalar = S;

  template <class Op>
    requires(!std::same_as<std::remove_cvref_t<Op>, OperatorRef>) &&
            detail::OperatorCandidate<std::remove_cvref_t<Op>>
  OperatorRef(Op&& op) {  // NOLINT(google-explicit-constructor): a reference to what is passed
    using Plain = std::remove_cvref_t<Op>;
    constexpr bool named = std::is_lvalue_reference_v<Op>;
    if constexpr (!detail::accepts_operator<Plain, S>()) {
      return;
    } else if constexpr (!MatrixExpression<Plain>) {
      if constexpr (named) {
        refer(op);
      } else {
        own(detail::keep<Plain>(std::forward<Op>(op)));
      }
    } else if constexpr (detail::Viewable<Plain, S>) {
      // a temporary map views the caller's memory; another temporary view may view a temporary's
      constexpr bool plain =
          std::same_as<Plain, typename Plain::PlainObject> || detail::eigen_map<Plain>;
      if (!detail::has_view(op) || !(named || plain)) {
        evaluate(op);
      } else if constexpr (named) {
        refer(op);
      } else if constexpr (plain) {
        own(detail::keep<Plain>(std::forward<Op>(op)));
      }
    } else {
      evaluate(op);
    }
  }
  // No move operations: a move copies, and leaves the source valid.
  OperatorRef(const OperatorRef&) = default;
  OperatorRef& operator=(const OperatorRef&) = default;

  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  bool reentrant() const { return reentrant_; }
  bool has_adjoint() const { return adjoint_ != nullptr; }
  bool has_values() const { return values_ != nullptr; }
  /// The number of columns per block that suits the operator best; 0: no preference.
  Index preferred_block() const { return preferred_block_; }

  /// Estimated seconds of apply per column (core/cost.hpp).
  double cost() const { return cost_; }

  /// The entries, if the operator is an Eigen dense or sparse matrix.
  std::optional<DenseView<S>> dense() const {
    return dense_ != nullptr ? std::optional(dense_(self_)) : std::nullopt;
  }
  std::optional<SparseView<S>> sparse() const {
    return sparse_ != nullptr ? std::optional(sparse_(self_)) : std::nullopt;
  }

  /// Y ← A X.
  void apply(ConstBlockView<S> x, BlockView<S> y) const { apply_(self_, x, y); }
  /// Y ← Aᴴ X. Throws OptionError if the operator has no apply_adjoint.
  void apply_adjoint(ConstBlockView<S> x, BlockView<S> y) const {
    if (adjoint_ == nullptr) {
      throw OptionError("the adjoint was asked for of an operator without apply_adjoint");
    }
    adjoint_(self_, x, y);
  }
  /// out[j] = x_jᴴ A x_j. Only if has_values().
  void values(ConstBlockView<S> x, Wide<S>* out) const { values_(self_, x, out); }

 private:
  /// Columns enough for the multiplications to outweigh the packing of A.
  static constexpr Index dense_block = 256;

  template <class Op>
  void own(std::shared_ptr<const Op> op) {
    if (op == nullptr) return;
    refer(*op);
    kept_ = std::move(op);
  }

  template <class M>
  void evaluate(const M& m) {
    auto plain = detail::evaluated<S>(m);
    own(detail::keep<decltype(plain)>(std::move(plain)));
  }

  /// Reads the operator's properties, and sets the functions by which it is called.
  template <class Op>
  void refer(const Op& op) {
    self_ = &op;
    rows_ = op.rows();
    cols_ = op.cols();
    apply_ = &call<Op>;
    cost_ = cost::opaque(rows_, cols_);
    if constexpr (MatrixExpression<Op>) {
      refer_to_matrix(op);
    } else {
      refer_to_operator(op);
    }
  }

  template <class Op>
  void refer_to_matrix(const Op& op) {
    adjoint_ = &call_adjoint<Op>;
    if constexpr (DenseMatrix<Op>) {
      dense_ = [](const void* self) { return matrix_view(*static_cast<const Op*>(self)); };
      preferred_block_ = dense_block;
      cost_ = static_cast<double>(op.size()) * cost::multiplications<S> * cost::multiply_add;
    } else {
      sparse_ = [](const void* self) { return matrix_view(*static_cast<const Op*>(self)); };
      cost_ = static_cast<double>(op.nonZeros()) * cost::multiplications<S> * cost::sparse_entry +
              static_cast<double>(rows_ + cols_) * cost::cached_pass;
    }
  }

  template <class Op>
  void refer_to_operator(const Op& op) {
    if constexpr (detail::PlainAdjoint<Op, S> || detail::EigenAdjoint<Op, S>) {
      adjoint_ = &call_adjoint<Op>;
    }
    detail::check_optional_members<Op, S>();
    reentrant_ = detail::is_reentrant(op);
    cost_ = detail::cost_or<double>(op, cost_);
    if constexpr (requires {
                    { op.has_adjoint() } -> std::same_as<bool>;
                  }) {
      if (!op.has_adjoint()) adjoint_ = nullptr;
    }
    if constexpr (detail::PlainValues<Op, S> || detail::EigenValues<Op, S>) {
      values_ = &call_values<Op>;
    }
    if constexpr (requires {
                    { op.preferred_block() } -> std::convertible_to<Index>;
                  }) {
      preferred_block_ = op.preferred_block();
    }
  }

  template <class Op>
  static void call(const void* self, ConstBlockView<S> x, BlockView<S> y) {
    const Op& op = *static_cast<const Op*>(self);
    if constexpr (MatrixExpression<Op>) {
      multiply(matrix_view(op), x, y);
    } else if constexpr (detail::PlainApply<Op, S>) {
      op.apply(x, y);
    } else {
      op.apply(ConstBlock<S>(eigen(x)), Block<S>(eigen(y)));
    }
  }
  template <class Op>
  static void call_adjoint(const void* self, ConstBlockView<S> x, BlockView<S> y) {
    const Op& op = *static_cast<const Op*>(self);
    if constexpr (MatrixExpression<Op>) {
      multiply_adjoint(matrix_view(op), x, y);
    } else if constexpr (detail::PlainAdjoint<Op, S>) {
      op.apply_adjoint(x, y);
    } else {
      op.apply_adjoint(ConstBlock<S>(eigen(x)), Block<S>(eigen(y)));
    }
  }

  template <class Op>
  static void call_values(const void* self, ConstBlockView<S> x, Wide<S>* out) {
    const Op& op = *static_cast<const Op*>(self);
    if constexpr (detail::PlainValues<Op, S>) {
      op.values(x, out);
    } else {
      op.values(ConstBlock<S>(eigen(x)), out);
    }
  }

  const void* self_ = nullptr;
  std::shared_ptr<const void> kept_;  ///< owns what self_ points to, if that was a temporary
  Index rows_ = 0;
  Index cols_ = 0;
  void (*apply_)(const void*, ConstBlockView<S>, BlockView<S>) = nullptr;
  void (*adjoint_)(const void*, ConstBlockView<S>, BlockView<S>) = nullptr;
  void (*values_)(const void*, ConstBlockView<S>, Wide<S>*) = nullptr;
  DenseView<S> (*dense_)(const void*) = nullptr;
  SparseView<S> (*sparse_)(const void*) = nullptr;
  Index preferred_block_ = 0;
  double cost_ = 0;
  bool reentrant_ = true;
};

}  // namespace isotrace
