#include <coverage/settings.hpp>

#include <isotrace/core/error.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

std::vector<MethodAndLaw> entrants(Field field) {
  return {{Method::hutchinson, Sphere{}},       {Method::hutchinson, Ball{}},
          {Method::hutchinson, Gaussian{}},     {Method::hutchinson, unimodular(field)},
          {Method::hutchpp, Sphere{}},          {Method::na_hutchpp, Sphere{}},
          {Method::adaptive_hutchpp, Sphere{}}, {Method::nystrompp, Sphere{}},
          {Method::xtrace, Sphere{}},           {Method::xnystrace, Sphere{}},
          {Method::automatic, Sphere{}}};
}

bool in_adversarial_set(const MethodAndLaw& entrant) {
  return entrant.law.as<Ball>() == nullptr && entrant.law.as<Gaussian>() == nullptr;
}

/// Whether a run of the identity spends the budget: it is refused where it doesn't pay, and exact
/// where it pays for all columns.
bool spends(const CellInfo& info) {
  if (info.entrant.method == Method::hutchinson) return true;
  if (info.matvecs >= info.n) return false;
  const RowMatrix<double> identity = RowMatrix<double>::Identity(info.n, info.n);
  const OperatorForm<double> form(identity);
  const EuclideanMetric<double> metric(info.n);
  try {
    form_trace<double>(
        form, metric,
        {.matvecs = info.matvecs, .method = info.entrant.method, .law = info.entrant.law});
  } catch (const OptionError&) {
    return false;
  }
  return true;
}

std::vector<double> tolerances(Method method) {
  switch (method) {
    case Method::hutchinson: return {0.1, 0.05};
    case Method::hutchpp:
    case Method::adaptive_hutchpp:
    case Method::xtrace:
    case Method::automatic: return {0.05, 0.01, 0.001};
    default: return {};
  }
}

void add_at_confidences(CellInfo info, const CoverageBlock& block, std::vector<CellInfo>& all) {
  for (const double confidence : block.confidences) {
    info.confidence = confidence;
    all.push_back(info);
  }
}

}  // namespace

bool for_semidefinite(const MethodAndLaw& entrant) {
  return entrant.method == Method::nystrompp || entrant.method == Method::xnystrace;
}

std::vector<CellInfo> settings_of(const CoverageBlock& block) {
  std::vector<CellInfo> all;
  for (const MethodAndLaw& entrant : entrants(block.field)) {
    CellInfo info{.metric = block.lifted ? "V" : "I",
                  .field = block.field,
                  .n = block.n,
                  .entrant = entrant,
                  .set = block.set};
    const bool adversarial = block.set == CoverageSet::adversarial;
    if (adversarial && !in_adversarial_set(entrant)) continue;
    for (const Index matvecs : block.budgets) {
      info.matvecs = matvecs;
      if (!adversarial || spends(info)) add_at_confidences(info, block, all);
    }
    info.matvecs = 0;
    if (adversarial || entrant.law.as<Sphere>() == nullptr) continue;
    for (const double tolerance : tolerances(entrant.method)) {
      info.tolerance = tolerance;
      add_at_confidences(info, block, all);
    }
  }
  return all;
}

}  // namespace isotrace::program
