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

/// What a caller's own estimator works on: the operator B = QᴴAQ on 𝕂ⁿ, the form pulled back by the
/// metric's isometry, with tr B = trace_V a. An estimate of tr B is one of the metric trace.
/// Probes, products and values are computed as in the library's methods: in parallel, with the same
/// bits for every number of threads, and counted, so that the budget cannot be overspent. W is
/// double or std::complex<double>, whatever the precision of the form.
template <Scalar W>
class EstimatorProblem {
 public:
  /// k vectors as the columns of an n×k matrix.
  using Panel = ColMatrix<W>;

  explicit EstimatorProblem(Run<W>& run) : run_(run) {}

  Index dim() const;
  /// Matvecs that may still be spent.
  Index matvecs_left() const;
  /// Matvecs per column of apply, and per value.
  Index product_cost() const;
  Index value_cost() const;
  bool has_adjoint() const;
  /// Whether the law is invariant, so that probes may be resphered: projected off a basis and
  /// rescaled.
  bool invariant() const;
  /// The confidence of the requested interval.
  double confidence() const;

  /// Probes first … first + count − 1 of the law, n×count, scaled to E[ω ωᴴ] = I; those of an
  /// invariant law have ‖ω‖ = √n. Equal numbers give equal probes: the estimator decides which
  /// numbers it uses. Throws OptionError for negative numbers.
  Panel probes(Index first, Index count) const {
    require_counts(first, count);
    Panel omega(dim(), count);
    draw(first, omega.data(), count);
    return omega;
  }
  /// B X, n×k. Throws ShapeError (both numbers) unless X has n rows, OptionError (both numbers) if
  /// fewer matvecs are left than needed.
  Panel apply(const Panel& X) {
    require_rows(X);
    Panel Y(dim(), X.cols());
    multiply(X.data(), X.cols(), false, Y.data());
    return Y;
  }
  /// Bᴴ X. Same errors, and OptionError if the form has no adjoint.
  Panel apply_adjoint(const Panel& X) {
    require_rows(X);
    Panel Y(dim(), X.cols());
    multiply(X.data(), X.cols(), true, Y.data());
    return Y;
  }

  /// known + Hutchinson's estimate of tr (I − QQᴴ)B(I − QQᴴ) from probes first … first + count − 1,
  /// with standard error and interval. Q is n×k with orthonormal columns, or empty. With a
  /// tolerance fewer probes may be used. before: how many probes were drawn earlier, to be included
  /// in the estimate's count. Throws as apply does, and OptionError for fewer than one probe.
  Estimate<W> sample(Index first, Index count, W known = W(0), const Panel& Q = {},
                     Index before = 0) {
    require_counts(first, count);
    if (Q.cols() > 0) require_rows(Q);
    return sample_off(first, count, known, Q.data(), Q.cols(), before);
  }
  /// An estimate with this value and standard error, and the interval of a normal error at the
  /// confidence of the current look (meets_tolerance). probes: how many were drawn in all.
  Estimate<W> estimate(W value, double standard_error, Index probes) const;
  /// Whether an estimate's interval meets the requested tolerance; false if none is requested. Each
  /// call is a look. A look that fails makes later intervals of sample and estimate wider, so that
  /// all of them hold together: the first look gets the share 0.85 of 1 − confidence, look k > 1
  /// the share 0.45/4ᵏ⁻¹. Look rarely, at sample sizes that double.
  bool meets_tolerance(const Estimate<W>& estimate);

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

/// An estimator of tr B: a callable that takes an EstimatorProblem<W>& and returns an Estimate<W>,
/// for every W that it supports. The library sets confidence, seed, matvecs and status.
///
/// A complete one, Hutch++ (Meyer, Musco, Musco, Woodruff, SOSA 2021):
///
///     struct Deflating {
///       template <class W>
///       isotrace::Estimate<W> operator()(isotrace::EstimatorProblem<W>& B) const {
///         using Panel = typename isotrace::EstimatorProblem<W>::Panel;
///         const Eigen::Index products = 2 * B.product_cost() + B.value_cost();  // a third each
///         const Eigen::Index k = std::min(B.matvecs_left() / products, B.dim() - 1);
///         const Panel Y = B.apply(B.probes(0, k));
///         const Panel Q =
///             Eigen::HouseholderQR<Panel>(Y).householderQ() * Panel::Identity(B.dim(), k);
///         const W known = (Q.adjoint() * B.apply(Q)).trace();
///         return B.sample(k, B.matvecs_left() / B.value_cost(), known, Q, k);
///       }
///     };
///     auto e = isotrace::trace_by(Deflating{}, A, V, {.matvecs = 300});
template <class E, class W>
concept TraceEstimator = requires(const E& estimator, EstimatorProblem<W>& problem) {
  { estimator(problem) } -> std::same_as<Estimate<W>>;
};

/// The metric trace of a form by a caller's estimator; the estimate's `method` is Method::custom.
/// Throws ShapeError, OptionError (a budget that the estimator would overspend, a law in groups,
/// options.method or options.store set), NotFiniteError, and whatever the form and the estimator
/// throw.
template <class S>
Estimate<Wide<S>> run_estimator(
    FormRef<S> form, MetricRef<S> metric,
    const std::function<Estimate<Wide<S>>(EstimatorProblem<Wide<S>>&)>& estimator,
    const Options& options);

/// The same, with the scalar deduced from the metric; a is a form, a matrix or an operator.
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
