#include <bench/bench.hpp>

#include <algorithm>

#include <bench/bare/gemm.hpp>
#include <bench/pinning.hpp>
#include <bench/session.hpp>
#include <cli/stopwatch.hpp>
#include <report/report.hpp>

namespace isotrace::program {

BenchResult bench(const BenchOptions& options) {
  (void)selected_cases(options.only);
  if (!options.report.empty()) {
    reports::check_destination(options.report);
    reports::check_gnuplot();
  }
  const Stopwatch watch;
  BenchOptions within = options;
  within.threads = std::clamp(options.threads, 1, available_processors());
  BenchResult result;
  result.seed = options.seed;
  result.threads = within.threads;
  result.isa = name(active_isa());
  gemm_start(within.threads);
  Session session(within, result);
  measure_dense(session);
  measure_sparse(session);
  measure_metric(session);
  measure_sketch(session);
  measure_laws(session);
  measure_small(session);
  measure_threads(session);
  measure_input(session);
  measure_tolerance(session);
  result.interrupted = session.stopped();
  result.seconds = watch.seconds();
  if (!options.report.empty() && !result.interrupted) write_report(result, options.report);
  return result;
}

}  // namespace isotrace::program
