#include <isotrace/trace/known_parts.hpp>

#include <fmt/format.h>

#include <cmath>
#include <complex>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/exact/unit_blocks.hpp>
#include <lib/methods/run_method.hpp>
#include <lib/statistics/sample_estimate.hpp>

namespace isotrace {

namespace {

void tell(const Options& options, Index done, Index all) {
  if (options.progress) options.progress(done, all);
}

}  // namespace

template <class S>
Estimate<Wide<S>> control_variate_trace(FormRef<S> form, FormRef<S> approximation, Wide<S> known,
                                        MetricRef<S> metric, const Options& options) {
  if (const std::complex<double> t(known); !std::isfinite(std::abs(t))) {
    throw NotFiniteError(
        fmt::format("the known trace is {}{:+}i, expected a finite number", t.real(), t.imag()));
  }
  const DifferenceForm<S> difference(form, approximation);
  return estimate_trace<S>(difference, metric, options, Estimand<Wide<S>>{.known = known});
}

template <class S>
Estimate<Wide<S>> deflated_trace(FormRef<S> form, ConstBlockView<S> U, MetricRef<S> metric,
                                 const Options& options) {
  check(options);
  const DeflatedForm<S> deflated(form, metric, U);
  require_traceable<S>(deflated, options);
  if (method_of(options) != Method::hutchinson && pays_for_all_columns(form, options)) {
    return estimate_trace(form, metric, options,
                          Estimand<Wide<S>>{.semidefinite = options.semidefinite});
  }
  const Index cost = deflated.rank() * deflated.matvecs();
  if (cost >= budget_of(options)) {
    throw OptionError(
        fmt::format("{} matvecs do not pay for a sample beside {} deflated vectors, "
                    "which need {}",
                    budget_of(options), deflated.rank(), cost));
  }
  Options rest = options;
  rest.matvecs = budget_of(options) - cost;
  rest.max_matvecs.reset();
  if (options.progress) {
    rest.progress = [&](Index spent, Index all) { options.progress(cost + spent, cost + all); };
  }
  Index done = 0;  // columns
  const exact::Options on_basis{options.memory, options.threads, options.stop,
                                [&](Index columns, Index) {
                                  done = columns;
                                  tell(options, columns * deflated.matvecs(), budget_of(options));
                                }};
  try {
    const Wide<S> known =
        exact::detail::sum_of_values(
            form, deflated.rank(), on_basis,
            [&](auto&, Index first, Index count) { return deflated.basis().columns(first, count); })
            .sum;
    auto e =
        estimate_trace<S>(deflated, metric, rest,
                          Estimand<Wide<S>>{.known = known, .semidefinite = options.semidefinite});
    e.matvecs += cost;
    return e;
  } catch (const Interrupted&) {
    auto e = with_report(estimate_from_sample<Wide<S>>(Sample{}, options.confidence), options,
                         Status::interrupted, done * deflated.matvecs(), 0);
    e.method = method_of(options);
    return e;
  }
}

#define INSTANTIATE(S)                                                                            \
  template Estimate<Wide<S>> control_variate_trace(FormRef<S>, FormRef<S>, Wide<S>, MetricRef<S>, \
                                                   const Options&);                               \
  template Estimate<Wide<S>> deflated_trace(FormRef<S>, ConstBlockView<S>, MetricRef<S>,          \
                                            const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
