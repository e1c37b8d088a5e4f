#include "range_basis_body.hpp"

namespace isotrace {

template ColMatrix<float> range_basis(const ColMatrix<float>&);
template ColMatrix<double> range_basis(const ColMatrix<double>&);

}  // namespace isotrace
