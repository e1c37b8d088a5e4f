#include "dispatch.hpp"

namespace isotrace {

namespace baseline {
LawKernels law_kernels();
}
#if defined(ISOTRACE_X86_KERNELS)
namespace avx2 {
LawKernels law_kernels();
}
namespace avx512 {
LawKernels law_kernels();
}
#endif

LawKernels law_kernels(Isa isa) {
#if defined(ISOTRACE_X86_KERNELS)
  if (isa == Isa::avx2) return avx2::law_kernels();
  if (isa == Isa::avx512) return avx512::law_kernels();
#endif
  static_cast<void>(isa);
  return baseline::law_kernels();
}

const LawKernels& active_kernels() {
  static const LawKernels kernels = law_kernels(active_isa());
  return kernels;
}

}  // namespace isotrace
