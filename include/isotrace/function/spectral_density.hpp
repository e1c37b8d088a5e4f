#pragma once

#include <vector>

#include <isotrace/operators/arguments.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

struct DensityOptions {
  Index steps = 60;  ///< of Lanczos's recurrence: matvecs of a probe
  Index bins = 60;   ///< of the histogram
  double width = 0;  ///< σ of the Gaussian that smooths it; 0: twice the spectrum's length by steps
};

/// The density of the eigenvalues of the pencil (A, V), convolved with a Gaussian of standard
/// deviation σ, as a histogram: n times the mean of the probes' spectral measures.
struct SpectralDensity {
  std::vector<double> edges;    ///< of the bins, ascending: from 4σ below to 4σ above the spectrum
  std::vector<double> density;  ///< eigenvalues by length, in each bin; the integral is n
  /// Interval of each bin at the confidence: of the sample, widened by the estimated error of the
  /// quadrature.
  std::vector<double> low, high;
  double width;  ///< σ
  Index n;
  Index matvecs;
  Index probes;
  Index steps;  ///< at most
  double confidence;
  std::uint64_t seed;
  Status status;  ///< completed, or interrupted; then without bins if no probe was finished
};

/// Lanczos quadrature: probes in number of options.matvecs / steps, normalised (Remark 3.8); each
/// is a measure of `steps` nodes, and its eigenvalues, smoothed, the expectation of that measure
/// (L. Lin, Y. Saad, C. Yang, SIAM Review 58, 2016). Throws ShapeError, OptionError for options
/// that do not fit (a tolerance, a method other than Hutchinson's) or fewer than 4 probes,
/// OperatorError if the form is not Hermitian, NotFiniteError, and what the operator throws.
template <class S>
SpectralDensity form_spectral_density(FormRef<S> form, MetricRef<S> metric,
                                      const Options& options = {},
                                      const DensityOptions& density = {});

/// The same histogram of eigenvalues that are known, without intervals: of edges and a width.
std::vector<double> smoothed_density(const std::vector<double>& eigenvalues,
                                     const std::vector<double>& edges, double width);

/// The number of eigenvalues of the pencil that are at most x.
struct CountEstimate {
  double value;
  /// At the confidence: from the mean of the probes' least counts to that of their greatest, which
  /// the Gauss rules bound (inequalities of Chebyshev, Markov and Stieltjes).
  Interval interval;
  Index matvecs;
  Index probes;
  Status status;
};

/// Each probe's measure of (−∞, x] is between the sum of the weights of the nodes below the last
/// one that is at most x, and that up to the first one above x. Errors as above.
template <class S>
CountEstimate form_eigenvalue_count(FormRef<S> form, MetricRef<S> metric, double x,
                                    const Options& options = {}, Index steps = 60);

/// The same for a matrix, an operator or a form A.
template <class A, class M>
SpectralDensity spectral_density(const A& a, const M& V, const Options& options = {},
                                 const DensityOptions& density = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>()) {
    return form_spectral_density<S>(detail::as_form<S>(a, budget_of(options)), MetricRef<S>(V),
                                    options, density);
  } else {
    return {};
  }
}
template <class A, class M>
CountEstimate eigenvalue_count(const A& a, const M& V, double x, const Options& options = {},
                               Index steps = 60) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>()) {
    return form_eigenvalue_count<S>(detail::as_form<S>(a, budget_of(options)), MetricRef<S>(V), x,
                                    options, steps);
  } else {
    return {};
  }
}

}  // namespace isotrace
