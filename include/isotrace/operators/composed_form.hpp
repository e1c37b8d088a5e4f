#pragma once

#include <isotrace/operators/form_ref.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace {

/// The form a'(u, v) = a(F u, F v) on 𝕂ʳ for a linear map F: 𝕂ʳ → 𝕂ⁿ. For random x its mean value
/// is the mean of a(v, v) over v = F x, so a may be averaged under any covariance F Fᴴ, singular or
/// not (Theorem 3.1, (3.2)). Applications of F are not counted as matvecs. Refers to the form and
/// to F. Throws ShapeError unless F maps into the form's space.
template <Scalar S>
class ComposedForm {
 public:
  using Scalar = S;
  ComposedForm(FormRef<S> form, OperatorRef<S> F);
  Index dim() const { return F_.cols(); }
  Index matvecs() const { return form_.matvecs(); }
  Index apply_matvecs() const { return form_.apply_matvecs(); }
  bool can_apply() const { return form_.can_apply() && F_.has_adjoint(); }
  bool has_adjoint() const { return form_.has_adjoint() && F_.has_adjoint(); }
  bool reentrant() const { return form_.reentrant() && F_.reentrant(); }
  FormCost cost() const {
    return {form_.cost().value + F_.cost(), form_.cost().apply + 2 * F_.cost()};
  }
  Index scratch_rows() const { return form_.scratch_rows() + 2 * F_.rows(); }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  FormRef<S> form_;
  OperatorRef<S> F_;
};

static_assert(QuadraticForm<ComposedForm<double>, double>);

}  // namespace isotrace
