#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <isotrace/core/stop.hpp>
#include <isotrace/verify/implementation.hpp>

namespace isotrace::verify {

/// What a check says should happen: a statement of the paper holds, an erratum read literally does
/// not.
enum class Expected { holds, rejected };

/// One check: a statement, over one field, in one metric.
struct CheckResult {
  std::string id;  ///< "theorem-3.2-sphere", "erratum-1", …
  Field field;
  std::string metric;  ///< "dense, n = 10"
  std::string statement;
  std::complex<double> estimate;
  std::complex<double> exact;
  std::optional<double> p_value;  ///< none for an identity checked to rounding
  bool rejected;
  Expected expected;

  bool as_expected() const { return rejected == (expected == Expected::rejected); }
};

struct BatteryOptions {
  bool real = true;
  bool complex = true;
  /// Ids ("theorem-3.1"), their numbers ("3.1") or either with a suffix; empty: all.
  std::vector<std::string> only = {};
  /// Family-wise false-alarm rate of all checks that should hold, in (0, 1).
  double alpha = 1e-4;
  /// Probes of one check at n about 10: twice as many for n ≤ 3, fewer for larger n. At least 1024,
  /// below which the p-values are not valid.
  Index probes = 4096;
  std::uint64_t seed = 1;
  /// Threads; 0: the caller's TBB arena. The results do not depend on it.
  int threads = 0;
  /// Asks to stop after the checks under way.
  Stop stop = {};
  /// Called now and then with (groups of checks done, groups in all), one thread at a time.
  std::function<void(Index, Index)> progress = {};
};

/// Throws OptionError, naming the value found, for an option outside its range.
void check(const BatteryOptions& options);

/// What is verified, over both fields.
struct Implementations {
  Implementation<double> real = library_implementation<double>();
  Implementation<std::complex<double>> complex = library_implementation<std::complex<double>>();
};

struct Battery {
  /// Nothing that holds was rejected, and everything literal was; false if interrupted.
  bool passed;
  bool interrupted;
  double alpha;
  std::uint64_t seed;
  std::vector<CheckResult> checks;  ///< in a fixed order
};

/// Runs the battery: the paper's theorems and errata over ℝ and ℂ, in several metrics, n from 1 to
/// 200. The p-values of all checks that should hold are judged together by Holm's rule at alpha; a
/// literal erratum by its own p-value at alpha; identities by their rounding bound. Every check
/// draws from its own stream, named by id, field and metric: its numbers depend neither on the
/// selection nor on the threads. Throws what `check` throws, and OptionError for a part of `only`
/// that selects nothing.
Battery run(const BatteryOptions& options = {}, const Implementations& implementations = {});

/// How often the battery raises a false alarm.
struct SizeResult {
  Index seeds;       ///< run to the end
  Index rejections;  ///< of these, with anything rejected that holds
  Index low;         ///< exact binomial band at 99 %: low ≤ rejections ≤ high expected
  Index high;
  std::vector<std::uint64_t> rejecting;  ///< the seeds

  bool in_band() const { return low <= rejections && rejections <= high; }
};

/// Runs the battery for seeds 1 … seeds at options.alpha (options.seed is not used), in parallel.
/// options.progress counts seeds. Errata are not judged. Throws OptionError unless seeds ≥ 1.
SizeResult measure_size(const BatteryOptions& options, Index seeds,
                        const Implementations& implementations = {});

}  // namespace isotrace::verify
