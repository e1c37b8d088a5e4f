#include <isotrace/trace/known_parts.hpp>

#include <fmt/format.h>

#include <cmath>
#include <complex>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/exact/unit_blocks.hpp>
#include <lib/statistics/estimate_of.hpp>
#include "spend.hpp"
#include "trace_of.hpp"

namespace isotrace {

template <class S>
Estimate<Wide<S>> control_variate_trace(FormRef<S> form, FormRef<S> approximation, Wide<S> known,
                                        MetricRef<S> metric, const Options& options) {
  if (const std::complex<double> t(known); !std::isfinite(std::abs(t))) {
    throw NotFiniteError(
        fmt::format("the known trace is {}{:+}i, expected a finite number", t.real(), t.imag()));
  }
  const DifferenceForm<S> difference(form, approximation);
  return trace_of<S>(difference, metric, options, Aim<Wide<S>>{.known = known});
}

template <class S>
Estimate<Wide<S>> deflated_trace(FormRef<S> form, ConstBlockView<S> U, MetricRef<S> metric,
                                 const Options& options) {
  check(options);
  const DeflatedForm<S> deflated(form, metric, U);
  require_traceable<S>(deflated, options);
  if (method_of(options) != Method::hutchinson && pays_for_all_columns(form, options)) {
    return trace_of(form, metric, options, Aim<Wide<S>>{.semidefinite = options.semidefinite});
  }
  const Index cost = deflated.rank() * deflated.matvecs();
  if (cost >= budget_of(options)) {
    throw OptionError(
        fmt::format("{} matvecs do not pay for a sample beside {} deflated vectors, "
                    "which need {}",
                    budget_of(options), deflated.rank(), cost));
  }
  Options rest = options;
  (has_tolerance(options) ? rest.max_matvecs : rest.matvecs) -= cost;
  Index done = 0;  // columns
  const exact::Options on_basis{options.memory, options.threads, options.stop,
                                [&done](Index columns, Index) { done = columns; }};
  try {
    const Wide<S> known =
        exact::detail::sum_of_values(
            form, deflated.rank(), on_basis,
            [&](auto&, Index first, Index count) { return deflated.basis().columns(first, count); })
            .sum;
    auto e = trace_of<S>(deflated, metric, rest,
                         Aim<Wide<S>>{.known = known, .semidefinite = options.semidefinite});
    e.matvecs += cost;
    return e;
  } catch (const Interrupted&) {
    return reported(estimate_of<Wide<S>>(Sample{}, options.confidence), options,
                    Status::interrupted, done * deflated.matvecs(), 0);
  }
}

#define INSTANTIATE(S)                                                                            \
  template Estimate<Wide<S>> control_variate_trace(FormRef<S>, FormRef<S>, Wide<S>, MetricRef<S>, \
                                                   const Options&);                               \
  template Estimate<Wide<S>> deflated_trace(FormRef<S>, ConstBlockView<S>, MetricRef<S>,          \
                                            const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
