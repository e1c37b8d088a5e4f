#include "spend.hpp"

#include <fmt/format.h>

#include <Eigen/SVD>
#include <algorithm>

#include <isotrace/core/error.hpp>

#include "../operators/arena.hpp"
#include "sequential.hpp"
#include "sketch/nystrom.hpp"
#include "sketch/orthonormal.hpp"
#include "sketch/xnystrace.hpp"
#include "sketch/xtrace.hpp"

namespace isotrace {

namespace {

/// Probes of the first sketch where a tolerance, not a budget, says how much is spent.
constexpr Index pilot_probes = 20;
/// Matvecs by which the methods with a sketch of fixed size divide a tolerance run.
constexpr Index pilot_matvecs = 120;
/// From look to look of a growing sketch.
constexpr double growth = 1.5;
/// Singular values of a sketch below this times ε‖Y‖_F are rounding.
constexpr double rank_digits = 4;

/// The same for SᴴZ in NA-Hutch++.
constexpr double sigma_digits = 8;

template <Scalar W>
class Spending {
 public:
  Spending(PanelOperator<W>& B, const Options& options, const Aim<W>& aim)
      : B_(B),
        options_(options),
        aim_(aim),
        stopping_(options, aim.root),
        budget_(budget_of(options)) {}

  Estimate<W> operator()(Method method) {
    try {
      if (pays_for_all_columns()) return exactly();
      switch (method) {
        case Method::xtrace: {
          XTrace<W> xtrace(B_);
          return leave_one_out(xtrace, 2 * B_.apply_cost(), method, B_.dim() - 1);
        }
        case Method::xnystrace: {
          XNysTrace<W> xnystrace(B_);
          return leave_one_out(xnystrace, B_.apply_cost(), method, B_.dim() - 1);
        }
        case Method::hutchpp: return hutchpp();
        case Method::na_hutchpp: return na_hutchpp();
        case Method::adaptive_hutchpp: return adaptive_hutchpp();
        case Method::nystrompp: return nystrompp();
        default: return automatic();
      }
    } catch (const Stopped&) {
      return interrupted();
    }
  }

 private:
  // What is left of the budget, and the exact trace where that is no more than n values.

  Index left() const { return budget_ - B_.spent(); }
  Index all_columns() const { return B_.dim() * B_.value_cost(); }
  bool pays_for_all_columns() const {
    const Index most =
        stopping_.wanted() ? std::min(budget_, pilot_probes * B_.apply_cost()) : budget_;
    return all_columns() <= most;
  }

  Estimate<W> exactly() {
    const W trace = B_.trace();
    return reported(known_value(aim_.known + trace, 0), options_, Status::exact, B_.spent(),
                    B_.dim());
  }

  /// From the sketches' own values, so far as they were had.
  Estimate<W> interrupted() const {
    const Sample sample = sketch_sample();
    return reported(estimate_of<W>(sample, options_.confidence, aim_.known), options_,
                    Status::interrupted, B_.spent(), sample.re.count);
  }

  Sample sketch_sample() const {
    Sample sample;
    sample.re = moments(Component::re);
    if constexpr (is_complex<W>) sample.im = moments(Component::im);
    return sample;
  }
  Moments moments(Component which) const {
    std::vector<double> values;
    for (const W value : B_.sketch_values()) values.push_back(component(which, value));
    return moments_of(values);
  }

  void require_probes(Index probes, Method method, Index cost) const {
    if (probes >= 1) return;
    throw OptionError(fmt::format("{} matvecs do not pay for {}, which needs at least {}", budget_,
                                  name(method), cost));
  }

  // Estimates that leave out every probe in turn: XTrace and XNysTrace.

  /// At most `limit` probes, of `cost` matvecs each.
  template <class Estimator>
  Estimate<W> leave_one_out(Estimator& estimator, Index cost, Method method, Index limit) {
    const Index most = std::min(budget_ / cost, limit);
    require_probes(most, method, cost);
    if (!stopping_.wanted()) {
      estimator.add_probes(most - estimator.probes());
      return finish(estimator, Status::completed).estimate;
    }
    Index next = std::min(pilot_probes, most);
    while (true) {
      estimator.add_probes(next - estimator.probes());
      const Look look = finish(estimator, Status::converged);
      if (look.done) return look.estimate;
      next = grown(estimator.probes(), most);
      if (next == estimator.probes()) return with_status(look.estimate, Status::budget);
      if ((next - estimator.probes()) * cost >= all_columns() && all_columns() <= left()) {
        return exactly();
      }
      stopping_.next_look();
    }
  }

  static Index grown(Index probes, Index most) {
    return std::min(most, static_cast<Index>(growth * static_cast<double>(probes)) + 1);
  }

  struct Look {
    Estimate<W> estimate;
    bool done;
  };

  static Estimate<W> with_status(Estimate<W> e, Status status) {
    e.status = status;
    return e;
  }

  template <class Estimator>
  Look finish(Estimator& estimator, Status status) {
    estimator.complete();
    const LeaveOneOut<W> result = estimator.estimate();
    const Estimate<W> e = estimate_of_table(result);
    const bool met = stopping_.met(std::abs(e.value), radius(e.value, e.interval));
    const bool done = !stopping_.wanted() || met || result.exhausted;
    return {reported(e, options_, result.exhausted ? Status::exact : status, B_.spent(),
                     estimator.probes()),
            done};
  }

  Estimate<W> estimate_of_table(const LeaveOneOut<W>& result) const {
    const double rounding = B_.rounding() * result.magnitude;
    return from_parts<W>(stopping_.template level_for<W>(), [&](Component which, double level) {
      Eigen::MatrixXd table(result.table.rows(), result.table.cols());
      for (Index j = 0; j < table.cols(); ++j) {
        for (Index i = 0; i < table.rows(); ++i) table(i, j) = component(which, result.table(i, j));
      }
      ExchangeableMean mean = exchangeable_mean(table);
      mean.value += component(which, aim_.known);
      return Part{mean.value, mean.variance, mean_interval(mean, level, rounding)};
    });
  }

  // Estimates that know a part of the trace and sample the remainder: the Hutch++ family.

  struct Known {
    Remainder<W> remainder;
    W trace = W(0);
    double magnitude = 0;
    bool exhausted = false;  ///< the remainder is rounding
    Index probes = 0;        ///< drawn so far
  };

  Estimate<W> sampled(const Known& known, Sample before = {}) {
    const double rounding = B_.rounding() * known.magnitude;
    const W whole = aim_.known + known.trace;
    if (known.exhausted) {
      return reported(known_value(whole, rounding), options_, Status::exact, B_.spent(),
                      known.probes);
    }
    Stretch stretch{known.probes, left() / B_.value_cost()};
    stretch.before = before;
    if (stopping_.wanted() && all_columns() <= left()) stretch.worthwhile = B_.dim();
    const Sampled s = sample_until<W>(
        stopping_, stretch, whole, rounding,
        [&](Index first, Index count) { return B_.sample(known.remainder, first, count); });
    if (s.sample.re.count == 0) throw Stopped{};
    if (s.left && all_columns() <= left()) return exactly();
    const double level = stopping_.template level_for<W>();
    return reported(estimate_of<W>(s.sample, level, whole, rounding), options_, s.status,
                    B_.spent(), known.probes + s.probes);
  }

  /// The matvecs that a sketch of fixed size is cut from.
  Index division() const {
    return stopping_.wanted() ? std::min(budget_, pilot_matvecs * B_.apply_cost()) : budget_;
  }

  double floor_of(const Panel<W>& Y) const { return rank_digits * B_.epsilon() * Y.stableNorm(); }

  Known known_on(Panel<W> Q, const Small<W>& H, bool exhausted, Index probes) const {
    Known known;
    known.trace = H.size() > 0 ? H.trace() : W(0);
    known.magnitude = std::abs(known.trace) + H.norm();
    known.remainder.basis = std::move(Q);
    known.exhausted = exhausted;
    known.probes = probes;
    return known;
  }

  Estimate<W> hutchpp() {
    const Index cost = 2 * B_.apply_cost() + B_.value_cost();
    const Index k = std::min(division() / cost, B_.dim() - 1);
    require_probes(k, Method::hutchpp, cost);
    Panel<W> Y = B_.sketch(B_.probes(0, k));
    const double floor = floor_of(Y);
    Panel<W> Q = orthonormal_complement(Panel<W>(), std::move(Y), floor);
    const bool exhausted = Q.cols() < k;
    const Small<W> H = Q.cols() > 0 ? inner(Q, B_.apply(Q)) : Small<W>();
    return sampled(known_on(std::move(Q), H, exhausted, k));
  }

  Estimate<W> nystrompp() {
    const Index cost = B_.apply_cost() + B_.value_cost();
    const Index k = std::min(division() / cost, B_.dim() - 1);
    require_probes(k, Method::nystrompp, cost);
    Panel<W> omega = B_.probes(0, k);
    Nystrom<W> approximation = nystrom(omega, B_.sketch(omega), B_.epsilon());
    Known known;
    known.trace = W(approximation.trace());
    known.magnitude = approximation.trace();
    known.exhausted = approximation.factor.cols() == 0;
    known.remainder.basis = times(omega, approximation.orthonormalising);
    omega = Panel<W>();
    known.remainder.left = std::move(approximation.factor);
    known.remainder.shift = approximation.shift;
    known.probes = k;
    return sampled(known);
  }

  /// B̃ = Z(SᴴZ)⁺(BᴴS)ᴴ with Z = BR: a quarter of the matvecs for S, a half for R. Without an
  /// adjoint BS stands for BᴴS: the estimate is unbiased for any B̃, and B̃ is near a Hermitian B.
  Estimate<W> na_hutchpp() {
    const Index cost = 3 * B_.apply_cost() + B_.value_cost();
    const Index k = std::min(division() / cost, (B_.dim() - 1) / 2);
    require_probes(k, Method::na_hutchpp, cost);
    const Panel<W> Z = B_.sketch(B_.probes(0, 2 * k));
    const Panel<W> S = B_.probes(2 * k, k);
    Known known;
    known.remainder.right = B_.has_adjoint() ? B_.apply_adjoint(S) : B_.apply(S);
    // SᴴZ = U Σ Vᴴ, and half of Σ⁻¹ on either side: each then loses √ε at the most
    const Eigen::BDCSVD<Small<W>> svd(inner(S, Z), Eigen::ComputeThinU | Eigen::ComputeThinV);
    const Eigen::ArrayXd sigma = svd.singularValues().array();  // descending
    const Index rank = (sigma > sigma_digits * B_.epsilon() * sigma[0]).count();
    const Eigen::VectorXd root = sigma.head(rank).sqrt().inverse().matrix();
    const auto scale = root.template cast<W>().asDiagonal();
    known.remainder.left = times(Z, Small<W>(svd.matrixV().leftCols(rank) * scale));
    known.remainder.right =
        times(known.remainder.right, Small<W>(svd.matrixU().leftCols(rank) * scale));
    known.trace = column_dots<W>(known.remainder.right, known.remainder.left).sum();
    known.magnitude = std::abs(known.trace);
    known.probes = 3 * k;
    return sampled(known);
  }

  /// Deflates block after block while that promises to be worth its matvecs. A fresh block Ω tells
  /// what is left, without bias: with P = QQᴴ, E‖(I − P)B(I − P)Ω‖²_F = columns · ‖remainder‖²_F,
  /// and (I − P)B(I − P)Ω = (I − P)(BΩ − BQ QᴴΩ) costs no further matvec.
  Estimate<W> adaptive_hutchpp() {
    const Index cost = B_.apply_cost();
    require_probes(budget_ / (2 * cost + B_.value_cost()), Method::adaptive_hutchpp,
                   2 * cost + B_.value_cost());
    const Index block = stopping_.wanted()
                            ? pilot_probes / 2
                            : std::clamp<Index>(budget_ / (24 * cost), 1, pilot_probes);
    Panel<W> Q;
    Panel<W> Z;
    double best = std::numeric_limits<double>::infinity();
    int worse = 0;
    bool exhausted = false;
    Index probes = 0;
    while (worse < 2 && !exhausted) {
      const Index count = std::min(block, B_.dim() - 1 - Q.cols());
      const Index after = left() - 2 * count * cost;
      if (count < 1 || after < std::max(budget_of_rest(), B_.value_cost())) break;
      const Panel<W> omega = B_.probes(probes, count);
      const Index spent_on_basis = B_.spent();
      const Panel<W> Y = B_.sketch(omega);
      probes += count;
      const double objective = promise(Q, Z, omega, Y, spent_on_basis);
      worse = objective < best ? 0 : worse + 1;
      best = std::min(best, objective);
      Panel<W> more = orthonormal_complement(Q, Y, floor_of(Y));
      exhausted = more.cols() < count;
      if (more.cols() == 0) break;
      Z = joined(std::move(Z), B_.apply(more));
      Q = joined(std::move(Q), std::move(more));
    }
    const Small<W> H = inner(Q, Z);
    Z = Panel<W>();
    return sampled(known_on(std::move(Q), H, exhausted, probes));
  }

  /// Matvecs that are kept for the remainder.
  Index budget_of_rest() const { return stopping_.wanted() ? 0 : budget_ / 6; }

  /// What is to be made small by deflating with Q: the variance at the budget, or the matvecs that
  /// the tolerance needs.
  double promise(const Panel<W>& Q, const Panel<W>& Z, const Panel<W>& omega, const Panel<W>& Y,
                 Index spent_on_basis) const {
    const Small<W> w = Q.cols() > 0 ? inner(Q, omega) : Small<W>();
    Panel<W> rest = Q.cols() > 0 ? Panel<W>(Y - times(Z, w)) : Y;
    project_off(Q, rest);
    const auto count = static_cast<double>(omega.cols());
    const double frobenius2 = rest.squaredNorm() / count;
    const double variance = (is_complex<W> ? 1 : 2) * frobenius2;
    const auto cost = static_cast<double>(B_.value_cost());
    if (!stopping_.wanted()) {
      return variance * cost / static_cast<double>(std::max<Index>(1, budget_ - spent_on_basis));
    }
    const W inside = Q.cols() > 0 ? inner(Q, Z).trace() : W(0);
    const W outside = column_dots<W>(omega, rest).sum() / count;
    return static_cast<double>(spent_on_basis) +
           cost * foreseen(variance, aim_.known + inside + outside);
  }

  /// Probes of that variance which the tolerance needs.
  double foreseen(double variance, W value) const {
    const double allowed = stopping_.allowed(std::abs(value), 0);
    const double q = quantile(boost::math::normal(), 0.5 + 0.5 * options_.confidence);
    return allowed > 0 ? variance * q * q / (allowed * allowed)
                       : std::numeric_limits<double>::max();
  }

  // Hutchinson's or XTrace.

  /// A pilot sketch serves either: its values are Hutchinson's, its columns XTrace's.
  Estimate<W> automatic() {
    const Index cost = B_.apply_cost();
    const Index affordable = budget_ / (2 * cost);
    if (affordable < 2) return sampled(Known{});
    const Index pilot = stopping_.wanted()
                            ? std::min(pilot_probes, affordable)
                            : std::clamp<Index>(budget_ / (10 * cost), 2, affordable);
    XTrace<W> xtrace(B_);
    xtrace.add_probes(std::min(pilot, B_.dim() - 1));
    const Sample values = sketch_sample();
    const double probes = hutchinson_probes(values);
    if (worth_deflating(xtrace.sketch(), probes)) {
      const Index limit = std::max(xtrace.probes(), std::min(B_.dim() - 1, columns_in_memory()));
      const Estimate<W> e = leave_one_out(xtrace, 2 * cost, Method::xtrace, limit);
      if (e.status != Status::budget || left() < pilot_probes * B_.value_cost()) return e;
      return sampled(known_on(xtrace.basis(), xtrace.compressed(), false, xtrace.probes()));
    }
    Known nothing;
    nothing.probes = xtrace.probes();
    return sampled(nothing, values);
  }

  /// Columns of XTrace's panels that fit into options.memory.
  Index columns_in_memory() const {
    const auto column = 6 * static_cast<std::size_t>(B_.dim()) * sizeof(W);
    return static_cast<Index>(options_.memory / column);
  }

  /// The values that Hutchinson's estimate would be made of.
  double hutchinson_probes(const Sample& values) const {
    const auto most = static_cast<double>(budget_) / static_cast<double>(B_.value_cost());
    if (!stopping_.wanted()) return most;
    double variance = values.re.variance();
    W mean = W(values.re.mean);
    if constexpr (is_complex<W>) {
      variance += values.im.variance();
      mean = W(values.re.mean, values.im.mean);
    }
    return std::min(most, foreseen(variance, aim_.known + mean));
  }

  /// Were ‖B‖²_F the work of r equal eigenvalues, Hutchinson's variance with N probes would be r/N
  /// and, with k of them deflated at the same matvecs, (r − k)/k: less where r (N − k) < k N. The r
  /// that counts is ‖B‖⁴_F / ‖BᴴB‖²_F, whose parts the sketch estimates without bias: E‖Bω‖² =
  /// ‖B‖²_F and E|ω_iᴴBᴴBω_j|² = ‖BᴴB‖²_F.
  bool worth_deflating(const Panel<W>& Y, double probes) const {
    Small<W> G = inner(Y, Y);
    const double size = real_part(G.trace());
    if (!(size > 0)) return true;  // a sketch of nothing: XTrace finds the trace out exactly
    G /= size;
    const auto count = static_cast<double>(G.cols());
    const double diagonal2 = G.diagonal().squaredNorm();
    const double second = real_part(G.trace()) / count;
    const double fourth = (G.squaredNorm() - diagonal2) / (count * (count - 1));
    const double k =
        probes * static_cast<double>(B_.value_cost()) / static_cast<double>(2 * B_.apply_cost());
    return second * second * (probes - k) < k * probes * fourth;
  }

  PanelOperator<W>& B_;
  const Options& options_;
  Aim<W> aim_;
  Stopping stopping_;
  Index budget_;
};

}  // namespace

template <Scalar S>
Estimate<Wide<S>> spend(FormRef<S> form, MetricRef<S> metric, const Options& options,
                        const Aim<Wide<S>>& aim) {
  check(options);
  check_law(options.law, field_of<S>, metric.dim());
  const Method method = method_of(options);
  if (group(options.law) != 1) {
    throw OptionError(fmt::format("{} needs independent probes, found a frame of {} columns",
                                  name(method), group(options.law)));
  }
  return in_arena(options.threads, [&] {
    const auto B = panel_operator(form, metric, options);
    return Spending<Wide<S>>(*B, options, aim)(method);
  });
}

template Estimate<double> spend(FormRef<float>, MetricRef<float>, const Options&,
                                const Aim<double>&);
template Estimate<double> spend(FormRef<double>, MetricRef<double>, const Options&,
                                const Aim<double>&);
template Estimate<std::complex<double>> spend(FormRef<std::complex<float>>,
                                              MetricRef<std::complex<float>>, const Options&,
                                              const Aim<std::complex<double>>&);
template Estimate<std::complex<double>> spend(FormRef<std::complex<double>>,
                                              MetricRef<std::complex<double>>, const Options&,
                                              const Aim<std::complex<double>>&);

}  // namespace isotrace
