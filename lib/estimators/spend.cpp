#include "spend.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <isotrace/core/error.hpp>

#include "../operators/arena.hpp"
#include "methods/automatic.hpp"
#include "methods/hutchpp.hpp"
#include "methods/leave_one_out.hpp"

namespace isotrace {

namespace {

/// Whether the exact trace costs no more than what would be spent anyway: the budget, or with a
/// tolerance the first look.
template <Scalar W>
bool pays_for_all_columns(const Spending<W>& run) {
  const Index pilot = pilot_probes * run.B.apply_cost();
  return run.all_columns() <= (run.stopping.wanted() ? std::min(run.budget, pilot) : run.budget);
}

/// Throws OptionError, before any matvec, where B cannot be applied.
template <Scalar W>
void require_apply(const Spending<W>& run, Method method) {
  if (run.B.can_apply() || method == Method::automatic) return;
  throw OptionError(fmt::format(
      "{} applies Tᴴ: found a map without apply_adjoint, expected one with it", name(method)));
}

template <Scalar W>
Estimate<W> by_method(Spending<W>& run, Method method) {
  if (pays_for_all_columns(run)) return run.exactly();
  require_apply(run, method);
  switch (method) {
    case Method::hutchpp: return hutchpp(run);
    case Method::na_hutchpp: return na_hutchpp(run);
    case Method::adaptive_hutchpp: return adaptive_hutchpp(run);
    case Method::nystrompp: return nystrompp(run);
    case Method::xtrace: return xtrace(run);
    case Method::xnystrace: return xnystrace(run);
    case Method::automatic:
    case Method::hutchinson: break;  // the latter has a way of its own (trace.cpp)
  }
  return automatic(run);
}

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
  if (options.normalised) direction_moment(options.law, metric.dim());  // refuses others
  return in_arena(options.threads, [&] {
    const auto B = panel_operator(form, metric, options);
    Spending<Wide<S>> run(*B, options, aim);
    try {
      return by_method(run, method);
    } catch (const Stopped&) {
      return run.interrupted();
    }
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
