#pragma once

#include <string_view>

namespace isotrace {

/// The instruction sets for which kernels are compiled, each a superset of the one before: the
/// compiler's default target, x86-64-v3 and x86-64-v4.
enum class Isa { baseline, avx2, avx512 };

/// "baseline", "avx2" or "avx512".
std::string_view name(Isa isa);

/// The best instruction set that this processor has.
Isa best_isa();

/// The instruction set whose kernels run: the best one, or the one named by the environment
/// variable ISOTRACE_ISA (baseline, avx2 or avx512), which is read at the first call. Probes are
/// the same on all of them, bit for bit. Throws OptionError, stating the value found, if it is none
/// of these names or if this processor lacks the instruction set.
Isa active_isa();

}  // namespace isotrace
