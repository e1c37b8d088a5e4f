#pragma once

#include <string_view>

namespace isotrace {

/// The instruction sets for which kernels are compiled, each a superset of the one before:
/// what the compiler's target has by itself, x86-64-v3 and x86-64-v4.
enum class Isa { baseline, avx2, avx512 };

std::string_view name(Isa isa);

/// The best instruction set that this processor has.
Isa best_isa();

/// The instruction set whose kernels run: the best one, or the one that the environment variable
/// ISOTRACE_ISA names (baseline, avx2 or avx512), read at the first call. Laws are the same on all
/// of them, bit for bit. Throws OptionError, naming it, for another name or one this processor
/// lacks.
Isa active_isa();

}  // namespace isotrace
