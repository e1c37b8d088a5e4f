#include <isotrace/gradient/damping.hpp>

#include <cmath>

#include "checks.hpp"

namespace isotrace::gradient {
namespace {

double mean_eigenvalue(ConstBlockView<double> M) {
  const double mean = eigen(M).trace() / static_cast<double>(M.rows);
  return mean > 0 ? mean : 1;
}

}  // namespace

FactorDamping factor_damping(Damping kind, double lambda, ConstBlockView<double> C,
                             ConstBlockView<double> Y) {
  require_shape("the moments' matrix", C, C.rows, C.rows);
  require_shape("the outputs' matrix", Y, Y.rows, Y.rows);
  if (!(lambda >= 0) || !std::isfinite(lambda)) {
    throw OptionError(fmt::format("the damping is {}, expected a number not below 0", lambda));
  }
  if (kind == Damping::plain) return {lambda, lambda};
  const double pi = std::sqrt(mean_eigenvalue(C) / mean_eigenvalue(Y));
  return {pi * std::sqrt(lambda), std::sqrt(lambda) / pi};
}

DenseMetric<double> damped_metric(ConstBlockView<double> C, double lambda) {
  require_shape("the matrix of a metric", C, C.rows, C.rows);
  RowMatrix<double> damped = eigen(C);
  damped.diagonal().array() += lambda;
  return DenseMetric<double>(damped);
}

}  // namespace isotrace::gradient
