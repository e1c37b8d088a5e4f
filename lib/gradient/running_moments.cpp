#include <isotrace/gradient/running_moments.hpp>

#include <algorithm>
#include <cmath>

#include <lib/linalg/blas.hpp>
#include "checks.hpp"

namespace isotrace::gradient {
namespace {

void require_finite(ConstBlockView<double> batch) {
  for (Index i = 0; i < batch.rows; ++i) {
    for (Index j = 0; j < batch.cols; ++j) {
      if (std::isfinite(batch(i, j))) continue;
      throw NotFiniteError(
          fmt::format("row {} of sample {} of a batch is {}, expected a finite number", i + 1,
                      j + 1, batch(i, j)));
    }
  }
}

}  // namespace

RunningMoments::RunningMoments(Index dim, double memory) : dim_(dim), memory_(memory) {
  if (dim < 1)
    throw OptionError(fmt::format("the dimension of moments is {}, expected at least 1", dim));
  if (!(memory >= 0 && memory <= 1)) {
    throw OptionError(fmt::format("the memory of moments is {}, expected 0 to 1", memory));
  }
  mean_.resize(static_cast<std::size_t>(dim));
  covariance_.resize(static_cast<std::size_t>(dim * dim));
}

/// With the weights w of the batch and 1 − w, and d the difference of both means,
/// C ← (1 − w) C + w C_batch + w (1 − w) d dᵀ (T. F. Chan, G. H. Golub, R. J. LeVeque, The American
/// Statistician 37, 242, 1983).
void RunningMoments::add(ConstBlockView<double> batch) {
  if (batch.cols < 1) throw ShapeError("a batch has no samples, expected at least one");
  require_shape("a batch", batch, dim_, batch.cols);
  require_finite(batch);
  ++batches_;
  const double weight = 1 - std::min(1 - 1 / static_cast<double>(batches_), memory_);
  const Eigen::VectorXd batch_mean = eigen(batch).rowwise().mean();
  const RowMatrix<double> centred = eigen(batch).colwise() - batch_mean;
  Eigen::Map<Eigen::VectorXd> mean(mean_.data(), dim_);
  const BlockView<double> covariance{covariance_.data(), dim_, dim_, dim_};
  const Eigen::VectorXd difference = batch_mean - mean;
  eigen(covariance) *= 1 - weight;
  detail::product<double>(weight / static_cast<double>(batch.cols), detail::Side::itself,
                          view(centred), detail::Side::adjoint, view(centred), covariance, true);
  eigen(covariance) += (weight * (1 - weight)) * difference * difference.transpose();
  mean += weight * difference;
}

void RunningMoments::second_moment(BlockView<double> M) const {
  require_shape("the second moment", M, dim_, dim_);
  eigen(M) = eigen(covariance()) + eigen(mean()) * eigen(mean()).transpose();
}

void RunningMoments::homogeneous_moment(BlockView<double> M) const {
  require_shape("the homogeneous moment", M, dim_ + 1, dim_ + 1);
  second_moment(M.row_range(0, dim_).columns(0, dim_));
  eigen(M).block(0, dim_, dim_, 1) = eigen(mean());
  eigen(M).block(dim_, 0, 1, dim_) = eigen(mean()).transpose();
  M(dim_, dim_) = batches_ > 0 ? 1 : 0;
}

}  // namespace isotrace::gradient
