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
  const auto has = [](int supported) { return supported != 0; };
  const bool v3 = has(__builtin_cpu_supports("avx2")) && has(__builtin_cpu_supports("fma")) &&
                  has(__builtin_cpu_supports("bmi")) && has(__builtin_cpu_supports("bmi2"));
  const bool v4 =
      v3 && has(__builtin_cpu_supports("avx512f")) && has(__builtin_cpu_supports("avx512bw")) &&
      has(__builtin_cpu_supports("avx512cd")) && has(__builtin_cpu_supports("avx512dq")) &&
      has(__builtin_cpu_supports("avx512vl"));
  return v4 ? Isa::avx512 : v3 ? Isa::avx2 : Isa::baseline;
#else
  return Isa::baseline;
#endif
}

Isa active_isa() {
  static const Isa isa = chosen_isa();
  return isa;
}

}  // namespace isotrace
