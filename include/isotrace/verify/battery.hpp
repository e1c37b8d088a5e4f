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

/// The expected outcome of a check: a statement of the paper holds, and an erratum in its literal
/// form is rejected.
enum class Expected { holds, rejected };

/// The result of one check: of a statement over one field in one metric.
struct CheckResult {
  std::string id;  ///< "theorem-3.2-sphere", "erratum-1", …
  Field field;
  std::string metric;  ///< "dense, n = 10"
  std::string statement;
  std::complex<double> estimate;
  std::complex<double> exact;
  std::optional<double> p_value;  ///< none for an identity that holds up to rounding
  bool rejected;
  Expected expected;

  bool as_expected() const { return rejected == (expected == Expected::rejected); }
};

struct BatteryOptions {
  bool real = true;
  bool complex = true;
  /// Which checks to run: ids ("theorem-3.1"), their numbers ("3.1"), or either with a suffix.
  /// Empty: all.
  std::vector<std::string> only = {};
  /// Family-wise false-alarm rate of all checks that should hold, in (0, 1).
  double alpha = 1e-4;
  /// Probes of one check at n ≈ 10; twice as many for n ≤ 3, fewer for larger n. At least 1024:
  /// below that the p-values are not valid.
  Index probes = 4096;
  std::uint64_t seed = 1;
  /// Threads; 0: those of the caller's TBB arena. The results do not depend on it.
  int threads = 0;
  /// Asks to stop after the checks that are running.
  Stop stop = {};
  /// Called now and then, by one thread at a time, with (groups of checks done, groups in all).
  std::function<void(Index, Index)> progress = {};
};

/// Throws OptionError, stating the value found, for an option outside its range.
void check(const BatteryOptions& options);

/// The implementations to be verified, over both fields.
struct Implementations {
  Implementation<double> real = library_implementation<double>();
  Implementation<std::complex<double>> complex = library_implementation<std::complex<double>>();
};

/// The result of a run of the battery.
struct Battery {
  /// Whether all checks came out as expected; false if interrupted.
  bool passed;
  bool interrupted;
  double alpha;
  std::uint64_t seed;
  std::vector<CheckResult> checks;  ///< in a fixed order
};

/// Runs the battery: the paper's theorems and errata over ℝ and ℂ, in several metrics, for n from 1
/// to 200. The p-values of all checks that should hold are judged together by Holm's rule at alpha,
/// an erratum in its literal form by its own p-value at alpha, identities by a bound on rounding
/// errors. Every check draws from its own stream, identified by id, field and metric, so that its
/// numbers depend neither on the selection nor on the threads. Throws what `check` throws, and
/// OptionError for an entry of `only` that selects nothing.
Battery run(const BatteryOptions& options = {}, const Implementations& implementations = {});

/// How often the battery raised a false alarm.
struct SizeResult {
  Index seeds;       ///< seeds whose run was completed
  Index rejections;  ///< of these, those with a check rejected that should hold
  Index low;         ///< exact binomial band at 99 %: low ≤ rejections ≤ high
  Index high;
  std::vector<std::uint64_t> rejecting;  ///< the seeds of the rejections

  bool in_band() const { return low <= rejections && rejections <= high; }
};

/// Runs the battery for seeds 1 … seeds at options.alpha, in parallel; options.seed is not used.
/// options.progress counts seeds. Errata are not judged. Throws what `check` throws, and
/// OptionError unless seeds ≥ 1.
SizeResult measure_size(const BatteryOptions& options, Index seeds,
                        const Implementations& implementations = {});

}  // namespace isotrace::verify
