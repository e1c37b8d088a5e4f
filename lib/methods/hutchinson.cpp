#include "hutchinson.hpp"

#include <fmt/format.h>

#include <cmath>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/laws.hpp>

#include <lib/core/instantiate.hpp>
#include "sampled_estimate.hpp"

namespace isotrace {

Index affordable_probes(const Options& options, Index value_cost) {
  const Index size = options.law.group();
  const Index budget = budget_of(options);
  const Index probes = budget / value_cost / size * size;
  if (probes > 0) return probes;
  const char* group = options.law.as<Frame>() != nullptr ? "frame" : "group of probes";
  throw OptionError(fmt::format("{} matvecs do not pay for one {}, which needs {}", budget,
                                size == 1 ? "probe" : group, size * value_cost));
}

template <Scalar W>
Estimate<W> hutchinson(Run<W>& run) {
  const Stretch stretch{.first = 0,
                        .limit = affordable_probes(run.options, run.B.value_cost()),
                        .group = run.options.law.group()};
  const double relative = run.B.epsilon() * std::sqrt(static_cast<double>(run.B.dim()));
  const Rounding rounding{std::abs(run.estimand.known) * relative, relative};
  return sampled_estimate(run, Remainder<W>{}, stretch, run.estimand.known, rounding, 0).estimate;
}

#define INSTANTIATE(S) template Estimate<S> hutchinson(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
