#include "complement_vectors.hpp"

#include <utility>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blas.hpp>

namespace isotrace {

template <Scalar S>
void ComplementVectors<S>::operator()(Index first, BlockView<S> x) const {
  const DenseView<S>& W = reflector_.view();
  const Small<S>& K = coefficients_;
  const Index begin = W.cols + first;
  eigen(x).setZero();
  for (Index j = 0; j < x.cols; ++j) x(begin + j, j) = S(1);
  if (W.cols == 0) return;
  const Eigen::Map<const ColMatrix<S>> reflector(W.data, W.rows, W.cols);
  const RowMatrix<S> rows = -reflector.middleRows(begin, x.cols).adjoint();
  RowMatrix<S> c(W.cols, x.cols);
  detail::gemm(detail::Side::itself, {K.data(), K.rows(), K.cols(), K.rows(), false}, view(rows),
               view(c));
  detail::gemm(detail::Side::itself, W, view(std::as_const(c)), x, true);
}

#define INSTANTIATE(S) template class ComplementVectors<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
