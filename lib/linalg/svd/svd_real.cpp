#include "svd.hpp"

#include "parts.hpp"

namespace isotrace {

template <>
Svd<double> svd(const Small<double>& A) {
  return divide_and_conquer<double, Svd<double>>(A);
}

}  // namespace isotrace
