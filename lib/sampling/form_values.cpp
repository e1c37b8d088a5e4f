#include <isotrace/trace/form_values.hpp>

#include <algorithm>
#include <vector>

#include <isotrace/laws/draw.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

namespace {

/// Columns that one task draws and carries, where a block is wide: a multiple of the law's group.
constexpr Index piece_columns = 64;
constexpr Index piece_entries = Index{1} << 15;

/// f(first column, columns) for pieces of a block, in parallel; they depend on its shape alone.
template <class F>
void for_column_pieces(Index rows, Index cols, Index group, F&& f) {
  const Index wanted = std::max(piece_columns, piece_entries / std::max<Index>(1, rows));
  const Index width = (wanted + group - 1) / group * group;
  const Index pieces = (cols + width - 1) / width;
  if (pieces <= 1) return f(Index{0}, cols);
  parallel_for(pieces, [&](Index p) { f(p * width, std::min(width, cols - p * width)); });
}

}  // namespace

template <class S>
void form_values(FormRef<S> form, MetricRef<S> metric, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
  // The caller's code runs isolated: its own parallel loops must not pick up other blocks while
  // this one is under way.
  bool sampled = false;
  isolated([&] { sampled = form.sample(metric, law, stream, probes, ws, values, squared_norms); });
  if (sampled) return;
  const auto memory = ws.block(metric.dim(), probes.count);
  const BlockView<S> X = memory;
  std::vector<double> scale(static_cast<std::size_t>(probes.count));
  isolated([&] {
    for_column_pieces(X.rows, X.cols, law.group(), [&](Index first, Index count) {
      draw_raw(law, stream, probes.first + first, X.columns(first, count),
               RawNorms{scale.data() + first, squared_norms + first});
    });
    for_column_pieces(X.rows, X.cols, 1, [&](Index first, Index count) {
      metric.map(Isometry::forward, X.columns(first, count));
    });
    form.values(X, ws, values);
  });
  for (Index j = 0; j < probes.count; ++j) {
    const double scale2 = scale[static_cast<std::size_t>(j)] * scale[static_cast<std::size_t>(j)];
    values[j] *= scale2;
    squared_norms[j] *= scale2;
  }
}

#define INSTANTIATE(S)                                                                       \
  template void form_values(FormRef<S>, MetricRef<S>, const Law&, const Stream&, ProbeRange, \
                            Workspace<S>&, Wide<S>*, double*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
