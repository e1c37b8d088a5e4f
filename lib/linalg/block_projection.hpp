#pragma once

#include <lib/core/instantiate.hpp>
#include "blas.hpp"

namespace isotrace::detail {

/// X ← X − L (RᴴX) for a block X of columns, n×b; with L = R = Q orthonormal, the projection off
/// the range of Q. coefficients: r×b numbers of memory, r the columns of L. 4 n r b flops.
template <Scalar S>
void take_off(DenseView<S> L, DenseView<S> R, BlockView<S> X, BlockView<S> coefficients) {
  gemm(Side::adjoint, R, ConstBlockView<S>(X), coefficients);
  eigen(coefficients) = -eigen(coefficients);
  gemm(Side::itself, L, ConstBlockView<S>(coefficients), X, true);
}

}  // namespace isotrace::detail
