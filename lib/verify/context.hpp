#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include <isotrace/verify/statistics.hpp>

#include "problem.hpp"
#include "recorder.hpp"

namespace isotrace::verify {

/// The input of a group of checks.
template <VerifiedScalar S>
struct Context {
  const Implementation<S>& implementation;
  const VerifiedProblem<S>& problem;
  Recorder& record;
  Index base_probes;  ///< BatteryOptions::probes

  Index dim() const { return problem.dim(); }
  const Space<S>& space() const { return problem.space; }
  /// Probes of one check, a multiple of 16: more in small dimensions, where they are cheap and the
  /// values are far from normal.
  Index probes() const;
  /// Bound of the rounding error of a sum of about n² products of total size `scale`, for
  /// well-conditioned matrices.
  double rounding(double scale) const {
    return 512.0 * static_cast<double>(dim()) * std::numeric_limits<double>::epsilon() * scale;
  }
};

template <VerifiedScalar S>
Index Context<S>::probes() const {
  const Index n = dim();
  const Index scaled = n <= 3     ? 2 * base_probes
                       : n <= 16  ? base_probes
                       : n <= 100 ? base_probes / 4
                                  : base_probes / 8;
  return std::max<Index>(64, scaled / 16 * 16);
}

/// Number of values averaged into one squared error: few, so that the test has power against a
/// wrong variance, but enough for a small fourth cumulant of their mean.
inline constexpr Index error_group = 8;

/// The variances of one value: of its real and imaginary parts, and in total.
struct ValueVariances {
  PartVariances parts;
  double total = 0;
};

/// Exact variances of a law's normalised value. The real and imaginary parts of a form's value are
/// the values of the forms with matrices (B + Bᴴ)/2 and (B − Bᴴ)/2i.
template <VerifiedScalar S>
ValueVariances value_variances(const Implementation<S>& implementation, const exact::FormSums& sums,
                               const Law& law, bool normalised);

/// The sums of a dense pulled-back matrix B, computed by their definitions.
template <VerifiedScalar S>
exact::FormSums dense_sums(const ColMatrix<S>& B);

/// Draws probes first … first + X.cols() − 1 of the law through the implementation's raw draw.
template <VerifiedScalar S>
void draw_probes(const Implementation<S>& implementation, const Law& law, const Stream& stream,
                 Index first, RowMatrix<S>& X);

/// out[j] = (x_j, x_j)_V through the implementation's Gram product.
template <VerifiedScalar S>
std::vector<double> squared_norms(const Implementation<S>& implementation, const Space<S>& V,
                                  const RowMatrix<S>& X);

/// Means of consecutive groups of values.
template <class T>
std::vector<T> group_means(const std::vector<T>& values, Index group) {
  if (group == 1) return values;
  std::vector<T> means(values.size() / static_cast<std::size_t>(group), T(0));
  for (std::size_t i = 0; i < means.size() * static_cast<std::size_t>(group); ++i) {
    means[i / static_cast<std::size_t>(group)] += values[i] / static_cast<double>(group);
  }
  return means;
}

/// Calls f(first, X) for blocks X (n × at most 64) of the probes 0 … count − 1, first being the
/// number of the block's first probe. A block has whole groups of the law.
template <VerifiedScalar S, class F>
void for_blocks(const Implementation<S>& implementation, const Law& law, const Stream& stream,
                Index n, Index count, F&& f) {
  const Index width = 64 / group(law) * group(law);
  for (Index first = 0; first < count; first += width) {
    RowMatrix<S> X(n, std::min(width, count - first));
    draw_probes(implementation, law, stream, first, X);
    f(first, X);
  }
}

/// Checks independent values with known mean and variances: records a test of the mean and one of
/// the mean square error or, if the variance is zero, the identity of all values with the mean.
template <VerifiedScalar S>
void expectation(const Context<S>& context, const std::string& suffix, const std::string& statement,
                 const std::vector<Wide<S>>& values, Wide<S> mean, const ValueVariances& variances);

}  // namespace isotrace::verify
