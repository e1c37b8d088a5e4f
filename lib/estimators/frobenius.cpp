#include <isotrace/estimators/frobenius.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "trace_of.hpp"

namespace isotrace {

namespace {

/// The interval of the real part: that of the whole over ℝ.
Interval real_interval(const Interval& i) {
  return i;
}
Interval real_interval(const ComplexInterval& i) {
  return i.re;
}

}  // namespace

template <class S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options) {
  const auto square = trace_of<S>(form, metric, options, Aim<Wide<S>>{.root = true});
  const Interval interval = real_interval(square.interval);
  Estimate<double> e{};
  // (Tv, Tv)_W ≥ 0, and so is the trace; a method that subtracts may estimate less
  e.value = std::sqrt(std::max(real_part(square.value), 0.0));
  e.standard_error = square.standard_error == 0 ? 0 : square.standard_error / (2.0 * e.value);
  if (e.value == 0 && square.standard_error > 0) {
    e.standard_error = std::numeric_limits<double>::quiet_NaN();
  }
  e.interval = {std::sqrt(std::max(interval.low, 0.0)), std::sqrt(std::max(interval.high, 0.0))};
  e.confidence = square.confidence;
  e.status = square.status;
  e.matvecs = square.matvecs;
  e.probes = square.probes;
  e.seed = square.seed;
  return e;
}

template Estimate<double> form_norm(const ProductForm<float>&, MetricRef<float>, const Options&);
template Estimate<double> form_norm(const ProductForm<double>&, MetricRef<double>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<float>>&,
                                    MetricRef<std::complex<float>>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<double>>&,
                                    MetricRef<std::complex<double>>, const Options&);

}  // namespace isotrace
