#pragma once

#include <complex>

// Explicit instantiation of the templates of a .cpp:
//   #define INSTANTIATE(S) template class DenseMetric<S>; template void gram(BlockView<S>);
//   ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)
// Operators have four scalar types; panels and sketches only the two of double precision.

#define ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(instantiate) \
  instantiate(double) instantiate(std::complex<double>)

#define ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(instantiate) \
  instantiate(float) instantiate(std::complex<float>)     \
      ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(instantiate)
