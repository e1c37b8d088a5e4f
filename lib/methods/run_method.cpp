#include "run_method.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include <isotrace/core/error.hpp>
#include <isotrace/trace/estimator.hpp>

#include <lib/core/finite.hpp>
#include <lib/core/instantiate.hpp>
#include <lib/exact/entry_plan.hpp>
#include <lib/exact/rounding.hpp>
#include <lib/parallel/arena.hpp>
#include "hutchinson.hpp"
#include "method_table.hpp"
#include "panel_memory.hpp"

namespace isotrace {

namespace {

/// Throws NotFiniteError where the sum of finite values overflows.
template <class W>
Estimate<W> finite(Estimate<W> e) {
  if ((e.probes == 0 && e.status != Status::exact) || is_finite(e.value)) return e;
  const std::complex<double> value(e.value);
  throw NotFiniteError(fmt::format("the estimate overflows: found {}{:+}i, expected at most {:.4g}",
                                   value.real(), value.imag(), std::numeric_limits<double>::max()));
}

/// The method in a message.
std::string_view who(Method method) {
  return method == Method::custom ? "the caller's estimator" : name(method);
}

/// Throws OptionError if the law draws probes in groups, or if the method needs products and the
/// form has none.
template <Scalar S>
void require_products(FormRef<S> form, const Options& options, Method method) {
  if (options.law.group() != 1) {
    const std::string found = options.law.as<Frame>() != nullptr
                                  ? fmt::format("a frame of {} columns", options.law.group())
                                  : fmt::format("the law {}, whose probes come in groups of {}",
                                                options.law.name(), options.law.group());
    throw OptionError(fmt::format("{} needs independent probes, found {}", who(method), found));
  }
  if (form.can_apply() || method == Method::automatic || pays_for_all_columns(form, options)) {
    return;
  }
  const std::string_view lack =
      form.has_apply() ? "applies Tᴴ: found a map without apply_adjoint, expected one with it"
                       : "multiplies by the form: found a form without apply, expected one with it";
  throw OptionError(fmt::format("{} {}", who(method), lack));
}

/// Throws OptionError if options have a store: it can keep a sample, but not a sketch.
void require_no_store(const Options& options, Method method) {
  if (options.store == nullptr) return;
  throw OptionError(fmt::format("a store keeps a sample: found the method {}, expected {}",
                                name(method), name(Method::hutchinson)));
}

/// How values that estimate a trace are normalised: for Hutchinson's method as the options say, for
/// other methods with probes of an invariant law resphered.
Normalisation of_trace(const Options& options, Method method, Field field, Index n) {
  const Law& law = options.law;
  if (method == Method::hutchinson) {
    return options.normalised ? Normalisation::by_norm(direction_moment(law, n))
                              : Normalisation::by_moment(law.second_moment(field, n));
  }
  return law.invariant() ? Normalisation::resphered(static_cast<double>(n))
                         : Normalisation::by_moment(law.second_moment(field, n));
}

/// f(run), in its own task arena, for a run whose memory holds `columns` columns of a sketch.
template <Scalar S, class F>
Estimate<Wide<S>> in_own_arena(FormRef<S> form, MetricRef<S> metric, const Options& options,
                               Method method, const Estimand<Wide<S>>& estimand,
                               const Normalisation& normalisation, Index columns, F&& f) {
  return finite(in_arena(options.threads, [&] {
    const auto B = panel_operator(form, metric, options, normalisation);
    Run<Wide<S>> run(*B, options, method, estimand);
    run.columns_in_memory = columns;
    try {
      return f(run);
    } catch (const Stopped&) {
      return run.interrupted();
    }
  }));
}

/// The exact trace by entries for the automatic choice on its way to a tolerance.
template <Scalar S>
ExactByEntries<Wide<S>> trace_by_entries(FormRef<S> form, MetricRef<S> metric,
                                         const Options& options, Method method) {
  if (method != Method::automatic || !has_tolerance(options)) return {};
  const auto z = metric.inverse_entries();
  if (!form.can_apply() && (z == nullptr || !z->is_diagonal())) return {};  // no error to state
  // a product is formed only if that takes little of what the budget's values would
  const double seconds = 0.05 * static_cast<double>(std::min(form.dim(), budget_of(options))) *
                         (form.cost().value + metric.cost());
  const auto plan = exact::detail::plan_trace(form, metric, options.memory, seconds);
  if (!plan.run || plan.bytes > options.memory) return {};
  return {plan.cost, exact::detail::trace_error_seconds(form, metric),
          [=, stop = options.stop, memory = options.memory] {
            const exact::Options rest{.memory = memory, .stop = stop};
            return exact::detail::with_error(plan.run({.memory = memory, .stop = stop}), form,
                                             metric, rest);
          }};
}

/// The estimate by `method`, or at once the exact trace if pays_for_all_columns().
template <Scalar S>
Estimate<Wide<S>> run_method(FormRef<S> form, MetricRef<S> metric, const Options& options,
                             Method method, const Estimand<Wide<S>>& estimand,
                             const Normalisation& normalisation) {
  const bool at_once = method != Method::hutchinson && pays_for_all_columns(form, options);
  Options blocks = options;
  Index columns = 0;
  if (!at_once) {
    const Index n = metric.dim();
    const auto column = static_cast<std::size_t>(4 * n + form.scratch_rows()) * sizeof(S);
    const MemoryShare share =
        share_memory(options, method, n, form.apply_matvecs(), sizeof(Wide<S>), column);
    blocks.memory = share.blocks;
    columns = share.columns;
  }
  return in_own_arena(form, metric, blocks, method, estimand, normalisation, columns,
                      [&](Run<Wide<S>>& run) {
                        run.by_entries = trace_by_entries(form, metric, options, method);
                        return at_once ? run.exactly() : row_of(method)(run);
                      });
}

}  // namespace

template <Scalar S>
bool pays_for_all_columns(FormRef<S> form, const Options& options) {
  const Index budget = budget_of(options);
  const Index look = 2 * first_probes * form.apply_matvecs();
  return form.dim() * form.matvecs() <= (has_tolerance(options) ? std::min(budget, look) : budget);
}

template <Scalar S>
void require_traceable(FormRef<S> form, const Options& options) {
  check(options);
  check_law(options.law, field_of<S>, form.dim());
  const Method method = row_of(method_of(options)).method;
  if (method == Method::hutchinson) {
    affordable_probes(options, form.matvecs());
  } else {
    require_products(form, options, method);
    require_no_store(options, method);
  }
  if (options.normalised) direction_moment(options.law, form.dim());  // throws if not invariant
}

template <Scalar S>
Estimate<Wide<S>> estimate_trace(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                 const Estimand<Wide<S>>& estimand) {
  require_traceable(form, options);
  const Method method = method_of(options);
  const Normalisation normalisation = of_trace(options, method, field_of<S>, metric.dim());
  return run_method(form, metric, options, method, estimand, normalisation);
}

template <Scalar S>
Estimate<Wide<S>> estimate_mean(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  require_no_method(options, "a mean of form values");
  if (options.normalised) {
    throw OptionError(
        "a mean of form values is of the values as they are: found normalised, expected none");
  }
  check(options);
  check_law(options.law, field_of<S>, form.dim());
  return run_method(form, metric, options, Method::hutchinson, {}, Normalisation::none());
}

namespace {

bool contains(const Interval& interval, double x) {
  return !(x < interval.low) && !(x > interval.high);  // true without bounds
}
bool contains(const ComplexInterval& interval, std::complex<double> z) {
  return contains(interval.re, z.real()) && contains(interval.im, z.imag());
}

/// Throws unless a caller's estimator has given its estimate a value and an interval.
template <class W>
void require_usable(const Estimate<W>& e) {
  if (!is_finite(e.value)) throw NotFiniteError("the estimator's value is not finite");
  if (!(e.confidence > 0 && e.confidence < 1)) {
    throw OptionError(fmt::format(
        "the estimator's interval has the confidence {}, expected one between 0 and 1: take the "
        "estimate from sample() or estimate(), or set all of value, standard_error, interval and "
        "confidence",
        e.confidence));
  }
  if (!contains(e.interval, e.value)) {
    throw OptionError("the estimator's interval does not contain its value");
  }
}

}  // namespace

template <class S>
Estimate<Wide<S>> run_estimator(
    FormRef<S> form, MetricRef<S> metric,
    const std::function<Estimate<Wide<S>>(EstimatorProblem<Wide<S>>&)>& estimator,
    const Options& options) {
  check(options);
  check_law(options.law, field_of<S>, form.dim());
  if (options.method) {
    throw OptionError(fmt::format("an estimator of the caller's runs: found the method {} as well",
                                  name(*options.method)));
  }
  require_products(form, options, Method::custom);
  require_no_store(options, Method::custom);
  if (options.normalised) direction_moment(options.law, form.dim());  // throws if not invariant
  const Normalisation normalisation = of_trace(options, Method::custom, field_of<S>, metric.dim());
  return in_own_arena(form, metric, options, Method::custom, Estimand<Wide<S>>{}, normalisation,
                      form.dim(), [&](Run<Wide<S>>& run) {
                        EstimatorProblem<Wide<S>> problem(run);
                        const Estimate<Wide<S>> e = estimator(problem);
                        Status status = e.status;
                        if (status != Status::interrupted) require_usable(e);
                        if (run.stopping.has_tolerance() && status != Status::exact &&
                            status != Status::interrupted) {
                          status = run.stopping.met(e) ? Status::converged : Status::budget;
                        }
                        return run.report(e, status, e.probes);
                      });
}

void require_no_method(const Options& options, const char* what) {
  if (options.method.value_or(Method::hutchinson) == Method::hutchinson) return;
  throw OptionError(fmt::format("{} is sampled: found the method {}, expected {}", what,
                                name(*options.method), name(Method::hutchinson)));
}

#define INSTANTIATE(S)                                                                \
  template bool pays_for_all_columns(FormRef<S>, const Options&);                     \
  template void require_traceable(FormRef<S>, const Options&);                        \
  template Estimate<Wide<S>> estimate_trace(FormRef<S>, MetricRef<S>, const Options&, \
                                            const Estimand<Wide<S>>&);                \
  template Estimate<Wide<S>> estimate_mean(FormRef<S>, MetricRef<S>, const Options&); \
  template Estimate<Wide<S>> run_estimator(                                           \
      FormRef<S>, MetricRef<S>,                                                       \
      const std::function<Estimate<Wide<S>>(EstimatorProblem<Wide<S>>&)>&, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
