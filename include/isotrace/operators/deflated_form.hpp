#pragma once

#include <isotrace/operators/form_ref.hpp>

namespace isotrace {

/// The form without its part on a subspace: a'(u, v) = a((I − P)u, (I − P)v), where P =
/// U(UᴴVU)⁻¹UᴴV is the V-orthogonal projector onto the span of the columns of U, so that
///   trace_V a = trace_V a' + Σ a(ũ_j, ũ_j),   ũ_1 … ũ_r a V-orthonormal basis of the span.
/// U is n×r, row-major; linearly dependent columns are dropped. Stores two n×r blocks, and refers
/// to the form. A product takes one product with the form, and O(n r) per column.
/// Throws ShapeError if the dimensions do not agree, NotFiniteError if U holds a NaN or infinity.
template <Scalar S>
class DeflatedForm {
 public:
  using Scalar = S;
  DeflatedForm(FormRef<S> form, MetricRef<S> metric, ConstBlockView<S> U);
  // No move operations: a move copies, and leaves the source valid.
  DeflatedForm(const DeflatedForm&) = default;
  DeflatedForm& operator=(const DeflatedForm&) = default;
  Index dim() const { return form_.dim(); }
  Index matvecs() const { return form_.matvecs(); }
  Index apply_matvecs() const { return form_.apply_matvecs(); }
  bool can_apply() const { return form_.can_apply(); }
  bool has_adjoint() const { return form_.has_adjoint(); }
  FormCost cost() const {
    // two products with n×rank blocks on either side of the form
    const double projection = 4 * static_cast<double>(dim()) * static_cast<double>(rank()) *
                              cost::multiplications<S> * cost::multiply_add;
    return {form_.cost().value + projection, form_.cost().apply + 2 * projection};
  }
  Index scratch_rows() const { return form_.scratch_rows() + 2 * dim() + rank(); }
  bool reentrant() const { return form_.reentrant(); }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

  /// The V-orthonormal basis ũ_1 … ũ_r, n×rank().
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
