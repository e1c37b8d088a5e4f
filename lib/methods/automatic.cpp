#include "automatic.hpp"

#include <algorithm>
#include <utility>

#include "automatic_to_tolerance.hpp"
#include "decay.hpp"
#include "growing_sketch.hpp"
#include "low_rank_part.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// Fewest and most probes of a pilot.
constexpr Index least_pilot = 4;
constexpr Index greatest_pilot = 20;
/// Fewest values of a leave-one-out mean that give an interval.
constexpr Index least_fresh = 8;
/// The pilot takes 1/pilot_part of the budget.
constexpr Index pilot_part = 20;

/// The choice of a method for a budget without a tolerance.
template <Scalar W>
class Choice {
 public:
  explicit Choice(Run<W>& run) : run_(run), pilot_(run.B), cost_(run.B.apply_cost()) {}

  Estimate<W> operator()();

 private:
  Estimate<W> hutchinson() {
    run_.method = Method::hutchinson;
    return sample_remainder(run_, LowRankPart<W>{.probes = pilot_.probes()});
  }
  /// XTrace with the pilot's columns as given vectors.
  Estimate<W> xtrace(Index products);
  /// XNysTrace with fresh probes; the pilot is discarded.
  Estimate<W> xnystrace(Index products);

  Index room() const { return std::min(run_.B.dim() - 1, run_.columns_in_memory); }

  Run<W>& run_;
  XTrace<W> pilot_;
  Index cost_;  ///< matvecs of a product with a column
};

template <Scalar W>
Estimate<W> Choice<W>::operator()() {
  const Index products = run_.budget / cost_;
  if (!run_.B.can_apply() || products < 2 * least_fresh || room() < least_fresh) {
    return hutchinson();
  }
  if (products < 2 * (least_fresh + least_pilot)) {
    // too few for a pilot; a sketch has at most √2 times Hutchinson's error, on flat spectra
    if (run_.B.value_cost() < cost_) return hutchinson();
  } else {
    const Index probes = std::clamp(products / pilot_part, least_pilot, greatest_pilot);
    pilot_.add_probes(std::min(probes, room() - least_fresh));
    const auto values = static_cast<double>(run_.budget) / static_cast<double>(run_.B.value_cost());
    const Index columns = run_.estimand.semidefinite ? products - pilot_.probes() : products / 2;
    if (pilot_.probes() < least_pilot ||
        !Decay<W>(pilot_.sketch()).worth_deflating(values, static_cast<double>(columns))) {
      return hutchinson();
    }
    pilot_.keep();
  }
  return run_.estimand.semidefinite ? xnystrace(products) : xtrace(products);
}

template <Scalar W>
Estimate<W> Choice<W>::xnystrace(Index products) {
  XNysTrace<W> sketch(run_.B, run_.noise(), pilot_.probes());
  const Index wanted = std::min(products - pilot_.probes(), run_.B.dim() - 1);
  sketch.add_probes(std::min(wanted, room()));
  if (room() >= wanted) {
    run_.method = Method::xnystrace;
    Estimate<W> e = look(run_, sketch);
    e.probes += pilot_.probes();
    return e;
  }
  run_.method = Method::nystrompp;
  LowRankPart<W> known = part_of_sketch(run_, sketch);
  known.probes += pilot_.probes();
  return sample_remainder(run_, std::move(known));
}

template <Scalar W>
Estimate<W> Choice<W>::xtrace(Index products) {
  const Index wanted = std::min(products / 2, run_.B.dim() - 1);
  pilot_.add_probes(std::min(wanted, room()) - pilot_.probes());
  if (room() >= wanted) {
    run_.method = Method::xtrace;
    return look(run_, pilot_);
  }
  run_.method = Method::hutchpp;
  pilot_.complete();
  return sample_remainder(run_, part_of_sketch(run_, pilot_));
}

}  // namespace

template <Scalar W>
Estimate<W> automatic(Run<W>& run) {
  run.require_probes(run.budget / run.B.value_cost(), Method::automatic, run.B.value_cost());
  return run.stopping.has_tolerance() ? automatic_to_tolerance(run) : Choice<W>(run)();
}

#define INSTANTIATE(S) template Estimate<S> automatic(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
