#include "complement_basis.hpp"

#include <Eigen/SVD>
#include <utility>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
ComplementBasis<S>::ComplementBasis(Panel<S> Q) : reflector(std::move(Q)) {
  const Index r = reflector.cols();
  if (r == 0) return;
  const Eigen::BDCSVD<Small<S>> svd(Small<S>(reflector.topRows(r)),
                                    Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Eigen::VectorXd scale = (1 + svd.singularValues().array()).inverse().matrix();
  const Small<S>& V = svd.matrixV();
  coefficients = times(Small<S>(V * scale.template cast<S>().asDiagonal()), Small<S>(V.adjoint()));
  reflector.topRows(r) += times(Small<S>(svd.matrixU()), Small<S>(V.adjoint()));
}

#define INSTANTIATE(S) template struct ComplementBasis<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
