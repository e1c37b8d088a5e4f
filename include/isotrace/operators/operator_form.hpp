#pragma once

#include <limits>
#include <memory>

#include <isotrace/operators/form_ref.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace {

/// The form a(u, v) = vᴴ A u of a square matrix or matrix-free operator. One matvec per value.
/// If A has `values`, they are used. For a matrix a value takes half a product where possible: a
/// real dense matrix is reduced to its Hermitian part, and only one triangle of a Hermitian matrix
/// is read. Products with a sparse matrix are never stored; random signs of a real sparse matrix in
/// the Euclidean metric stay packed, 64 probes to a word.
/// Throws ShapeError if A is empty or not square. Refers to A; a temporary is kept. The entries of
/// a sparse or complex matrix are inspected once, at the first value, in O(nnz) or O(n²), and must
/// not change during the form's lifetime.
template <Scalar S>
class OperatorForm {
 public:
  using Scalar = S;
  /// expected_values: how many values will be requested. For a few it does not pay to inspect a
  /// sparse matrix only to find out whether one triangle suffices.
  explicit OperatorForm(OperatorRef<S> A,
                        Index expected_values = std::numeric_limits<Index>::max());
  // No move operations: a move copies, and leaves the source valid.
  OperatorForm(const OperatorForm&) = default;
  OperatorForm& operator=(const OperatorForm&) = default;
  Index dim() const { return A_.rows(); }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return A_.rows(); }
  bool reentrant() const { return A_.reentrant(); }
  bool has_adjoint() const { return A_.has_adjoint(); }
  AssembledForm<S> assembled() const { return {.first = &A_}; }
  FormCost cost() const;
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  bool sample(MetricRef<S> metric, const Law& law, const Stream& stream, ProbeRange probes,
              Workspace<S>& ws, Wide<S>* values, double* squared_norms) const;
  Index preferred_block(MetricRef<S> metric, const Law& law) const;

 private:
  bool packs_signs(MetricRef<S> metric, const Law& law) const;

  struct Look;  ///< what the inspection of A's entries found

  OperatorRef<S> A_;
  std::shared_ptr<Look> look_;
};

template <MatrixExpression A>
OperatorForm(const A&, auto...) -> OperatorForm<typename A::Scalar>;

static_assert(QuadraticForm<OperatorForm<double>, double>);

}  // namespace isotrace
