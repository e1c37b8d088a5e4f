#pragma once

#include <limits>
#include <memory>

#include <isotrace/operators/form_ref.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace {

/// The form of a square matrix or matrix-free operator: a(u, v) = vᴴ A u. One matvec a value.
/// Values are A's own where it offers them. Those of a matrix see only the Hermitian part of a real
/// dense matrix and one triangle of a Hermitian one, half a product, and never write a product with
/// a sparse one; random signs of a real sparse matrix stay packed, 64 probes to a word.
/// Throws ShapeError if A is empty or not square. Refers to A (a temporary is kept), and looks at
/// the entries of a sparse or complex matrix once, when values are first asked for, O(nnz) or
/// O(n²): they must not change while the form lives.
template <Scalar S>
class OperatorForm {
 public:
  using Scalar = S;
  /// expected_values: how many values will be asked for. A few are not worth a look at a sparse
  /// matrix that only finds out whether one triangle of it is enough.
  explicit OperatorForm(OperatorRef<S> A,
                        Index expected_values = std::numeric_limits<Index>::max());
  // not moved: what was copied from stays whole
  OperatorForm(const OperatorForm&) = default;
  OperatorForm& operator=(const OperatorForm&) = default;
  Index dim() const { return A_.rows(); }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return A_.rows(); }
  bool reentrant() const { return A_.reentrant(); }
  bool has_adjoint() const { return A_.has_adjoint(); }
  FormCost cost() const;
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  bool sample(MetricRef<S> metric, const Law& law, const Stream& stream, ProbeRange probes,
              Workspace<S>& ws, Wide<S>* values, double* squared_norms) const;
  Index preferred_block(MetricRef<S> metric, const Law& law) const;

 private:
  bool packs_signs(MetricRef<S> metric, const Law& law) const;

  struct Look;  ///< what was seen of A's entries

  OperatorRef<S> A_;
  std::shared_ptr<Look> look_;
};

template <MatrixExpression A>
OperatorForm(const A&, auto...) -> OperatorForm<typename A::Scalar>;

static_assert(QuadraticForm<OperatorForm<double>, double>);

}  // namespace isotrace
