#include <bench/cases.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <bench/tolerance_names.hpp>

#include <isotrace/core/error.hpp>

namespace isotrace::program {
namespace {

/// Time of Boost's normal law over the library's.
double gaussian_speed_up(Isa isa) {
  switch (isa) {
    case Isa::baseline: return 1.8;
    case Isa::avx2: return 3.5;
    case Isa::avx512: return 5;
  }
  return 1;
}

/// Adds the cases name.1 and name.2, for one and two threads.
void add_both(std::vector<BenchCase>& cases, const std::string& name, double one, double two) {
  cases.push_back({name + ".1", 1, one});
  cases.push_back({name + ".2", 2, two});
}

}  // namespace

std::vector<BenchCase> bench_cases(Isa isa) {
  std::vector<BenchCase> cases;
  add_both(cases, "dense.apply.signs", 1.05, 1.08);
  add_both(cases, "dense.apply.sphere", 1.05, 1.08);
  add_both(cases, "dense.values.signs", 0.60, 0.60);
  add_both(cases, "dense.values.sphere", 0.60, 0.60);
  add_both(cases, "sparse.apply.signs", 1.05, 1.05);
  add_both(cases, "sparse.values.signs", 0.3, 0.3);
  add_both(cases, "sparse.values.sphere", 1.1, 1.1);
  add_both(cases, "metric.mass.trace", 1.15, 1.15);
  add_both(cases, "metric.mass.solve", 1.0 / 6, 1.0 / 6);
  add_both(cases, "metric.stiffness.trace", 1.15, 1.15);
  add_both(cases, "metric.factor.2d", 5, 5);
  add_both(cases, "metric.factor.3d", 2.5, 2.5);
  add_both(cases, "exact.selected.2d", 2.5, 2.5);
  add_both(cases, "exact.selected.3d", 2.5, 2.5);
  add_both(cases, "exact.euclidean", 2, 2);
  for (const char* method : {"xtrace", "hutchpp", "xnystrace"}) {
    add_both(cases, fmt::format("sketch.{}", method), 1.6, 1.6);
  }
  add_both(cases, "sketch.sparse", 1.5, 1.5);
  const double gaussian = 1 / gaussian_speed_up(isa);
  cases.push_back({"law.gaussian", 1, gaussian});
  cases.push_back({"law.sphere", 1, 1.2 * gaussian});
  cases.push_back({"law.signs", 1, 1 / 0.8});
  cases.push_back({"law.ball", 1});
  cases.push_back({"law.phases", 1});
  cases.push_back({"stream.pieces", 1, 1 / 0.95});
  cases.push_back({"small.many-probes", 1, 2});
  cases.push_back({"small.one-call", 1, 100});
  cases.push_back({"threads.dense", 2, 1 / 1.85});
  cases.push_back({"threads.law", 2, 1 / 1.85});
  cases.push_back({"input.read", 1, 2.5});
  cases.push_back({"train.epoch", 1, 1.5});
  cases.push_back({"slq.sparse.1", 1, 0.40});
  cases.push_back({"slq.sparse.2", 2, 0.45});
  cases.push_back({"slq.dense.1", 1});
  for (const std::string& problem : tolerance_problems()) {
    for (const double tolerance : tolerances()) {
      cases.push_back({tolerance_case(problem, tolerance), 1, 1.5});
    }
  }
  return cases;
}

std::vector<BenchCase> selected_cases(const std::vector<std::string>& prefixes) {
  std::vector<BenchCase> cases = bench_cases();
  if (prefixes.empty()) return cases;
  for (const std::string& prefix : prefixes) {
    const auto begins = [&](const BenchCase& one) { return one.name.starts_with(prefix); };
    if (std::any_of(cases.begin(), cases.end(), begins)) continue;
    throw OptionError(fmt::format(
        "--only: found {}, expected the beginning of a case's name, such "
        "as dense, sparse.values, metric.mass, exact, sketch, law, stream, small, threads, "
        "input, train, slq, tolerance or growth",
        prefix));
  }
  std::erase_if(cases, [&](const BenchCase& one) {
    return std::none_of(prefixes.begin(), prefixes.end(),
                        [&](const std::string& prefix) { return one.name.starts_with(prefix); });
  });
  return cases;
}

}  // namespace isotrace::program
