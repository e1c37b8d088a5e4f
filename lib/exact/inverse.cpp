#include <isotrace/exact/inverse.hpp>

#include <cmath>
#include <limits>

#include <lib/core/instantiate.hpp>
#include "option_checks.hpp"
#include "rounding.hpp"
#include "unit_blocks.hpp"

namespace isotrace::exact {
namespace {

/// Σ_j |Q_ij|² = (V⁻¹)_ii, a block of columns of Q after the other.
template <Scalar S>
std::vector<Real<S>> diagonal_by_maps(MetricRef<S> metric, const Options& options) {
  const Index n = metric.dim();
  const auto plan =
      detail::plan_unit_blocks(options, n, static_cast<std::size_t>(n) * sizeof(S), false);
  std::vector<double> sums(static_cast<std::size_t>(n), 0.0);
  detail::over_unit_blocks<S, char>(
      options, n, plan, [&](detail::TaskMemory<S>& memory, Index first, Index count) {
        memory.basis.resize(n, count);
        detail::orthonormal_columns(metric, first, view(memory.basis));
        for (Index i = 0; i < n; ++i) {
          for (Index j = 0; j < count; ++j) sums[i] += squared_modulus(memory.basis(i, j));
        }
        return char{};
      });
  return {sums.begin(), sums.end()};
}

}  // namespace

template <class S>
double log_determinant(MetricRef<S> metric) {
  const auto entries = metric.inverse_entries();
  if (entries == nullptr) {
    throw OptionError("the metric has no inverse_entries, from which its log-determinant is read");
  }
  return entries->log_determinant();
}

template <class S>
ExactValue<double> bounded_log_determinant(MetricRef<S> metric, const Options& options) {
  detail::check_options(options);
  const double value = log_determinant(metric);
  const auto n = static_cast<double>(metric.dim());
  const double epsilon = std::numeric_limits<Real<S>>::epsilon();
  // each of the n pivots has a relative error of a few ε, the same one where pivots are the same
  const double logarithms =
      8 * epsilon * n + std::numeric_limits<double>::epsilon() * std::abs(value);
  return {value, logarithms + detail::log_determinant_error(metric, options)};
}

template <class S>
std::vector<Real<S>> inverse_diagonal(MetricRef<S> metric, const Options& options) {
  detail::check_options(options);
  const auto entries = metric.inverse_entries();
  if (entries == nullptr) return diagonal_by_maps(metric, options);
  std::vector<Real<S>> diagonal(static_cast<std::size_t>(metric.dim()));
  entries->diagonal({options.memory, options.threads, options.stop, options.progress},
                    diagonal.data());
  return diagonal;
}

#define INSTANTIATE(S)                                                               \
  template double log_determinant(MetricRef<S>);                                     \
  template ExactValue<double> bounded_log_determinant(MetricRef<S>, const Options&); \
  template std::vector<Real<S>> inverse_diagonal(MetricRef<S>, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact
