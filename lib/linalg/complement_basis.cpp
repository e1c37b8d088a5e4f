#include "complement_basis.hpp"

#include <utility>

#include "svd/svd.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
ComplementBasis<S>::ComplementBasis(Panel<S> Q) : reflector(std::move(Q)) {
  const Index r = reflector.cols();
  if (r == 0) return;
  const Svd<S> top = svd(Small<S>(reflector.topRows(r)));
  const Eigen::VectorXd scale = (1 + top.sigma.array()).inverse().matrix();
  const Small<S> adjoint = top.V.adjoint();
  coefficients = times(Small<S>(top.V * scale.template cast<S>().asDiagonal()), adjoint);
  reflector.topRows(r) += times(top.U, adjoint);
}

#define INSTANTIATE(S) template struct ComplementBasis<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
