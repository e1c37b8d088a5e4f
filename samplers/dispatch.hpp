#pragma once

#include <isotrace/core/isa.hpp>
#include <isotrace/core/scalar.hpp>

#include "kernels/law_kernels.hpp"

namespace isotrace {

/// The kernels of an instruction set, which this processor must have.
LawKernels law_kernels(Isa isa);

/// The kernels of active_isa().
const LawKernels& active_kernels();

template <Scalar S>
inline constexpr EntryType entry_of =
    is_complex<S> ? (sizeof(Real<S>) == 4 ? EntryType::c32 : EntryType::c64)
                  : (sizeof(Real<S>) == 4 ? EntryType::f32 : EntryType::f64);

}  // namespace isotrace
