#include <isotrace/trace/form_values.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/draw.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

namespace {

/// A wide block is drawn and mapped by Q in pieces, in parallel. A piece has at least this many
/// columns and entries, rounded up to whole groups.
constexpr Index piece_columns = 64;
constexpr Index piece_entries = Index{1} << 15;

/// Calls f(first column, number of columns) for the pieces of a block, in parallel. The pieces do
/// not depend on the number of threads.
template <class F>
void for_column_pieces(Index rows, Index cols, Index group, F&& f) {
  const Index wanted = std::max(piece_columns, piece_entries / std::max<Index>(1, rows));
  const Index width = (wanted + group - 1) / group * group;
  const Index pieces = (cols + width - 1) / width;
  if (pieces <= 1) return f(Index{0}, cols);
  parallel_for(pieces, [&](Index p) { f(p * width, std::min(width, cols - p * width)); });
}

/// Throws NotFiniteError if not the form, but the law or the isometry gave a NaN or infinity.
template <Scalar S>
void require_finite_probes(const Law& law, ProbeRange probes, const double* squared_norms,
                           ConstBlockView<S> mapped) {
  for (Index j = 0; j < probes.count; ++j) {
    const std::string number = std::to_string(probes.first + j);
    if (!std::isfinite(squared_norms[j])) {
      throw NotFiniteError("the law " + std::string(law.name()) +
                           " drew a NaN or infinity in probe " + number);
    }
    if (!eigen(mapped).col(j).allFinite()) {
      throw NotFiniteError("the metric's map returned a NaN or infinity for probe " + number);
    }
  }
}

}  // namespace

template <class S>
void form_values(FormRef<S> form, MetricRef<S> metric, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
  // The caller's code runs isolated: its own parallel loops must not pick up other blocks before
  // this one is done.
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
    try {
      form.values(X, ws, values);
    } catch (const NotFiniteError&) {
      require_finite_probes<S>(law, probes, squared_norms, X);
      throw;
    }
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
