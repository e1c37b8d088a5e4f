#pragma once

#include <lib/core/instantiate.hpp>
#include "blas.hpp"

namespace isotrace::detail {

/// X ← X − L (RᴴX) for an n×b block X. With L = R = Q orthonormal, this projects X off the range of
/// Q. coefficients: workspace of r×b numbers, where L has r columns. 4 n r b flops.
template <Scalar S>
void take_off(DenseView<S> L, DenseView<S> R, BlockView<S> X, BlockView<S> coefficients) {
  gemm(Side::adjoint, R, ConstBlockView<S>(X), coefficients);
  eigen(coefficients) = -eigen(coefficients);
  gemm(Side::itself, L, ConstBlockView<S>(coefficients), X, true);
}

}  // namespace isotrace::detail
