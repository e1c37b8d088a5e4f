#include "complement_basis.hpp"

#include <Eigen/SVD>
#include <utility>

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

template struct ComplementBasis<double>;
template struct ComplementBasis<std::complex<double>>;

}  // namespace isotrace
