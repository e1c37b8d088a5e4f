#include "contract.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

namespace {

constexpr Index columns = 5;

template <Scalar S>
RowMatrix<S> mapped(MetricRef<S> metric, Isometry which, RowMatrix<S> X) {
  metric.map(which, view(X));
  return X;
}

template <Scalar S>
RowMatrix<S> product(MetricRef<S> metric, const RowMatrix<S>& X) {
  RowMatrix<S> Y(X.rows(), X.cols());
  metric.gram(view(X), view(Y));
  return Y;
}

/// −min Re xᴴVx/(‖x‖‖Vx‖), or infinity if the minimum is not positive.
template <Scalar S>
double least_angle(const RowMatrix<S>& X, const RowMatrix<S>& VX) {
  double least = std::numeric_limits<double>::infinity();
  for (Index j = 0; j < X.cols(); ++j) {
    const double value = real_part(X.col(j).dot(VX.col(j)));
    least = std::min(least, value / static_cast<double>(X.col(j).norm() * VX.col(j).norm()));
  }
  return least > 0 ? -least : std::numeric_limits<double>::infinity();
}

}  // namespace

template <class S>
ContractReport check_metric(MetricRef<S> metric, std::uint64_t seed) {
  const Index n = metric.dim();
  const double bound = rounding_bound<S>(n);
  const RowMatrix<S> X = normal_block<S>(seed, "x", n, columns);
  const RowMatrix<S> Y = normal_block<S>(seed, "y", n, columns);
  const RowMatrix<S> VX = product(metric, X);
  const RowMatrix<S> QX = mapped(metric, Isometry::forward, X);
  const RowMatrix<S> QhY = mapped(metric, Isometry::adjoint, Y);
  Contract contract;
  contract.at_most("gram: V is Hermitian, YᴴVX = (XᴴVY)ᴴ",
                   relative_error(RowMatrix<S>(Y.adjoint() * VX),
                                  RowMatrix<S>((X.adjoint() * product(metric, Y)).adjoint())),
                   bound);
  contract.at_most("gram: V is positive, −xᴴVx/(‖x‖‖Vx‖) below 0", least_angle(X, VX), 0);
  contract.at_most("map: QᴴVQ = I",
                   relative_error(mapped(metric, Isometry::adjoint, product(metric, QX)), X),
                   bound);
  contract.at_most("map: adjoint is that of forward, YᴴQX = (QᴴY)ᴴX",
                   relative_error(RowMatrix<S>(Y.adjoint() * QX), RowMatrix<S>(QhY.adjoint() * X)),
                   bound);
  contract.at_most("map: inverse undoes forward, Q⁻¹QX = X",
                   relative_error(mapped(metric, Isometry::inverse, QX), X), bound);
  contract.at_most("map: inverse_adjoint undoes adjoint, Q⁻ᴴQᴴY = Y",
                   relative_error(mapped(metric, Isometry::inverse_adjoint, QhY), Y), bound);
  const auto gram = [&](ConstBlockView<S> x, BlockView<S> y) { metric.gram(x, y); };
  const auto map = [&](ConstBlockView<S> x, BlockView<S> y) {
    eigen(y) = eigen(x);
    metric.map(Isometry::forward, y);
  };
  contract.at_most("gram: a block inside wider storage", error_in_wider_storage(X, VX, gram),
                   bound);
  contract.at_most("map: a block inside wider storage", error_in_wider_storage(X, QX, map), bound);
  contract.at_most("gram: other bits from several threads at once (1 where so)",
                   differs_in_parallel(X, n, gram), 0);
  contract.at_most("map: other bits from several threads at once (1 where so)",
                   differs_in_parallel(X, n, map), 0);
  if (metric.identity()) {
    contract.at_most("identity: VX = X and QX = X", relative_error(VX, X) + relative_error(QX, X),
                     0);
  }
  return contract.take();
}

#define INSTANTIATE(S) template ContractReport check_metric(MetricRef<S>, std::uint64_t);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
