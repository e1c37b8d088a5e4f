#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include <isotrace/verify/statistics.hpp>

#include "problem.hpp"
#include "recorder.hpp"

namespace isotrace::verify {

/// What a group of checks works on.
template <VerifiedScalar S>
struct Context {
  const Implementation<S>& implementation;
  const VerifiedProblem<S>& problem;
  Recorder& record;
  Index base_probes;  ///< BatteryOptions::probes

  Index dim() const { return problem.dim(); }
  const Space<S>& space() const { return problem.space; }
  /// Probes of one check: more where they are cheap and laws are far from normal. A multiple of 16.
  Index probes() const;
  /// Rounding bound of a sum of about n² products of total size `scale`, well-conditioned matrices.
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

/// Values of one probe a mean square error is measured over; few, so that the test has power
/// against a wrong variance, yet their mean's fourth cumulant is small.
inline constexpr Index error_group = 8;

/// The variances of one value: of its parts, and of itself by its own formula.
struct ValueVariances {
  PartVariances parts;
  double total = 0;
};

/// Exact variances of a law's normalised value. Re and Im of a form are the values of the forms of
/// the Hermitian part H and of (B − Bᴴ)/2i.
template <VerifiedScalar S>
ValueVariances value_variances(const Implementation<S>& implementation, const exact::FormSums& sums,
                               const Law& law, bool normalised);

/// The sums of a dense pulled-back matrix B, by their definitions.
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

/// Calls f(first, X) for blocks X (n × at most 64) of probes first, first + 1, … up to count, each
/// a whole number of the law's groups.
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

/// Independent values whose mean and variances are known: recorded as two tests, of the mean and of
/// the mean square error, or as one identity for every value where the variance is zero.
template <VerifiedScalar S>
void expectation(const Context<S>& context, const std::string& suffix, const std::string& statement,
                 const std::vector<Wide<S>>& values, Wide<S> mean, const ValueVariances& variances);

}  // namespace isotrace::verify
