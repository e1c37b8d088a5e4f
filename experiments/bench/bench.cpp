#include <bench/bench.hpp>

#include <algorithm>

#include <bench/bare/gemm.hpp>
#include <bench/pinning.hpp>
#include <bench/session.hpp>
#include <cli/stopwatch.hpp>
#include <report/report.hpp>

namespace isotrace::program {

namespace {

/// Measures the selected cases, one group after the other.
void measure_cases(const BenchOptions& options, BenchResult& result) {
  gemm_start(options.threads);
  Session session(options, result);
  measure_dense(session);
  measure_sparse(session);
  measure_metric(session);
  measure_factor(session);
  measure_sketch(session);
  measure_laws(session);
  measure_small(session);
  measure_threads(session);
  measure_input(session);
  measure_train(session);
  measure_function(session);
  measure_tolerance(session);
}

}  // namespace

BenchResult bench(const BenchOptions& options) {
  BenchOptions within = options;
  const bool asked = std::erase(within.only, "growth") > 0;
  const bool cases = !asked || !within.only.empty();
  if (cases) (void)selected_cases(within.only);
  if (!options.report.empty()) {
    reports::check_destination(options.report);
    reports::check_gnuplot();
  }
  const Stopwatch watch;
  within.threads = std::clamp(options.threads, 1, available_processors());
  BenchResult result;
  result.seed = options.seed;
  result.threads = within.threads;
  result.isa = name(active_isa());
  const bool growth = asked || (options.only.empty() && !options.report.empty());
  if (growth) result.growth = measure_growth(within.threads, options.stop);
  if (cases) measure_cases(within, result);
  result.interrupted = options.stop != nullptr && options.stop->load();
  result.seconds = watch.seconds();
  if (!options.report.empty() && !result.interrupted) write_report(result, options.report);
  return result;
}

}  // namespace isotrace::program
