#pragma once

#include <isotrace/operators/form_ref.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace {

/// The form of an endomorphism E of (𝕂ⁿ, V): a(u, v) = (E u, v)_V = vᴴ V E u, whose metric trace is
/// tr E (after Lemma 2.2). One matvec per value. Refers to E and V. Throws ShapeError if E is
/// empty, not square, or not of V's dimension.
template <Scalar S>
class EndomorphismForm {
 public:
  using Scalar = S;
  EndomorphismForm(OperatorRef<S> E, MetricRef<S> V);
  Index dim() const { return E_.rows(); }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return 2 * E_.rows(); }
  bool reentrant() const { return E_.reentrant(); }
  bool has_adjoint() const { return E_.has_adjoint(); }
  AssembledForm<S> assembled() const { return {.first = &E_, .W = &V_}; }
  FormCost cost() const { return {E_.cost() + V_.gram_cost(), E_.cost() + V_.gram_cost()}; }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  OperatorRef<S> E_;
  MetricRef<S> V_;
};

template <class Op, class M>
EndomorphismForm(Op&&, M&&) -> EndomorphismForm<typename std::remove_cvref_t<M>::Scalar>;

static_assert(QuadraticForm<EndomorphismForm<double>, double>);

}  // namespace isotrace
