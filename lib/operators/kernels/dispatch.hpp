#pragma once

#include <concepts>

#include <isotrace/core/isa.hpp>

#include "value_kernels.hpp"

namespace isotrace::kernels {

/// The value kernels of an instruction set.
template <class R>
const ValueKernels<R>& value_kernels(Isa isa) {
  constexpr bool single = std::same_as<R, float>;
#if defined(ISOTRACE_X86_KERNELS)
  if constexpr (single) {
    if (isa == Isa::avx512) return avx512::float_values;
    if (isa == Isa::avx2) return avx2::float_values;
  } else {
    if (isa == Isa::avx512) return avx512::double_values;
    if (isa == Isa::avx2) return avx2::double_values;
  }
#else
  (void)isa;
#endif
  if constexpr (single) {
    return baseline::float_values;
  } else {
    return baseline::double_values;
  }
}

/// The value kernels of active_isa().
template <class R>
const ValueKernels<R>& value_kernels() {
  return value_kernels<R>(active_isa());
}

}  // namespace isotrace::kernels
