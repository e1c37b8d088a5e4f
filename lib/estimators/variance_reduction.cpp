#include <isotrace/estimators/variance_reduction.hpp>

#include <fmt/format.h>

#include <cmath>
#include <complex>

#include <isotrace/core/error.hpp>

#include "../operators/arena.hpp"
#include "trace_of.hpp"

namespace isotrace {

namespace {

template <Scalar W>
void require_finite(W known, const char* what) {
  if (std::isfinite(std::abs(known))) return;
  const std::complex<double> value(known);
  throw NotFiniteError(
      fmt::format("{} is {}{:+}i, expected a finite number", what, value.real(), value.imag()));
}

}  // namespace

template <Scalar S>
Estimate<Wide<S>> control_variate_trace(FormRef<S> form, FormRef<S> approximation, Wide<S> known,
                                        MetricRef<S> metric, const Options& options) {
  require_finite(known, "the known trace of the approximation");
  const DifferenceForm<S> difference(form, approximation);
  return trace_of<S>(difference, metric, options, Aim<Wide<S>>{.known = known});
}

template <Scalar S>
Estimate<Wide<S>> deflated_trace(FormRef<S> form, ConstBlockView<S> U, MetricRef<S> metric,
                                 const Options& options) {
  check(options);
  const DeflatedForm<S> deflated(form, metric, U);
  const Index cost = deflated.rank() * deflated.matvecs();
  if (cost >= budget_of(options)) {
    throw OptionError(
        fmt::format("{} matvecs do not pay for a sample beside {} deflated vectors, "
                    "which need {}",
                    budget_of(options), deflated.rank(), cost));
  }
  Options rest = options;
  (has_tolerance(options) ? rest.max_matvecs : rest.matvecs) -= cost;
  const Wide<S> known = in_arena(options.threads, [&] { return deflated.trace_on_subspace(); });
  require_finite(known, "the form's trace on the deflated vectors");
  auto e = trace_of<S>(deflated, metric, rest, Aim<Wide<S>>{.known = known});
  e.matvecs += cost;
  return e;
}

template Estimate<double> control_variate_trace(FormRef<float>, FormRef<float>, double,
                                                MetricRef<float>, const Options&);
template Estimate<double> control_variate_trace(FormRef<double>, FormRef<double>, double,
                                                MetricRef<double>, const Options&);
template Estimate<std::complex<double>> control_variate_trace(FormRef<std::complex<float>>,
                                                              FormRef<std::complex<float>>,
                                                              std::complex<double>,
                                                              MetricRef<std::complex<float>>,
                                                              const Options&);
template Estimate<std::complex<double>> control_variate_trace(FormRef<std::complex<double>>,
                                                              FormRef<std::complex<double>>,
                                                              std::complex<double>,
                                                              MetricRef<std::complex<double>>,
                                                              const Options&);
template Estimate<double> deflated_trace(FormRef<float>, ConstBlockView<float>, MetricRef<float>,
                                         const Options&);
template Estimate<double> deflated_trace(FormRef<double>, ConstBlockView<double>, MetricRef<double>,
                                         const Options&);
template Estimate<std::complex<double>> deflated_trace(FormRef<std::complex<float>>,
                                                       ConstBlockView<std::complex<float>>,
                                                       MetricRef<std::complex<float>>,
                                                       const Options&);
template Estimate<std::complex<double>> deflated_trace(FormRef<std::complex<double>>,
                                                       ConstBlockView<std::complex<double>>,
                                                       MetricRef<std::complex<double>>,
                                                       const Options&);

}  // namespace isotrace
