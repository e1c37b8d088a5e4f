#pragma once

#include <isotrace/operators/form_ref.hpp>

namespace isotrace {

/// The form a − c, for an approximation c of a form a: with a known trace_V c it is a control
/// variate. Applications of c are not counted as matvecs. Refers to both forms. Throws ShapeError
/// unless they have the same dimension.
template <Scalar S>
class DifferenceForm {
 public:
  using Scalar = S;
  DifferenceForm(FormRef<S> form, FormRef<S> approximation);
  Index dim() const { return form_.dim(); }
  Index matvecs() const { return form_.matvecs(); }
  Index apply_matvecs() const { return form_.apply_matvecs(); }
  bool can_apply() const { return form_.can_apply() && approximation_.can_apply(); }
  bool has_adjoint() const { return form_.has_adjoint() && approximation_.has_adjoint(); }
  FormCost cost() const {
    return {form_.cost().value + approximation_.cost().value,
            form_.cost().apply + approximation_.cost().apply};
  }
  Index scratch_rows() const {
    return form_.scratch_rows() + approximation_.scratch_rows() + dim();
  }
  bool reentrant() const { return form_.reentrant() && approximation_.reentrant(); }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  FormRef<S> form_;
  FormRef<S> approximation_;
};

static_assert(QuadraticForm<DifferenceForm<double>, double>);

}  // namespace isotrace
