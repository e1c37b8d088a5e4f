#include <array>

#include <fmt/format.h>

#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

DiagonalOperator ramp(Index n) {
  DiagonalOperator op;
  for (Index i = 1; i <= n; ++i) op.d.push_back(static_cast<double>(i));
  return op;
}

/// Ten unknowns and a million probes: almost only drawing.
void measure_many_probes(Session& session) {
  constexpr Index n = 10;
  constexpr Index probes = 1'000'000;
  constexpr Index width = 256;
  const DiagonalOperator op = ramp(n);
  const EuclideanMetric<double> V(n);
  const Stream stream{session.seed()};
  RowMatrix<double> X(n, width);
  std::array<double, width> scale;
  std::array<double, width> norm;
  const auto sampler = [&] {
    for (Index first = 0; first < probes; first += width) {
      const Index count = std::min(width, probes - first);
      draw_raw(Law(Sphere{}), stream, first, view(X).columns(0, count),
               {scale.data(), norm.data()});
    }
  };
  session.measure(
      "small.many-probes",
      fmt::format("the sampler alone: {} probes of {} entries, {} at a time", probes, n, width),
      {.ours = [&] { metric_trace(op, V, {.matvecs = probes, .seed = session.seed()}); },
       .limit = sampler});
}

void measure_one_call(Session& session) {
  constexpr Index n = 100;
  const DiagonalOperator op = ramp(n);
  const EuclideanMetric<double> V(n);
  session.measure("small.one-call", "1 µs",
                  {.ours = [&] { metric_trace(op, V, {.matvecs = 100, .seed = session.seed()}); },
                   .limit_seconds = 1e-6});
}

}  // namespace

void measure_small(Session& session) {
  measure_many_probes(session);
  measure_one_call(session);
}

}  // namespace isotrace::program
