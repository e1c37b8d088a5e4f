#include "svd.hpp"

#include "parts.hpp"

namespace isotrace {

template <>
Svd<std::complex<double>> svd(const Small<std::complex<double>>& A) {
  return divide_and_conquer<std::complex<double>, Svd<std::complex<double>>>(A);
}

}  // namespace isotrace
