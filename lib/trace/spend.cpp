#include "spend.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/methods/automatic.hpp>
#include <lib/methods/hutchpp.hpp>
#include <lib/methods/leave_one_out.hpp>
#include <lib/parallel/arena.hpp>

namespace isotrace {

namespace {

template <Scalar W>
Estimate<W> by_method(Spending<W>& run, Method method) {
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
bool pays_for_all_columns(FormRef<S> form, const Options& options) {
  const Index budget = budget_of(options);
  const Index look = 2 * first_probes * form.apply_matvecs();
  return form.dim() * form.matvecs() <= (has_tolerance(options) ? std::min(budget, look) : budget);
}

template <Scalar S>
void require_spendable(FormRef<S> form, const Options& options) {
  check(options);
  check_law(options.law, field_of<S>, form.dim());
  const Method method = method_of(options);
  if (group(options.law) != 1) {
    throw OptionError(fmt::format("{} needs independent probes, found a frame of {} columns",
                                  name(method), group(options.law)));
  }
  if (options.normalised) direction_moment(options.law, form.dim());  // refuses others
  if (form.can_apply() || method == Method::automatic || pays_for_all_columns(form, options)) {
    return;
  }
  throw OptionError(fmt::format(
      "{} applies Tᴴ: found a map without apply_adjoint, expected one with it", name(method)));
}

template <Scalar S>
Estimate<Wide<S>> spend(FormRef<S> form, MetricRef<S> metric, const Options& options,
                        const Aim<Wide<S>>& aim) {
  require_spendable(form, options);
  const bool at_once = pays_for_all_columns(form, options);
  Options blocks = options;
  Index columns = 0;
  if (!at_once) {
    const Index n = metric.dim();
    const auto column = static_cast<std::size_t>(4 * n + form.scratch_rows()) * sizeof(S);
    const MemoryShare share =
        share_memory(options, n, form.apply_matvecs(), sizeof(Wide<S>), column);
    blocks.memory = share.blocks;
    columns = share.columns;
  }
  return in_arena(options.threads, [&] {
    const auto B = panel_operator(form, metric, blocks);
    Spending<Wide<S>> run(*B, options, aim);
    run.columns_in_memory = columns;
    try {
      if (at_once) return run.exactly();
      return by_method(run, method_of(options));
    } catch (const Stopped&) {
      return run.interrupted();
    }
  });
}

#define INSTANTIATE(S)                                            \
  template bool pays_for_all_columns(FormRef<S>, const Options&); \
  template void require_spendable(FormRef<S>, const Options&);    \
  template Estimate<Wide<S>> spend(FormRef<S>, MetricRef<S>, const Options&, const Aim<Wide<S>>&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
