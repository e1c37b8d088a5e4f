#pragma once

#include <vector>

#include <isotrace/core/scalar.hpp>
#include <isotrace/core/stop.hpp>
#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::program {

/// Seconds for the pair of Q1 elements with n unknowns, M being the metric and K the form.
struct GrowthPoint {
  int dimension;
  Index n;
  double setup;   ///< SparseMetric(M)
  double probes;  ///< an estimate of tr(M⁻¹K) with 100 probes
  double exact;   ///< tr(M⁻¹K) with its error
};

/// Grids with n from 10³ to 10⁶ in 2-D and to 97 336 in 3-D, the least of three runs each. The
/// points so far if it is stopped.
std::vector<GrowthPoint> measure_growth(int threads, const Stop& stop);

/// The exponent p of seconds ∝ n^p by least squares on logarithmic scales, over the points of a
/// dimension with n ≥ 10⁴; NaN for fewer than two.
double growth_exponent(const std::vector<GrowthPoint>& points, int dimension,
                       double GrowthPoint::* seconds);

reports::Plot growth_plot(const std::vector<GrowthPoint>& points);
reports::Table growth_table(const std::vector<GrowthPoint>& points);

}  // namespace isotrace::program
