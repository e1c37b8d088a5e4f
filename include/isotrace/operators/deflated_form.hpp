#pragma once

#include <isotrace/operators/form_ref.hpp>

namespace isotrace {

/// A form without its part on a subspace: a'(u, v) = a((I − P)u, (I − P)v) with the V-orthogonal
/// projector P = U(UᴴVU)⁻¹UᴴV onto the columns of U, so that
///   trace_V a = trace_V a' + Σ a(ũ_j, ũ_j),   ũ_1 … ũ_r a V-orthonormal basis of them.
/// U is n×r, row-major; columns that add no direction are dropped. Keeps two n×r blocks of its own;
/// refers to the form. A product costs one with the form, and O(n r) a column.
/// Throws ShapeError if the dimensions do not agree, NotFiniteError for a U that is not finite.
template <Scalar S>
class DeflatedForm {
 public:
  using Scalar = S;
  DeflatedForm(FormRef<S> form, MetricRef<S> metric, ConstBlockView<S> U);
  // not moved: what was copied from stays whole
  DeflatedForm(const DeflatedForm&) = default;
  DeflatedForm& operator=(const DeflatedForm&) = default;
  Index dim() const { return form_.dim(); }
  Index matvecs() const { return form_.matvecs(); }
  Index apply_matvecs() const { return form_.apply_matvecs(); }
  bool can_apply() const { return form_.can_apply(); }
  bool has_adjoint() const { return form_.has_adjoint(); }
  FormCost cost() const {
    // two products with the basis on either side
    const double projection = 4 * static_cast<double>(dim()) * static_cast<double>(rank()) *
                              cost::multiplications<S> * cost::multiply_add;
    return {form_.cost().value + projection, form_.cost().apply + 2 * projection};
  }
  Index scratch_rows() const { return form_.scratch_rows() + 2 * dim() + rank(); }
  bool reentrant() const { return form_.reentrant(); }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

  /// ũ_1 … ũ_r, V-orthonormal.
  ConstBlockView<S> basis() const { return view(*basis_); }
  Index rank() const { return basis_->cols(); }

 private:
  template <class F>
  void with_rest(ConstBlockView<S> X, Workspace<S>& ws, F&& f) const;

  FormRef<S> form_;
  std::shared_ptr<const RowMatrix<S>> basis_;  ///< Ũ
  std::shared_ptr<const RowMatrix<S>> gram_;   ///< VŨ
};

static_assert(QuadraticForm<DeflatedForm<double>, double>);

}  // namespace isotrace
