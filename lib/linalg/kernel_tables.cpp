#include "kernel_tables.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {

namespace baseline {
template <class R, bool Complex>
const PanelKernels<R>& panels();
template <class R, bool Complex>
const ProductKernels<R>& products();
}  // namespace baseline

#if defined(ISOTRACE_X86_KERNELS)
namespace avx2 {
template <class R, bool Complex>
const PanelKernels<R>& panels();
template <class R, bool Complex>
const ProductKernels<R>& products();
}  // namespace avx2
namespace avx512 {
template <class R, bool Complex>
const PanelKernels<R>& panels();
template <class R, bool Complex>
const ProductKernels<R>& products();
}  // namespace avx512
#else
namespace avx2 = baseline;
namespace avx512 = baseline;
#endif

template <Scalar S>
const PanelKernels<Real<S>>& panel_kernels(Isa isa) {
  switch (isa) {
    case Isa::avx2: return avx2::panels<Real<S>, is_complex<S>>();
    case Isa::avx512: return avx512::panels<Real<S>, is_complex<S>>();
    default: return baseline::panels<Real<S>, is_complex<S>>();
  }
}

template <Scalar S>
const ProductKernels<Real<S>>& product_kernels(Isa isa) {
  switch (isa) {
    case Isa::avx2: return avx2::products<Real<S>, is_complex<S>>();
    case Isa::avx512: return avx512::products<Real<S>, is_complex<S>>();
    default: return baseline::products<Real<S>, is_complex<S>>();
  }
}

#define INSTANTIATE(S)                                         \
  template const PanelKernels<Real<S>>& panel_kernels<S>(Isa); \
  template const ProductKernels<Real<S>>& product_kernels<S>(Isa);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
