#pragma once

#include <atomic>
#include <functional>

#include <isotrace/laws/laws.hpp>
#include <isotrace/operators/arguments.hpp>

namespace isotrace::exact {

/// The sums of the pulled-back operator B = Qᴴ A Q from which every closed form of the library
/// follows; H = (B + Bᴴ)/2, M = (B + Bᵀ)/2.
struct FormSums {
  Field field = Field::real;
  Index n = 0;
  std::complex<double> trace = 0;  ///< tr B = trace_V a
  double frobenius2 = 0;           ///< ‖B‖²_F
  double hermitian2 = 0;           ///< ‖H‖²_F = (‖B‖²_F + Re tr B²)/2
  double symmetric2 = 0;           ///< ‖M‖²_F = (‖B‖²_F + Re tr B B̄)/2
  double diagonal2 = 0;            ///< Σ |B_ii|²
  double real_diagonal2 = 0;       ///< Σ (Re B_ii)² = Σ H_ii²
};

/// Options of the direct method: it applies B and Bᴴ to all n unit vectors, a block at a time.
struct Options {
  std::size_t memory = std::size_t{1} << 30;        ///< bytes for the blocks of all tasks together
  int threads = 0;                                  ///< 0: the caller's arena
  const std::atomic<bool>* stop = nullptr;          ///< set to true from anywhere to stop
  std::function<void(Index, Index)> progress = {};  ///< (columns done, n), one thread at a time
};

/// All sums of a form in a metric, by n applications of A and of Aᴴ; no randomness: n / b
/// blocks, never an n×n matrix. The result does not depend on the number of threads.
/// Throws ShapeError if the dimensions differ, NotFiniteError if A returns a NaN or infinity,
/// OptionError if A has no adjoint, Interrupted if options.stop was set.
template <class S>
FormSums form_sums(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// The metric trace alone: tr(V⁻¹A) by n applications of A. Costs half of form_sums.
template <class S>
Wide<S> metric_trace(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// Both for a form and a metric as they are, the scalar deduced.
template <class F, class M>
FormSums form_sums(const F& form, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<F>;
  if constexpr (isotrace::detail::accepts_in_metric<F, M>()) {
    return form_sums<S>(FormRef<S>(form), MetricRef<S>(V), options);
  } else {
    return {};
  }
}
template <class F, class M>
auto metric_trace(const F& form, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<F>;
  if constexpr (isotrace::detail::accepts_in_metric<F, M>()) {
    return metric_trace<S>(FormRef<S>(form), MetricRef<S>(V), options);
  } else {
    return Wide<S>{};
  }
}

/// Variance of the mean of one group of the law's values (one probe; for a frame, the mean over its
/// columns), each normalised to mean tr B: MATH table of exact mean-square errors, E|X − tr B|².
///   normalised: a(v,v)/‖v‖²_V divided by its direction moment (Remark 3.8), the same for every
///   invariant law; else a(v,v) divided by the law's second moment.
/// Signs on a complex problem are real probes on a complex B.
double value_variance(const FormSums& sums, const Law& law, bool normalised = false);

/// Variance per probe: value_variance times the law's group, so that N probes give variance / N.
double probe_variance(const FormSums& sums, const Law& law, bool normalised = false);

/// E‖n·mean(x xᴴ/‖x‖²) − I‖²_F over N probes of an invariant law: n(n−1)/N, for frames of f columns
/// times (n−f)/(n−1).
double riesz_mean_square_error(Index n, Index probes, const Law& law = Sphere{});

}  // namespace isotrace::exact
