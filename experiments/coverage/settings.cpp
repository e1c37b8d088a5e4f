#include <coverage/settings.hpp>

namespace isotrace::program {
namespace {

std::vector<Entrant> entrants(Field field) {
  return {{Method::hutchinson, Sphere{}},       {Method::hutchinson, Ball{}},
          {Method::hutchinson, Gaussian{}},     {Method::hutchinson, unimodular(field)},
          {Method::hutchpp, Sphere{}},          {Method::na_hutchpp, Sphere{}},
          {Method::adaptive_hutchpp, Sphere{}}, {Method::nystrompp, Sphere{}},
          {Method::xtrace, Sphere{}},           {Method::xnystrace, Sphere{}},
          {Method::automatic, Sphere{}}};
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

}  // namespace

std::vector<CellInfo> settings_of(const CoverageBlock& block) {
  std::vector<CellInfo> all;
  for (const Entrant& entrant : entrants(block.field)) {
    CellInfo info{
        .metric = block.lifted ? "V" : "I", .field = block.field, .n = block.n, .entrant = entrant};
    for (const Index matvecs : block.budgets) {
      info.matvecs = matvecs;
      all.push_back(info);
    }
    info.matvecs = 0;
    if (!std::holds_alternative<Sphere>(entrant.law)) continue;
    for (const double tolerance : tolerances(entrant.method)) {
      info.tolerance = tolerance;
      all.push_back(info);
    }
  }
  return all;
}

}  // namespace isotrace::program
