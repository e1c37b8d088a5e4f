#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <bench/bench.hpp>
#include <bench/cases.hpp>

namespace isotrace::program {

/// What a case compares.
struct Contest {
  std::function<void()> ours;
  std::function<void()> limit = {};  ///< none: the limit is `limit_seconds`
  double limit_seconds = 0;
  double limit_scale = 1;  ///< multiplies the limit's time, where it does a part of the work
};

/// The run of a bench: knows which cases are wanted, measures them and keeps the results.
class Session {
 public:
  Session(const BenchOptions& options, BenchResult& result);

  std::uint64_t seed() const { return options_.seed; }
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  /// Whether a case whose name begins so is still to be measured: build its problem only then.
  bool wants(std::string_view prefix) const;

  /// Measures a case, if it is wanted, on as many pinned threads as it needs.
  void measure(const std::string& name, const std::string& limit, const Contest& contest);
  /// The same for a case whose functions enter arenas of their own.
  void measure_unpinned(const std::string& name, const std::string& limit, const Contest& contest);

  /// Seconds that are reported apart.
  void note_factorisation(const std::string& what, double seconds);

 private:
  const BenchCase* wanted(const std::string& name) const;
  void keep(const BenchCase& one, const std::string& limit, const Contest& contest);

  const BenchOptions& options_;
  BenchResult& result_;
  std::vector<BenchCase> cases_;
};

/// The groups of cases, each with its problems.
void measure_dense(Session& session);
void measure_sparse(Session& session);
void measure_metric(Session& session);
void measure_sketch(Session& session);
void measure_laws(Session& session);
void measure_small(Session& session);
void measure_threads(Session& session);
void measure_tolerance(Session& session);
void measure_input(Session& session);

}  // namespace isotrace::program
