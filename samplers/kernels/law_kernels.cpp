#include "law_kernels.hpp"

#include "kernels.hpp"

namespace isotrace::ISOTRACE_ISA {

LawKernels law_kernels() {
  return {normals, phases, signs, sign_words, radii};
}

}  // namespace isotrace::ISOTRACE_ISA
