#include "parts.hpp"

template class Eigen::JacobiSVD<isotrace::Small<std::complex<double>>>;
template class Eigen::internal::UpperBidiagonalization<isotrace::Small<std::complex<double>>>;
