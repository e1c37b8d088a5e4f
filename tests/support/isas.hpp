#pragma once

#include <isotrace/core/isa.hpp>
#include <vector>

namespace isotrace::test {

/// The instruction sets of this processor, restricted by ISOTRACE_ISA.
inline std::vector<Isa> isas() {
  std::vector<Isa> found;
  for (const Isa isa : {Isa::baseline, Isa::avx2, Isa::avx512}) {
    if (isa <= best_isa()) found.push_back(isa);
  }
  return found;
}

}  // namespace isotrace::test
