#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <bench/bench.hpp>
#include <bench/cases.hpp>

namespace isotrace::program {

/// The two sides that a case compares.
struct Contest {
  std::function<void()> ours;
  std::function<void()> limit = {};  ///< none: the limit is `limit_seconds`
  double limit_seconds = 0;
  double limit_scale = 1;  ///< multiplies the limit's time if it does only a part of the work
};

/// A run of the bench: selects cases, measures them and keeps the results.
class Session {
 public:
  Session(const BenchOptions& options, BenchResult& result);

  std::uint64_t seed() const { return options_.seed; }
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  /// Whether a case with this prefix is still to be measured; only then should its problem be
  /// built.
  bool wants(std::string_view prefix) const;

  /// Measures a case, if it is selected, on as many pinned threads as it needs.
  void measure(const std::string& name, const std::string& limit, const Contest& contest);
  /// The same for a case whose functions enter their own arenas.
  void measure_unpinned(const std::string& name, const std::string& limit, const Contest& contest);

  /// Records the seconds of a factorisation, which are reported separately.
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
void measure_function(Session& session);
void measure_sparse(Session& session);
void measure_metric(Session& session);
void measure_factor(Session& session);
void measure_sketch(Session& session);
void measure_laws(Session& session);
void measure_small(Session& session);
void measure_threads(Session& session);
void measure_tolerance(Session& session);
void measure_input(Session& session);
void measure_train(Session& session);

}  // namespace isotrace::program
