#pragma once

#include <isotrace/operators/form_ref.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace {

/// The form of two linear maps S, T: 𝕂ⁿ → (𝕂ᵐ, W): a(u, v) = (S u, T v)_W = vᴴ Tᴴ W S u, whose
/// metric trace is the Frobenius-type inner product (2.12). Two matvecs per value, one for the form
/// of a norm. Refers to S, T and W. Throws ShapeError if the shapes do not fit.
template <Scalar S>
class ProductForm {
 public:
  using Scalar = S;
  /// (S u, T v)_W.
  ProductForm(OperatorRef<S> S_map, OperatorRef<S> T_map, MetricRef<S> W);
  /// (T u, T v)_W, the form of the norm (2.15).
  ProductForm(OperatorRef<S> T_map, MetricRef<S> W);
  /// The form of 2ᵏS and 2ᵏT, k = exponent: its values are 4ᵏ times as large, to the bit.
  ProductForm scaled(int exponent) const;
  /// If T is a matrix whose squared entries might overflow or underflow, a k such that the largest
  /// entries of 2ᵏT are near 1; else 0. In most cases about a thousand entries decide this.
  int harmless_exponent() const;
  Index dim() const { return S_.cols(); }
  Index matvecs() const { return same_ ? 1 : 2; }
  Index scratch_rows() const { return 3 * S_.rows(); }
  /// One with S and one with Tᴴ: T must have an adjoint.
  Index apply_matvecs() const { return 2; }
  bool can_apply() const { return T_.has_adjoint(); }
  bool has_adjoint() const { return S_.has_adjoint(); }
  bool reentrant() const { return S_.reentrant() && T_.reentrant(); }
  AssembledForm<S> assembled() const { return {&S_, same_ ? &S_ : &T_, &W_, exponent_}; }
  FormCost cost() const {
    const double both = S_.cost() + T_.cost() + W_.gram_cost();
    return {same_ ? S_.cost() + W_.gram_cost() : both, both};
  }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  OperatorRef<S> S_;
  OperatorRef<S> T_;
  MetricRef<S> W_;
  bool same_;
  int exponent_ = 0;
};

template <class Op, class M>
ProductForm(Op&&, M&&) -> ProductForm<typename std::remove_cvref_t<M>::Scalar>;
template <class OpS, class OpT, class M>
ProductForm(OpS&&, OpT&&, M&&) -> ProductForm<typename std::remove_cvref_t<M>::Scalar>;

static_assert(QuadraticForm<ProductForm<double>, double>);

}  // namespace isotrace
