#include <coverage/settings.hpp>

#include <isotrace/core/error.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

std::vector<MethodAndLaw> methods_and_laws(Field field) {
  return {{Method::hutchinson, Sphere{}},       {Method::hutchinson, Ball{}},
          {Method::hutchinson, Gaussian{}},     {Method::hutchinson, unimodular(field)},
          {Method::hutchpp, Sphere{}},          {Method::na_hutchpp, Sphere{}},
          {Method::adaptive_hutchpp, Sphere{}}, {Method::nystrompp, Sphere{}},
          {Method::xtrace, Sphere{}},           {Method::xnystrace, Sphere{}},
          {Method::automatic, Sphere{}}};
}

bool in_adversarial_set(const MethodAndLaw& method_and_law) {
  return method_and_law.law.as<Ball>() == nullptr && method_and_law.law.as<Gaussian>() == nullptr;
}

/// Whether a run on the identity matrix spends the budget: if it is too small the run is refused,
/// and if it pays for all columns the run is exact.
bool spends(const CoverageSetting& info) {
  if (info.method_and_law.method == Method::hutchinson) return true;
  if (info.matvecs >= info.n) return false;
  const RowMatrix<double> identity = RowMatrix<double>::Identity(info.n, info.n);
  const OperatorForm<double> form(identity);
  const EuclideanMetric<double> metric(info.n);
  try {
    form_trace<double>(form, metric,
                       {.matvecs = info.matvecs,
                        .method = info.method_and_law.method,
                        .law = info.method_and_law.law});
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

void add_at_confidences(CoverageSetting info, const CoverageBlock& block,
                        std::vector<CoverageSetting>& all) {
  for (const double confidence : block.confidences) {
    info.confidence = confidence;
    all.push_back(info);
  }
}

}  // namespace

bool for_semidefinite(const MethodAndLaw& method_and_law) {
  return method_and_law.method == Method::nystrompp || method_and_law.method == Method::xnystrace;
}

std::vector<CoverageSetting> settings_of(const CoverageBlock& block) {
  std::vector<CoverageSetting> all;
  for (const MethodAndLaw& method_and_law : methods_and_laws(block.field)) {
    CoverageSetting info{.metric = block.lifted ? "V" : "I",
                         .field = block.field,
                         .n = block.n,
                         .method_and_law = method_and_law,
                         .set = block.set};
    const bool adversarial = block.set == CoverageSet::adversarial;
    if (adversarial && !in_adversarial_set(method_and_law)) continue;
    for (const Index matvecs : block.budgets) {
      info.matvecs = matvecs;
      if (!adversarial || spends(info)) add_at_confidences(info, block, all);
    }
    info.matvecs = 0;
    if (adversarial || method_and_law.law.as<Sphere>() == nullptr) continue;
    for (const double tolerance : tolerances(method_and_law.method)) {
      info.tolerance = tolerance;
      add_at_confidences(info, block, all);
    }
  }
  return all;
}

}  // namespace isotrace::program
