#include <isotrace/core/isa.hpp>

#include <array>
#include <cstdlib>
#include <string>

#include <isotrace/core/error.hpp>

namespace isotrace {

namespace {

constexpr std::array all = {Isa::baseline, Isa::avx2, Isa::avx512};

Isa chosen_isa() {
  const char* wanted = std::getenv("ISOTRACE_ISA");
  if (wanted == nullptr || *wanted == '\0') return best_isa();
  for (const Isa isa : all) {
    if (name(isa) != wanted) continue;
    if (isa <= best_isa()) return isa;
    throw OptionError("ISOTRACE_ISA: found " + std::string(wanted) + ", this processor has " +
                      std::string(name(best_isa())) + " at best");
  }
  throw OptionError("ISOTRACE_ISA: found '" + std::string(wanted) +
                    "', expected baseline, avx2 or avx512");
}

}  // namespace

std::string_view name(Isa isa) {
  switch (isa) {
    case Isa::baseline: return "baseline";
    case Isa::avx2: return "avx2";
    case Isa::avx512: return "avx512";
  }
  return "";
}

Isa best_isa() {
#if defined(ISOTRACE_X86_KERNELS)
  if (__builtin_cpu_supports("x86-64-v4") != 0) return Isa::avx512;
  return __builtin_cpu_supports("x86-64-v3") != 0 ? Isa::avx2 : Isa::baseline;
#else
  return Isa::baseline;
#endif
}

Isa active_isa() {
  static const Isa isa = chosen_isa();
  return isa;
}

}  // namespace isotrace
