#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/operator_ref.hpp>
#include <isotrace/trace/estimate.hpp>

namespace isotrace::program {

/// The distribution of ‖Tv‖_W for v uniform on the unit sphere of V: histogram, root mean square
/// ‖T‖_{V→W}/√n (Corollary 3.7), and maximum, which is the operator norm.
struct AverageMaximum {
  std::string name;
  std::string title;
  Index rows = 0;
  Index cols = 0;  ///< n
  Index rank = 0;
  Index probes = 0;
  std::vector<double> centres = {};  ///< centres of bins of equal width
  std::vector<double> density = {};  ///< the histogram's area is 1
  double rms_estimate = 0;
  Interval rms_interval = {};  ///< 95 %
  double rms_exact = 0;
  double maximum = 0;
};

/// Throws Error if the power iteration on B = Qᴴ Tᴴ W T Q has not reached ‖Bx − λx‖ ≤ 1e-10 λ after
/// 100000 steps.
AverageMaximum average_and_maximum(AverageMaximum about, OperatorRef<double> T, MetricRef<double> V,
                                   MetricRef<double> W, std::uint64_t seed, int threads);

/// A random map, one of rank 2 and an isometry, between random dense metrics.
std::vector<AverageMaximum> average_and_maximum_cases(std::uint64_t seed, int threads);

}  // namespace isotrace::program
