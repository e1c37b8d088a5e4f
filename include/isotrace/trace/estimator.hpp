#pragma once

#include <functional>
#include <string>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/operators/arguments.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

template <Scalar W>
struct Run;

/// B = QᴴAQ as an estimator of a caller's own sees it: the form carried back to 𝕂ⁿ by the metric's
/// isometry, tr B = trace_V a. What is estimated for B holds in the metric. Probes, products and
/// values are those of the library's methods: in parallel, the same bits for every number of
/// threads, and counted; the budget cannot be overspent. W is double or std::complex<double>,
/// whatever the precision of the form.
template <Scalar W>
class EstimatorProblem {
 public:
  /// Columns side by side, n×k.
  using Panel = ColMatrix<W>;

  explicit EstimatorProblem(Run<W>& run) : run_(run) {}

  Index dim() const;
  /// Matvecs that may still be spent.
  Index matvecs_left() const;
  /// Matvecs of apply, and of a value, for one column.
  Index product_cost() const;
  Index value_cost() const;
  bool has_adjoint() const;
  /// Whether probes may be resphered: those of an invariant law.
  bool invariant() const;
  /// Of the interval that is wanted.
  double confidence() const;

  /// Probes first … first + count − 1 of the law, E[ω ωᴴ] = I; of an invariant law all with ‖ω‖ =
  /// √n. Which numbers are drawn is the estimator's care: equal numbers are equal probes.
  /// Throws OptionError for a negative number.
  Panel probes(Index first, Index count) const {
    require_counts(first, count);
    Panel omega(dim(), count);
    draw(first, omega.data(), count);
    return omega;
  }
  /// B X, n×k. Throws ShapeError (both numbers) unless X has n rows, OptionError (both numbers)
  /// where fewer matvecs are left.
  Panel apply(const Panel& X) {
    require_rows(X);
    Panel Y(dim(), X.cols());
    multiply(X.data(), X.cols(), false, Y.data());
    return Y;
  }
  /// Bᴴ X. The same errors, and OptionError where the form has no adjoint.
  Panel apply_adjoint(const Panel& X) {
    require_rows(X);
    Panel Y(dim(), X.cols());
    multiply(X.data(), X.cols(), true, Y.data());
    return Y;
  }

  /// known + Hutchinson's estimate of (I − QQᴴ)B(I − QQᴴ) by probes first … first + count − 1, Q
  /// with orthonormal columns, or none: with its standard error and interval. To a tolerance fewer
  /// may do. before: probes drawn so far, which the estimate counts. Errors: those of apply, and
  /// OptionError for fewer than one probe.
  Estimate<W> sample(Index first, Index count, W known = W(0), const Panel& Q = {},
                     Index before = 0) {
    require_counts(first, count);
    if (Q.cols() > 0) require_rows(Q);
    return sample_off(first, count, known, Q.data(), Q.cols(), before);
  }
  /// A value of that standard error, and the interval of a normal error. probes: drawn in all.
  Estimate<W> estimate(W value, double standard_error, Index probes) const;
  /// Whether the interval of an estimate meets the tolerance that is asked for; false without one.
  bool meets_tolerance(const Estimate<W>& estimate) const;

 private:
  void require_rows(const Panel& X) const {
    if (X.rows() == dim()) return;
    throw ShapeError("found a panel of " + std::to_string(X.rows()) + " rows, expected " +
                     std::to_string(dim()) + ", the form's dimension");
  }
  static void require_counts(Index first, Index count) {
    if (first >= 0 && count >= 0) return;
    throw OptionError("found " + std::to_string(count) + " probes from number " +
                      std::to_string(first) + " on, expected numbers that are not negative");
  }
  void draw(Index first, W* omega, Index count) const;
  void multiply(const W* X, Index count, bool adjoint, W* Y);
  Estimate<W> sample_off(Index first, Index count, W known, const W* Q, Index rank, Index before);

  Run<W>& run_;
};

/// An estimator of the trace of B: a callable that takes the problem and returns an estimate, over
/// the fields that it is for. Confidence, seed, matvecs and status are filled in by the library.
///
/// A complete one, Hutch++ (Meyer, Musco, Musco, Woodruff, SOSA 2021):
///
///     struct Deflating {
///       template <class W>
///       isotrace::Estimate<W> operator()(isotrace::EstimatorProblem<W>& B) const {
///         using Panel = typename isotrace::EstimatorProblem<W>::Panel;
///         const Eigen::Index k = std::min(B.matvecs_left() / 3, B.dim() - 1);
///         const Panel Y = B.apply(B.probes(0, k));
///         const Panel Q =
///             Eigen::HouseholderQR<Panel>(Y).householderQ() * Panel::Identity(B.dim(), k);
///         const W known = (Q.adjoint() * B.apply(Q)).trace();
///         return B.sample(k, B.matvecs_left(), known, Q, k);
///       }
///     };
///     auto e = isotrace::trace_by(Deflating{}, A, V, {.matvecs = 300});
template <class E, class W>
concept TraceEstimator = requires(const E& estimator, EstimatorProblem<W>& problem) {
  { estimator(problem) } -> std::same_as<Estimate<W>>;
};

/// The metric trace of a form by an estimator of the caller's. Errors: ShapeError, OptionError (a
/// budget that the estimator would overspend, a law in groups), NotFiniteError, and whatever the
/// form and the estimator throw. Its `method` is Method::custom.
template <class S>
Estimate<Wide<S>> run_estimator(
    FormRef<S> form, MetricRef<S> metric,
    const std::function<Estimate<Wide<S>>(EstimatorProblem<Wide<S>>&)>& estimator,
    const Options& options);

/// The same for arguments as they are: a is a form, a matrix or an operator.
template <class E, class A, class M>
auto trace_by(const E& estimator, const A& a, const M& V, const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  static_assert(TraceEstimator<E, Wide<S>>,
                "isotrace: an estimator is called with an EstimatorProblem<W>& and returns an "
                "Estimate<W>, W double or std::complex<double> as the metric is real or complex "
                "(trace/estimator.hpp)");
  if constexpr (TraceEstimator<E, Wide<S>> && detail::accepts_in_metric<A, M>()) {
    return run_estimator<S>(
        detail::as_form<S>(a), MetricRef<S>(V),
        [&](EstimatorProblem<Wide<S>>& problem) { return estimator(problem); }, options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

}  // namespace isotrace
