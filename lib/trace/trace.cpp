#include <isotrace/trace/trace.hpp>

#include <fmt/format.h>

#include <cmath>
#include <complex>
#include <limits>

#include <lib/core/instantiate.hpp>
#include <lib/statistics/sequential.hpp>
#include "spend.hpp"
#include "trace_of.hpp"

namespace isotrace {

namespace {

/// How a value of the form becomes one with the wanted mean.
enum class Normalisation {
  mean,       ///< as it is: E[a(v,v)]
  by_moment,  ///< divided by the law's second moment: mean trace_V a
  by_norm     ///< divided by ‖v‖²_V and the direction moment: mean trace_V a (Remark 3.8)
};

Normalisation of_trace(const Options& options) {
  return options.normalised ? Normalisation::by_norm : Normalisation::by_moment;
}

/// The whole groups of probes that the budget pays for at `cost` matvecs a probe.
Index affordable_probes(const Options& options, Index cost) {
  const Index size = group(options.law);
  const Index probes = budget_of(options) / cost / size * size;
  if (probes == 0) {
    throw OptionError(fmt::format("{} matvecs do not pay for one {}, which needs {}",
                                  budget_of(options), size == 1 ? "probe" : "frame", size * cost));
  }
  return probes;
}

template <Scalar S>
SampleShape shape_of(FormRef<S> form, Index source_dim, const Options& options,
                     Normalisation normalisation) {
  check(options);
  check_law(options.law, field_of<S>, source_dim);
  SampleShape shape{};
  shape.n = source_dim;
  shape.probes = affordable_probes(options, form.matvecs());
  shape.reentrant = form.reentrant();
  shape.normalised = normalisation == Normalisation::by_norm;
  switch (normalisation) {
    case Normalisation::mean: shape.moment = 1.0; break;
    case Normalisation::by_moment:
      shape.moment = second_moment(options.law, field_of<S>, source_dim);
      break;
    case Normalisation::by_norm: shape.moment = direction_moment(options.law, source_dim); break;
  }
  return shape;
}

/// Throws NotFiniteError where the sum of finite values overflows.
template <class W>
Estimate<W> finite(Estimate<W> e) {
  const std::complex<double> value(e.value);
  if (e.probes == 0 || (std::isfinite(value.real()) && std::isfinite(value.imag()))) return e;
  throw NotFiniteError(fmt::format("the estimate overflows: found {}{:+}i, expected at most {:.4g}",
                                   value.real(), value.imag(), std::numeric_limits<double>::max()));
}

/// Samples all that shape.probes allows, or to the tolerance of options.
template <Scalar S>
Estimate<Wide<S>> sampled(const Options& options, SampleShape shape, Index matvecs_a_probe,
                          const Aim<Wide<S>>& aim, const BlockValues<S>& values) {
  Stopping stopping(options, aim.root);
  const Index size = group(options.law);
  const double relative =
      std::numeric_limits<Real<S>>::epsilon() * std::sqrt(static_cast<double>(shape.n));
  const Rounding rounding{std::abs(aim.known) * relative, relative};
  Options each = options;
  const Index all = shape.probes;
  const Sampled s = sample_until<Wide<S>>(stopping, {.first = 0, .limit = all, .group = size},
                                          aim.known, rounding, [&](Index first, Index count) {
                                            shape.first = first;
                                            shape.probes = count;
                                            if (options.progress) {
                                              each.progress = [&](Index done, Index) {
                                                options.progress(first + done, all);
                                              };
                                            }
                                            return sample<S>(each, shape, values);
                                          });
  const double level = stopping.level_for<Wide<S>>();
  auto e = reported(estimate_of<Wide<S>>(s.sample, level, aim.known, rounding), options, s.status,
                    s.probes * matvecs_a_probe, s.probes);
  e.method = Method::hutchinson;
  return finite(e);
}

void require_same_dimension(Index form, Index metric, const char* what) {
  if (form != metric) {
    throw ShapeError(fmt::format("the form has dimension {}, the {} {}", form, what, metric));
  }
}

template <Scalar S>
Estimate<Wide<S>> sample_form(FormRef<S> form, MetricRef<S> metric, const Options& options,
                              Normalisation normalisation, const Aim<Wide<S>>& aim = {}) {
  require_same_dimension(form.dim(), metric.dim(), "metric");
  SampleShape shape = shape_of(form, metric.dim(), options, normalisation);
  shape.column_bytes = static_cast<std::size_t>(metric.dim() + form.scratch_rows()) * sizeof(S);
  shape.preferred_block = form.preferred_block(metric, options.law);
  const Stream stream{options.seed};
  return sampled<S>(options, shape, form.matvecs(), aim,
                    [&](ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* norms) {
                      form_values(form, metric, options.law, stream, probes, ws, values, norms);
                    });
}

}  // namespace

template <class S>
Estimate<Wide<S>> mean_form(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  require_no_method(options, "a mean of form values");
  return sample_form(form, metric, options, Normalisation::mean);
}

template <class S>
Estimate<Wide<S>> mean_form_factor(FormRef<S> form, OperatorRef<S> factor, const Options& options) {
  require_no_method(options, "a mean of form values");
  require_same_dimension(form.dim(), factor.rows(), "factor's range");
  SampleShape shape = shape_of(form, factor.cols(), options, Normalisation::mean);
  shape.column_bytes =
      static_cast<std::size_t>(factor.cols() + factor.rows() + form.scratch_rows()) * sizeof(S);
  shape.reentrant = shape.reentrant && factor.reentrant();
  const Stream stream{options.seed};
  return sampled<S>(options, shape, form.matvecs(), {},
                    [&](ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* norms) {
                      form_values(form, factor, options.law, stream, probes, ws, values, norms);
                    });
}

template <Scalar S>
void require_traceable(FormRef<S> form, const Options& options) {
  if (method_of(options) != Method::hutchinson) return require_spendable(form, options);
  shape_of(form, form.dim(), options, of_trace(options));
}

template <Scalar S>
Estimate<Wide<S>> trace_of(FormRef<S> form, MetricRef<S> metric, const Options& options,
                           const Aim<Wide<S>>& aim) {
  if (method_of(options) != Method::hutchinson) return finite(spend(form, metric, options, aim));
  return sample_form(form, metric, options, of_trace(options), aim);
}

template <class S>
Estimate<Wide<S>> form_trace(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  return trace_of(form, metric, options, Aim<Wide<S>>{.semidefinite = options.semidefinite});
}

#define INSTANTIATE(S)                                                                     \
  template void require_traceable(FormRef<S>, const Options&);                             \
  template Estimate<Wide<S>> trace_of(FormRef<S>, MetricRef<S>, const Options&,            \
                                      const Aim<Wide<S>>&);                                \
  template Estimate<Wide<S>> mean_form(FormRef<S>, MetricRef<S>, const Options&);          \
  template Estimate<Wide<S>> mean_form_factor(FormRef<S>, OperatorRef<S>, const Options&); \
  template Estimate<Wide<S>> form_trace(FormRef<S>, MetricRef<S>, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
