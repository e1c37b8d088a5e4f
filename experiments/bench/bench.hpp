#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <bench/growth.hpp>
#include <bench/timing.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The settings of `isotrace bench`.
struct BenchOptions {
  std::uint64_t seed = 1;
  int threads = 1;                ///< cases that need more are skipped
  std::vector<std::string> only;  ///< prefixes of case names, or growth; empty: every case
  std::filesystem::path report;   ///< directory to write; empty: none
  const std::atomic<bool>* stop = nullptr;
  std::function<void(Index, Index)> progress = {};  ///< (cases done, cases in all)
};

/// A case that was measured.
struct MeasuredCase {
  std::string name;
  std::string limit;  ///< description of the limit, ratio 1.0
  Ratio ratio;
  std::optional<double> target;
};

/// The results of `isotrace bench`.
struct BenchResult {
  std::vector<MeasuredCase> cases;
  std::vector<std::string> skipped;              ///< names of cases that need more threads
  std::map<std::string, double> factorisations;  ///< seconds, by metric and method
  std::vector<GrowthPoint> growth;               ///< for a report of every case, or if asked for
  int threads = 1;
  std::string isa;  ///< instruction set of the kernels of the library and of the bare code
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// Measures the cases, one after the other, and writes the report unless interrupted. Throws
/// OptionError for an unknown case before any work; Error if the report cannot be written.
BenchResult bench(const BenchOptions& options);

/// The cases as aligned text, with the factorisations' times and what was skipped below.
std::string text_of(const BenchResult& result);

/// One JSON object: growth (dimension, n, setup, probes, exact; seconds), if measured, and cases
/// (name, ratio, low, high, limit; seconds, limit_seconds, rounds, target), skipped,
/// factorisation_seconds, status, threads, isa, seed, seconds.
std::string to_json(const BenchResult& result);

/// Table and picture in a directory.
void write_report(const BenchResult& result, const std::filesystem::path& directory);

}  // namespace isotrace::program
