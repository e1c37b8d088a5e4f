#include "kernel_tables.hpp"

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

template const PanelKernels<float>& panel_kernels<float>(Isa);
template const PanelKernels<double>& panel_kernels<double>(Isa);
template const PanelKernels<float>& panel_kernels<std::complex<float>>(Isa);
template const PanelKernels<double>& panel_kernels<std::complex<double>>(Isa);
template const ProductKernels<float>& product_kernels<float>(Isa);
template const ProductKernels<double>& product_kernels<double>(Isa);
template const ProductKernels<float>& product_kernels<std::complex<float>>(Isa);
template const ProductKernels<double>& product_kernels<std::complex<double>>(Isa);

}  // namespace isotrace::detail
