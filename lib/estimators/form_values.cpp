#include <isotrace/estimators/form_values.hpp>

#include <tbb/task_arena.h>

#include <vector>

namespace isotrace {

namespace {

/// Workspace slots above those of the forms.
constexpr int probe_slot = 4;
constexpr int carried_slot = 5;

/// Draws, carries (x ↦ v), evaluates and scales. The caller's code runs isolated: its own parallel
/// loops must not pick up other blocks while this one is under way.
template <Scalar S, class Carry>
void draw_and_evaluate(FormRef<S> form, Index source_dim, const Law& law, const Stream& stream,
                       ProbeRange probes, Workspace<S>& ws, Carry carry, Wide<S>* values,
                       double* squared_norms) {
  const BlockView<S> X = ws.block(probe_slot, source_dim, probes.count);
  double* scale = ws.numbers(probes.count);
  draw_raw(law, stream, probes.first, X, RawNorms{scale, squared_norms});
  tbb::this_task_arena::isolate([&] { form.values(carry(X), ws, values); });
  for (Index j = 0; j < probes.count; ++j) {
    const double scale2 = scale[j] * scale[j];
    values[j] *= scale2;
    squared_norms[j] *= scale2;
  }
}

}  // namespace

template <Scalar S>
void form_values(FormRef<S> form, MetricRef<S> metric, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
  if (form.samples()) {
    tbb::this_task_arena::isolate(
        [&] { form.sample(metric, law, stream, probes, ws, values, squared_norms); });
    return;
  }
  const auto carry = [&](BlockView<S> x) {
    metric.map(Isometry::forward, x);
    return x;
  };
  draw_and_evaluate(form, metric.dim(), law, stream, probes, ws, carry, values, squared_norms);
}

template <Scalar S>
void form_values(FormRef<S> form, OperatorRef<S> factor, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
  const auto carry = [&](BlockView<S> x) {
    const BlockView<S> v = ws.block(carried_slot, factor.rows(), x.cols);
    factor.apply(x, v);
    return v;
  };
  draw_and_evaluate(form, factor.cols(), law, stream, probes, ws, carry, values, squared_norms);
}

template void form_values(FormRef<float>, MetricRef<float>, const Law&, const Stream&, ProbeRange,
                          Workspace<float>&, double*, double*);
template void form_values(FormRef<double>, MetricRef<double>, const Law&, const Stream&, ProbeRange,
                          Workspace<double>&, double*, double*);
template void form_values(FormRef<std::complex<float>>, MetricRef<std::complex<float>>, const Law&,
                          const Stream&, ProbeRange, Workspace<std::complex<float>>&,
                          std::complex<double>*, double*);
template void form_values(FormRef<std::complex<double>>, MetricRef<std::complex<double>>,
                          const Law&, const Stream&, ProbeRange, Workspace<std::complex<double>>&,
                          std::complex<double>*, double*);
template void form_values(FormRef<float>, OperatorRef<float>, const Law&, const Stream&, ProbeRange,
                          Workspace<float>&, double*, double*);
template void form_values(FormRef<double>, OperatorRef<double>, const Law&, const Stream&,
                          ProbeRange, Workspace<double>&, double*, double*);
template void form_values(FormRef<std::complex<float>>, OperatorRef<std::complex<float>>,
                          const Law&, const Stream&, ProbeRange, Workspace<std::complex<float>>&,
                          std::complex<double>*, double*);
template void form_values(FormRef<std::complex<double>>, OperatorRef<std::complex<double>>,
                          const Law&, const Stream&, ProbeRange, Workspace<std::complex<double>>&,
                          std::complex<double>*, double*);

}  // namespace isotrace
