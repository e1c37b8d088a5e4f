#include <isotrace/trace/form_values.hpp>

#include <algorithm>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

namespace {

/// Workspace slots above those of the forms.
constexpr int probe_slot = 4;
constexpr int carried_slot = 5;

/// Columns that one task draws and carries, where a block is wide: a multiple of the law's group.
constexpr Index piece_columns = 64;
constexpr Index piece_entries = Index{1} << 15;

/// f(first column, columns) for pieces of a block, in parallel; they depend on its shape alone.
template <class F>
void for_pieces(Index rows, Index cols, Index group, F&& f) {
  const Index wanted = std::max(piece_columns, piece_entries / std::max<Index>(1, rows));
  const Index width = (wanted + group - 1) / group * group;
  const Index pieces = (cols + width - 1) / width;
  if (pieces <= 1) return f(Index{0}, cols);
  parallel_for(pieces, [&](Index p) { f(p * width, std::min(width, cols - p * width)); });
}

/// The raw columns of a range of probes, with their scales and squared norms.
template <Scalar S>
void draw_columns(const Law& law, const Stream& stream, ProbeRange probes, BlockView<S> X,
                  RawNorms norms) {
  for_pieces(X.rows, X.cols, group(law), [&](Index first, Index count) {
    draw_raw(law, stream, probes.first + first, X.columns(first, count),
             RawNorms{norms.scale + first, norms.squared_norm + first});
  });
}

/// Draws, carries (x ↦ v), evaluates and scales. The caller's code runs isolated: its own parallel
/// loops must not pick up other blocks while this one is under way.
template <Scalar S, class Carry>
void draw_and_evaluate(FormRef<S> form, Index source_dim, const Law& law, const Stream& stream,
                       ProbeRange probes, Workspace<S>& ws, Carry carry, Wide<S>* values,
                       double* squared_norms) {
  const BlockView<S> X = ws.block(probe_slot, source_dim, probes.count);
  double* scale = ws.numbers(probes.count);
  isolated([&] {
    draw_columns(law, stream, probes, X, RawNorms{scale, squared_norms});
    form.values(carry(X), ws, values);
  });
  for (Index j = 0; j < probes.count; ++j) {
    const double scale2 = scale[j] * scale[j];
    values[j] *= scale2;
    squared_norms[j] *= scale2;
  }
}

}  // namespace

template <class S>
void form_values(FormRef<S> form, MetricRef<S> metric, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
  bool sampled = false;
  isolated([&] { sampled = form.sample(metric, law, stream, probes, ws, values, squared_norms); });
  if (sampled) return;
  const auto carry = [&](BlockView<S> x) {
    for_pieces(x.rows, x.cols, 1, [&](Index first, Index count) {
      metric.map(Isometry::forward, x.columns(first, count));
    });
    return x;
  };
  draw_and_evaluate(form, metric.dim(), law, stream, probes, ws, carry, values, squared_norms);
}

template <class S>
void form_values(FormRef<S> form, OperatorRef<S> factor, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
  const auto carry = [&](BlockView<S> x) {
    const BlockView<S> v = ws.block(carried_slot, factor.rows(), x.cols);
    factor.apply(x, v);
    return v;
  };
  draw_and_evaluate(form, factor.cols(), law, stream, probes, ws, carry, values, squared_norms);
}

#define INSTANTIATE(S)                                                                         \
  template void form_values(FormRef<S>, MetricRef<S>, const Law&, const Stream&, ProbeRange,   \
                            Workspace<S>&, Wide<S>*, double*);                                 \
  template void form_values(FormRef<S>, OperatorRef<S>, const Law&, const Stream&, ProbeRange, \
                            Workspace<S>&, Wide<S>*, double*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
