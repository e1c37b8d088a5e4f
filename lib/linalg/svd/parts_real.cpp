#include "parts.hpp"

template class Eigen::JacobiSVD<isotrace::Small<double>>;
template class Eigen::internal::UpperBidiagonalization<isotrace::Small<double>>;
