#pragma once

#include <vector>

#include <isotrace/exact/exact.hpp>
#include <isotrace/function/spectral_function.hpp>
#include <isotrace/operators/pulled_back.hpp>

namespace isotrace::exact {

/// The eigenvalues of the pencil (A, V), in ascending order: those of B = QᴴAQ, by n products and a
/// dense eigensolver. O(n³), and 3n² numbers. Throws OptionError (both sizes) if they exceed
/// options.memory, OperatorError if the form is not Hermitian, Interrupted.
template <class S>
std::vector<double> form_eigenvalues(FormRef<S> form, MetricRef<S> metric,
                                     const Options& options = {});

/// Σ f(λ_i). Throws what form_eigenvalues and f do; an eigenvalue that is below a closed domain of
/// f by rounding counts as its end.
template <class S>
double form_function_trace(FormRef<S> form, MetricRef<S> metric, const SpectralFunction& f,
                           const Options& options = {});

/// The same for a matrix, an operator or a form A.
template <class A, class M>
std::vector<double> eigenvalues(const A& a, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return form_eigenvalues<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), options);
  } else {
    return {};
  }
}
template <class A, class M>
double function_trace(const A& a, const M& V, const SpectralFunction& f,
                      const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return form_function_trace<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), f, options);
  } else {
    return 0;
  }
}

}  // namespace isotrace::exact
