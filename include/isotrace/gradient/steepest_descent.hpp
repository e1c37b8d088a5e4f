#pragma once

#include <type_traits>

#include <isotrace/metric/covariance.hpp>
#include <isotrace/metric/kronecker.hpp>

namespace isotrace::gradient {

// Section 4: directions of steepest descent in an inner product. Everything here is over ℝ.

/// The Frobenius-type inner product (S, T)_{X→Y} = tr(X⁻¹ SᵀYT) ((2.12)) as a metric on the m×n
/// matrices, X a metric on the inputs ℝⁿ and Y one on the outputs ℝᵐ. It is Y ⊗ X⁻¹, and entry
/// (i, j) of a matrix is row i n + j of a block.
template <class MX, class MY>
KroneckerMetric<MY, CovarianceMetric<MX>> frobenius_metric(MX X, MY Y) {
  static_assert(!is_complex<typename MX::Scalar>, "isotrace: section 4 is over the real numbers");
  return {std::move(Y), CovarianceMetric<MX>(std::move(X))};
}

/// δθ = −R⁻¹f′ ((4.2)), R the matrix of the metric: the minimiser of f′δθ + ½(δθ, δθ) ((4.1)), for
/// each column of a block of derivatives. The blocks may be the same; ShapeError unless they have
/// dim() rows and equally many columns. Costs two maps of the metric.
template <class S>
void steepest_descent(MetricRef<S> metric, ConstBlockView<S> derivative, BlockView<S> direction);

/// δS = −Y⁻¹GX ((4.6)), G with entries ∂f/∂S_ij: the minimiser of tr(GᵀδS) + ½(δS, δS)_{X→Y}
/// ((4.3a)). G and δS are m×n blocks, and may be the same; ShapeError otherwise. Costs m products
/// with X and, on n columns, two maps of Y.
template <class S>
void steepest_descent(MetricRef<S> X, MetricRef<S> Y, ConstBlockView<S> G, BlockView<S> direction);

/// The same for Eigen matrices.
template <class M>
RowMatrix<detail::ScalarOf<M>> steepest_descent(
    const M& metric, const std::type_identity_t<RowMatrix<detail::ScalarOf<M>>>& derivative) {
  using S = detail::ScalarOf<M>;
  static_assert(!is_complex<S>, "isotrace: section 4 is over the real numbers");
  RowMatrix<S> direction(derivative.rows(), derivative.cols());
  if constexpr (detail::accepts_metric<M, S>()) {
    steepest_descent<S>(MetricRef<S>(metric), view(derivative), view(direction));
  }
  return direction;
}
template <class MX, class MY>
RowMatrix<detail::ScalarOf<MX>> steepest_descent(
    const MX& X, const MY& Y, const std::type_identity_t<RowMatrix<detail::ScalarOf<MX>>>& G) {
  using S = detail::ScalarOf<MX>;
  static_assert(!is_complex<S>, "isotrace: section 4 is over the real numbers");
  RowMatrix<S> direction(G.rows(), G.cols());
  if constexpr (detail::accepts_metric<MX, S>() && detail::accepts_metric<MY, S>()) {
    steepest_descent<S>(MetricRef<S>(X), MetricRef<S>(Y), view(G), view(direction));
  }
  return direction;
}

}  // namespace isotrace::gradient
