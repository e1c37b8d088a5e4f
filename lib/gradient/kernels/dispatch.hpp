#pragma once

#include <isotrace/core/isa.hpp>

#include "entrywise.hpp"

namespace isotrace::gradient {

/// The kernels of an instruction set, which this processor must have.
inline const EntrywiseKernels& entrywise_kernels(Isa isa) {
#if defined(ISOTRACE_X86_KERNELS)
  if (isa == Isa::avx512) return avx512::entrywise;
  if (isa == Isa::avx2) return avx2::entrywise;
#else
  static_cast<void>(isa);
#endif
  return baseline::entrywise;
}

/// The kernels of active_isa().
inline const EntrywiseKernels& entrywise_kernels() {
  return entrywise_kernels(active_isa());
}

}  // namespace isotrace::gradient
