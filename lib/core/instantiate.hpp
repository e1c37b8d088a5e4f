#pragma once

#include <complex>

// What a .cpp compiles of its templates, written once: with
//   #define INSTANTIATE(S) template class DenseMetric<S>; template void gram(BlockView<S>);
//   ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)
// for the four scalars of operators, and for the two, of double precision, of panels and sketches.

#define ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(instantiate) \
  instantiate(double) instantiate(std::complex<double>)

#define ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(instantiate) \
  instantiate(float) instantiate(std::complex<float>)     \
      ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(instantiate)
