#pragma once

#include <isotrace/gradient/perceptron.hpp>

#include <lib/linalg/blas.hpp>
#include "kernels/dispatch.hpp"

namespace isotrace::gradient {

using detail::Side;

inline void multiply(ConstBlockView<double> A, Side side, ConstBlockView<double> X,
                     BlockView<double> Y, bool accumulate = false) {
  detail::product<double>(1, side, A, Side::itself, X, Y, accumulate);
}

/// Y ← tanh X. The blocks may be the same.
inline void tanh(ConstBlockView<double> X, BlockView<double> Y) {
  for (Index i = 0; i < X.rows; ++i) entrywise_kernels().tanh(&X(i, 0), &Y(i, 0), X.cols);
}

inline void activate(Activation activation, ConstBlockView<double> Z, BlockView<double> A) {
  switch (activation) {
    case Activation::tanh: return tanh(Z, A);
    case Activation::relu: eigen(A) = eigen(Z).cwiseMax(0.0); return;
    case Activation::identity: eigen(A) = eigen(Z); return;
  }
}

/// X ← φ′(z) x, given a = φ(z).
inline void times_slope(Activation activation, ConstBlockView<double> A, BlockView<double> X) {
  switch (activation) {
    case Activation::tanh: eigen(X).array() *= 1 - eigen(A).array().square(); return;
    case Activation::relu: eigen(X).array() *= (eigen(A).array() > 0).cast<double>(); return;
    case Activation::identity: return;
  }
}

/// X ← X + φ″(z) ż y, given a = φ(z) and ȧ = φ′(z) ż: φ″ = −2 φ φ′ for tanh, and zero for the
/// others (almost everywhere).
inline void add_bend(Activation activation, ConstBlockView<double> A, ConstBlockView<double> A_dot,
                     const RowMatrix<double>& y, BlockView<double> X) {
  if (activation != Activation::tanh) return;
  eigen(X).array() -= 2 * eigen(A).array() * eigen(A_dot).array() * y.array();
}

/// C ← factor · A Bᵀ, or added to it.
inline void outer(double factor, ConstBlockView<double> A, ConstBlockView<double> B,
                  BlockView<double> C, bool accumulate = false) {
  detail::product<double>(factor, Side::itself, A, Side::adjoint, B, C, accumulate);
}

/// y ← factor · A 1.
inline void sum_over_batch(double factor, ConstBlockView<double> A, BlockView<double> y) {
  eigen(y).col(0) = factor * eigen(A).rowwise().sum();
}

}  // namespace isotrace::gradient
