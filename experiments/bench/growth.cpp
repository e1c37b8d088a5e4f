#include <bench/growth.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <cli/stopwatch.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/sparse.hpp>
#include <isotrace/trace/trace.hpp>
#include <problems/tensor_elements.hpp>

namespace isotrace::program {
namespace {

struct Quantity {
  const char* name;
  double GrowthPoint::* seconds;
};
constexpr std::array quantities{Quantity{"set-up", &GrowthPoint::setup},
                                Quantity{"100 probes", &GrowthPoint::probes},
                                Quantity{"exact trace", &GrowthPoint::exact}};

template <class F>
double seconds_of(const F& work) {
  const Stopwatch watch;
  work();
  return watch.seconds();
}

GrowthPoint measure(int dimension, int nodes, int threads) {
  const TensorElements pair(dimension, nodes);
  const auto K = pair.stiffness();
  const auto M = pair.mass();
  constexpr double infinite = std::numeric_limits<double>::infinity();
  GrowthPoint least{dimension, pair.size(), infinite, infinite, infinite};
  for (int run = 0; run < 3; ++run) {
    least.setup =
        std::min(least.setup, seconds_of([&] { SparseMetric<double>(M, {.threads = threads}); }));
    const SparseMetric<double> V(M, {.threads = threads});
    least.probes =
        std::min(least.probes,
                 seconds_of([&] { metric_trace(K, V, {.matvecs = 100, .threads = threads}); }));
    least.exact = std::min(
        least.exact, seconds_of([&] { exact::bounded_metric_trace(K, V, {.threads = threads}); }));
  }
  return least;
}

std::string label(int dimension, const Quantity& quantity, double exponent) {
  return fmt::format("{}-D, {}: n^{:.2f}", dimension, quantity.name, exponent);
}

}  // namespace

std::vector<GrowthPoint> measure_growth(int threads, const Stop& stop) {
  constexpr std::array grids{std::pair{2, 32},   std::pair{2, 100}, std::pair{2, 316},
                             std::pair{2, 1000}, std::pair{3, 10},  std::pair{3, 22},
                             std::pair{3, 46}};
  std::vector<GrowthPoint> points;
  for (const auto& [dimension, nodes] : grids) {
    if (stop.requested()) break;
    points.push_back(measure(dimension, nodes, threads));
  }
  return points;
}

double growth_exponent(const std::vector<GrowthPoint>& points, int dimension,
                       double GrowthPoint::* seconds) {
  double count = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const GrowthPoint& point : points) {
    if (point.dimension != dimension || point.n < 9'000) continue;
    const double log_n = std::log(static_cast<double>(point.n));
    const double log_s = std::log(point.*seconds);
    ++count;
    x += log_n;
    y += log_s;
    xx += log_n * log_n;
    xy += log_n * log_s;
  }
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  return (count * xy - x * y) / (count * xx - x * x);
}

reports::Plot growth_plot(const std::vector<GrowthPoint>& points) {
  reports::Plot plot{
      .name = "growth",
      .title = "Time of set-up, 100 probes and the exact trace",
      .subtitle = "tr(M⁻¹K) of Q1 elements; exponents fitted for n ≥ 10⁴",
      .caption =
          "Set-up is the factorisation of M with its ordering. In exact arithmetic operations, "
          "nested dissection takes n^1.5 in 2-D and n² in 3-D for set-up and exact trace, and n "
          "log "
          "n and n^1.33 for a probe.",
      .x = {.label = "unknowns n", .scale = reports::Scale::logarithmic},
      .y = {.label = "seconds", .scale = reports::Scale::logarithmic}};
  int style = 0;
  for (const int dimension : {2, 3}) {
    for (const Quantity& quantity : quantities) {
      reports::Series line{
          .label = label(dimension, quantity, growth_exponent(points, dimension, quantity.seconds)),
          .mark = dimension == 2 ? reports::Mark::lines : reports::Mark::dashed,
          .style = style++};
      for (const GrowthPoint& point : points) {
        if (point.dimension != dimension) continue;
        line.x.push_back(static_cast<double>(point.n));
        line.y.push_back(point.*quantity.seconds);
      }
      if (!line.x.empty()) plot.series.push_back(std::move(line));
    }
  }
  return plot;
}

reports::Table growth_table(const std::vector<GrowthPoint>& points) {
  reports::Table table("growth-seconds", "Seconds, the least of three runs",
                       {"dimension", "n", "set-up", "100 probes", "exact trace"});
  for (const GrowthPoint& point : points) {
    table.add_row({static_cast<std::int64_t>(point.dimension), static_cast<std::int64_t>(point.n),
                   point.setup, point.probes, point.exact});
  }
  return table;
}

}  // namespace isotrace::program
