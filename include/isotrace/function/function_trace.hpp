#pragma once

#include <optional>

#include <isotrace/function/function_form.hpp>
#include <isotrace/operators/arguments.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace {

/// An estimate of tr f, and what its quadrature left open.
struct FunctionEstimate : Estimate<double> {
  Index steps;  ///< of Lanczos's recurrence, at most
  /// Half-width of the enclosure of the trace by the quadratures: n times the mean of those of the
  /// values with ‖x‖ = 1, and for methods that sketch n times the greatest estimated error of a
  /// product, if that is more. The interval includes it.
  double quadrature_error;
  /// Whether it is an enclosure, in exact arithmetic, and not an estimate of it.
  bool enclosed;
};

/// How the quadrature of an estimate is done.
struct FunctionTraceOptions {
  /// Steps of a value. Default: as many as make the quadrature's error a twentieth of the
  /// statistical one of Hutchinson's method, or of the tolerance, found by a few probes of their
  /// own: at most most_steps, and a quarter of the matvecs.
  std::optional<Index> steps = {};
  bool reorthogonalise = false;      ///< as for FunctionOptions
  Index most_steps = 500;            ///< if they are found so
  std::optional<double> lower = {};  ///< as for FunctionOptions
  std::optional<double> upper = {};
};

/// tr f(V⁻¹A) = Σ f(λ_i) over the eigenvalues of the pencil (A, V), for a Hermitian form: the trace
/// of FunctionForm by options.method, by default Hutchinson's, with matvecs that count products
/// with A. Its interval is that
/// of the trace of the form that was computed, widened on both sides by the quadratures' error: it
/// holds as far as that is enclosed. The status is `exact` only if that error is rounding. Throws
/// what FunctionForm and form_trace throw; OptionError for options.store; OperatorError by the
/// methods nystrompp and xnystrace, which multiply errors of products, unless these are rounding.
template <class S>
FunctionEstimate form_function_trace(FormRef<S> form, MetricRef<S> metric,
                                     const SpectralFunction& f, const Options& options = {},
                                     const FunctionTraceOptions& quadrature = {});

/// The same for a matrix, an operator or a form A.
template <class A, class M>
FunctionEstimate function_trace(const A& a, const M& V, const SpectralFunction& f,
                                const Options& options = {},
                                const FunctionTraceOptions& quadrature = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>()) {
    return form_function_trace<S>(detail::as_form<S>(a, budget_of(options)), MetricRef<S>(V), f,
                                  options, quadrature);
  } else {
    return {};
  }
}

}  // namespace isotrace
