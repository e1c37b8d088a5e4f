#include <isotrace/operators/operator_form.hpp>

#include <algorithm>
#include <mutex>

#include <isotrace/laws/laws.hpp>

#include <lib/core/finite.hpp>
#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "dense_values.hpp"
#include "form_checks.hpp"
#include "hermitian.hpp"
#include "sparse_values.hpp"

namespace isotrace {

namespace {

/// From this many values on, half the work of each is worth a pass over a sparse matrix.
constexpr Index worth_a_look = 128;

template <Scalar S>
bool all_finite(const Wide<S>* values, Index count) {
  return std::all_of(values, values + count, [](Wide<S> value) { return is_finite(value); });
}

}  // namespace

/// What is known of the entries of A. Found out at first use, and so in the arena of the estimator.
template <Scalar S>
struct OperatorForm<S>::Look {
  bool worth_it;  ///< a pass over a sparse A just to learn whether one triangle is enough

  const detail::SparseStructure& structure(SparseView<S> A) {
    once([&] { seen_ = detail::structure_of(A); });
    return seen_;
  }
  bool hermitian(DenseView<S> A) {
    once([&] { seen_.hermitian = detail::is_hermitian(A); });
    return seen_.hermitian;
  }

 private:
  /// Isolated: otherwise a thread that waits inside could execute a task of the caller that waits
  /// for this call.
  template <class F>
  void once(F&& f) {
    isolated([&] { std::call_once(once_, f); });
  }

  std::once_flag once_;
  detail::SparseStructure seen_;
};

template <Scalar S>
OperatorForm<S>::OperatorForm(OperatorRef<S> A, Index expected_values)
    : A_(A), look_(std::make_shared<Look>()) {
  detail::require_square(A, "the form");
  look_->worth_it = expected_values >= worth_a_look;
}

template <Scalar S>
void OperatorForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const auto dense = A_.dense();
  const auto sparse = A_.sparse();
  const auto by_product = [&] {
    const auto Y = ws.block(X.rows, X.cols);
    A_.apply(X, Y);
    detail::values_of_product<S>(Y, X, out);
  };
  if (dense && (!is_complex<S> || look_->hermitian(*dense))) {
    detail::dense_values(*dense, X, ws.pool(), out);
  } else if (sparse) {
    detail::sparse_values(*sparse, look_->structure(*sparse), X, out);
  } else if (A_.has_values()) {
    A_.values(X, out);
  } else {
    return by_product();
  }
  if (!all_finite<S>(out, X.cols)) by_product();  // reports the row
}

template <Scalar S>
FormCost OperatorForm<S>::cost() const {
  const auto n = static_cast<double>(dim());
  // values of a real dense matrix need only half the product
  const double product = A_.dense() && !is_complex<S> ? 0.5 * A_.cost() : A_.cost();
  return {product + n * cost::cached_pass, A_.cost() + 2 * n * cost::cached_pass};
}

template <Scalar S>
bool OperatorForm<S>::packs_signs(MetricRef<S> metric, const Law& law) const {
  return !is_complex<S> && metric.identity() && A_.sparse() && law.as<Signs>() != nullptr;
}

template <Scalar S>
Index OperatorForm<S>::preferred_block(MetricRef<S> metric, const Law& law) const {
  return packs_signs(metric, law) ? 64 : A_.preferred_block();
}

template <Scalar S>
bool OperatorForm<S>::sample(MetricRef<S> metric, const Law& law, const Stream& stream,
                             ProbeRange probes, Workspace<S>& ws, Wide<S>* values,
                             double* squared_norms) const {
  const auto sparse = A_.sparse();
  if (!sparse || !metric.identity() || !draws_rows<S>(law) || law.group() != 1) return false;
  if (packs_signs(metric, law)) {
    if constexpr (!is_complex<S>) {
      const bool symmetric = look_->worth_it && look_->structure(*sparse).hermitian;
      detail::sample_signs(*sparse, symmetric, stream, probes, ws.pool(), values, squared_norms);
    }
  } else {
    detail::sample_sparse(*sparse, look_->structure(*sparse), law, stream, probes, ws.pool(),
                          values, squared_norms);
  }
  return all_finite<S>(values, probes.count);  // if not, the product reports the row
}

template <Scalar S>
void OperatorForm<S>::apply(ConstBlockView<S> X, Workspace<S>&, BlockView<S> Y) const {
  A_.apply(X, Y);
}

template <Scalar S>
void OperatorForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>&, BlockView<S> Y) const {
  A_.apply_adjoint(X, Y);
}

#define INSTANTIATE(S) template class OperatorForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
