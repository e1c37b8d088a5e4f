#pragma once

#include <vector>

#include <isotrace/exact/form_sums.hpp>

namespace isotrace::exact {

/// log det V, from the factor that the metric has. Throws OptionError if the metric has no
/// inverse_entries. O(n).
template <class S>
double log_determinant(MetricRef<S> metric);

/// The same with its error, which takes 32 solves and products more where V is not diagonal.
template <class S>
ExactValue<double> bounded_log_determinant(MetricRef<S> metric, const Options& options = {});

/// The diagonal of V⁻¹: n real numbers. In a sparse metric at about twice the operations of its
/// factorisation, in a dense one O(n³); for a metric without inverse_entries by n maps. Throws
/// OptionError for negative threads or if the memory does not suffice; Interrupted.
template <class S>
std::vector<Real<S>> inverse_diagonal(MetricRef<S> metric, const Options& options = {});

template <class M>
double log_determinant(const M& V) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_metric<M, S>()) {
    return log_determinant<S>(MetricRef<S>(V));
  } else {
    return {};
  }
}
template <class M>
ExactValue<double> bounded_log_determinant(const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_metric<M, S>()) {
    return bounded_log_determinant<S>(MetricRef<S>(V), options);
  } else {
    return {};
  }
}
template <class M>
auto inverse_diagonal(const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_metric<M, S>()) {
    return inverse_diagonal<S>(MetricRef<S>(V), options);
  } else {
    return std::vector<Real<S>>{};
  }
}

}  // namespace isotrace::exact
