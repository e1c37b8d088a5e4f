#pragma once

#include <isotrace/core/block.hpp>
#include <isotrace/core/isa.hpp>

#include "kernels/panels.hpp"
#include "kernels/products.hpp"

namespace isotrace::detail {

/// The kernels for an instruction set, which the processor must support.
template <Scalar S>
const PanelKernels<Real<S>>& panel_kernels(Isa isa = active_isa());
template <Scalar S>
const ProductKernels<Real<S>>& product_kernels(Isa isa = active_isa());

// Conversions from the views of the library to the arguments of the kernels.

template <Scalar S>
inline constexpr int parts = is_complex<S> ? 2 : 1;  ///< reals per scalar

template <Scalar S>
RealBlock<Real<S>> real_block(BlockView<S> x) {
  return {reinterpret_cast<Real<S>*>(x.data), x.stride * parts<S>, x.cols * parts<S>};
}
template <Scalar S>
RealBlock<const Real<S>> real_block(ConstBlockView<S> x) {
  return {reinterpret_cast<const Real<S>*>(x.data), x.stride * parts<S>, x.cols * parts<S>};
}
template <Scalar S>
SparseLists<Real<S>> sparse_lists(const int* outer, const int* inner, const S* values, Index size) {
  return {outer, inner, reinterpret_cast<const Real<S>*>(values), size};
}

}  // namespace isotrace::detail
