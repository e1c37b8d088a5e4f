#include <bench/kernels/kernels.hpp>

#include <isotrace/core/isa.hpp>

namespace isotrace::program::bare {

namespace baseline {
extern const Kernels kernels;
}
#if defined(ISOTRACE_X86_KERNELS)
namespace avx2 {
extern const Kernels kernels;
}
namespace avx512 {
extern const Kernels kernels;
}
#endif

const Kernels& kernels() {
#if defined(ISOTRACE_X86_KERNELS)
  if (active_isa() == Isa::avx512) return avx512::kernels;
  if (active_isa() == Isa::avx2) return avx2::kernels;
#endif
  return baseline::kernels;
}

}  // namespace isotrace::program::bare
