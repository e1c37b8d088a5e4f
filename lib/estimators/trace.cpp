#include <isotrace/estimators/trace.hpp>

#include <fmt/format.h>

#include "estimate_of.hpp"
#include "trace_sample.hpp"

namespace isotrace {

Index affordable_probes(const Options& options, Index cost) {
  const Index size = group(options.law);
  const Index probes = options.matvecs / cost / size * size;
  if (probes == 0) {
    throw OptionError(fmt::format("{} matvecs do not pay for one {}, which needs {}",
                                  options.matvecs, size == 1 ? "probe" : "frame", size * cost));
  }
  return probes;
}

namespace {

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

void require_same_dimension(Index form, Index metric, const char* what) {
  if (form != metric) {
    throw ShapeError(fmt::format("the form has dimension {}, the {} {}", form, what, metric));
  }
}

}  // namespace

template <Scalar S>
Sample sample_form(FormRef<S> form, MetricRef<S> metric, const Options& options,
                   Normalisation normalisation) {
  require_same_dimension(form.dim(), metric.dim(), "metric");
  SampleShape shape = shape_of(form, metric.dim(), options, normalisation);
  shape.column_bytes = static_cast<std::size_t>(metric.dim() + form.scratch_rows()) * sizeof(S);
  shape.preferred_block = form.preferred_block(metric, options.law);
  const Stream stream{options.seed};
  return sample<S>(options, shape,
                   [&](ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* norms) {
                     form_values(form, metric, options.law, stream, probes, ws, values, norms);
                   });
}

template <Scalar S>
Estimate<Wide<S>> mean_form(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  return estimate_of<S>(sample_form(form, metric, options, Normalisation::mean), options,
                        form.matvecs());
}

template <Scalar S>
Estimate<Wide<S>> mean_form_factor(FormRef<S> form, OperatorRef<S> factor, const Options& options) {
  require_same_dimension(form.dim(), factor.rows(), "factor's range");
  SampleShape shape = shape_of(form, factor.cols(), options, Normalisation::mean);
  shape.column_bytes =
      static_cast<std::size_t>(factor.cols() + factor.rows() + form.scratch_rows()) * sizeof(S);
  shape.reentrant = shape.reentrant && factor.reentrant();
  const Stream stream{options.seed};
  const Sample s = sample<S>(
      options, shape, [&](ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* norms) {
        form_values(form, factor, options.law, stream, probes, ws, values, norms);
      });
  return estimate_of<S>(s, options, form.matvecs());
}

template <Scalar S>
Estimate<Wide<S>> form_trace(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  const auto how = options.normalised ? Normalisation::by_norm : Normalisation::by_moment;
  return estimate_of<S>(sample_form(form, metric, options, how), options, form.matvecs());
}

template Sample sample_form(FormRef<float>, MetricRef<float>, const Options&, Normalisation);
template Sample sample_form(FormRef<double>, MetricRef<double>, const Options&, Normalisation);
template Sample sample_form(FormRef<std::complex<float>>, MetricRef<std::complex<float>>,
                            const Options&, Normalisation);
template Sample sample_form(FormRef<std::complex<double>>, MetricRef<std::complex<double>>,
                            const Options&, Normalisation);
template Estimate<double> mean_form(FormRef<float>, MetricRef<float>, const Options&);
template Estimate<double> mean_form(FormRef<double>, MetricRef<double>, const Options&);
template Estimate<std::complex<double>> mean_form(FormRef<std::complex<float>>,
                                                  MetricRef<std::complex<float>>, const Options&);
template Estimate<std::complex<double>> mean_form(FormRef<std::complex<double>>,
                                                  MetricRef<std::complex<double>>, const Options&);
template Estimate<double> mean_form_factor(FormRef<float>, OperatorRef<float>, const Options&);
template Estimate<double> mean_form_factor(FormRef<double>, OperatorRef<double>, const Options&);
template Estimate<std::complex<double>> mean_form_factor(FormRef<std::complex<float>>,
                                                         OperatorRef<std::complex<float>>,
                                                         const Options&);
template Estimate<std::complex<double>> mean_form_factor(FormRef<std::complex<double>>,
                                                         OperatorRef<std::complex<double>>,
                                                         const Options&);
template Estimate<double> form_trace(FormRef<float>, MetricRef<float>, const Options&);
template Estimate<double> form_trace(FormRef<double>, MetricRef<double>, const Options&);
template Estimate<std::complex<double>> form_trace(FormRef<std::complex<float>>,
                                                   MetricRef<std::complex<float>>, const Options&);
template Estimate<std::complex<double>> form_trace(FormRef<std::complex<double>>,
                                                   MetricRef<std::complex<double>>, const Options&);

}  // namespace isotrace
