#include "step_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/trace/moments.hpp>

#include <lib/core/instantiate.hpp>
#include "lanczos_block.hpp"

namespace isotrace::detail {
namespace {

constexpr Index pilots = 8;
constexpr Index least_budget = 16 * pilots;  // of a pilot
constexpr double part = 0.05;                // of the error

/// Values and half-widths of the pilots, of probes with ‖x‖ = 1.
struct Look {
  std::vector<double> values;
  double half_width = 0;  ///< mean
  double mean() const { return moments_of(values).mean(); }
  /// The standard deviation of a value.
  double deviation() const { return std::sqrt(std::max(0.0, moments_of(values).variance())); }
};

template <Scalar S>
Look look_at(const LanczosBlock<S>& recurrences, const SpectralFunction& f,
             const SpectrumBounds& bounds) {
  constexpr double epsilon = std::numeric_limits<Real<S>>::epsilon();
  Look look;
  for (Index j = 0; j < pilots; ++j) {
    const Quadrature q = quadrature(f, recurrences.jacobi(j), recurrences.beta(j), bounds, epsilon);
    look.values.push_back(q.value);
    look.half_width += q.half_width / pilots;
  }
  return look;
}

/// The error that a mean of values with so many steps each will have.
double foreseen_error(const Look& look, const Options& options, Index budget, Index steps,
                      double dimension) {
  const double values = std::max(1.0, static_cast<double>(budget) / static_cast<double>(steps));
  const double statistical = look.deviation() / std::sqrt(values);
  const double wanted =
      std::max(options.tolerance * std::abs(look.mean()), options.absolute_tolerance / dimension);
  return std::max(statistical, wanted);
}

}  // namespace

template <Scalar S>
StepPlan plan_steps(const PulledBack<S>& B, const SpectralFunction& f, const SpectrumBounds& bounds,
                    const Options& options, Index most) {
  const Index each = B.form().apply_matvecs();
  const Index budget = budget_of(options) / each;
  if (budget < least_budget) return {std::max<Index>(1, std::min(budget / 4, B.dim())), 0};
  const Index last = std::min({most, B.dim(), budget / (4 * pilots)});
  Workspace<S> ws;
  RowMatrix<S> probes(B.dim(), pilots);
  draw<S>(Sphere{}, Stream{options.seed}.substream("quadrature"), 0, view(probes));
  LanczosBlock<S> recurrences(B, view(std::as_const(probes)), ws);
  for (Index next = 4; recurrences.steps() < last;) {
    if (options.stop.requested()) break;
    recurrences.step();
    const Index k = recurrences.steps();
    if (k < next && k < last) continue;
    next = k + std::max<Index>(1, k / 4);
    const Look look = look_at(recurrences, f, bounds);
    const double error = foreseen_error(look, options, budget, k, static_cast<double>(B.dim()));
    const double rounding = 1e-13 * std::abs(look.mean());
    if (look.half_width <= std::max(part * error, rounding)) break;
  }
  return {recurrences.steps(), recurrences.steps() * pilots * each};
}

#define INSTANTIATE(S)                                                        \
  template StepPlan plan_steps(const PulledBack<S>&, const SpectralFunction&, \
                               const SpectrumBounds&, const Options&, Index);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
