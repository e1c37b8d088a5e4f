#include <complex>

#include "range_basis_body.hpp"

namespace isotrace {

template ColMatrix<std::complex<float>> range_basis(const ColMatrix<std::complex<float>>&);
template ColMatrix<std::complex<double>> range_basis(const ColMatrix<std::complex<double>>&);

}  // namespace isotrace
