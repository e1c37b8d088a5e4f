#pragma once

#include <atomic>
#include <complex>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <converge/power_fit.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/operators/form.hpp>

namespace isotrace::program {

/// How a case is measured.
struct StudyOptions {
  std::uint64_t seed = 1;
  Index repetitions = 200;  ///< independent runs, at least 2
  Index max_probes = 1024;  ///< of a run: 16 or more, a power of two
  int threads = 0;          ///< 0: the caller's arena; the result does not depend on it
  const std::atomic<bool>* stop = nullptr;
  std::function<void(Index, Index)> progress = {};  ///< (runs done, runs in all), one at a time
};

/// What a case is called: name in files, title in pictures, description in the report.
struct CaseInfo {
  std::string name;
  std::string title;
  std::string description;
};

/// One law's errors at the counts of probes.
struct LawCurve {
  std::string law;
  int style = 0;  ///< the same for a law in every picture
  Index runs = 0;
  std::vector<Index> probes = {};
  std::vector<double> rms = {};  ///< measured root mean square error, in the case's unit
  std::vector<double> rms_low =
      {};  ///< 95 % interval of it, from the runs' spread, on the log scale
  std::vector<double> rms_high = {};
  double predicted = 0;              ///< √variance of one probe: the line predicted/√N
  std::optional<PowerFit> fit = {};  ///< none where the error is zero to rounding
};

/// A case measured with every law its field has.
struct CaseResult {
  CaseInfo info;
  Field field = Field::real;
  Index n = 0;
  std::complex<double> trace = 0;  ///< exact
  double unit = 1;                 ///< errors are divided by it: |trace|, or 1 where that is tiny
  bool relative = true;            ///< unit is |trace|
  std::vector<LawCurve> laws = {};
  bool interrupted = false;
};

/// Measures the error of the metric trace of a form against the number of probes, 8, 16, …,
/// max_probes, over independent runs: one run's values give its means at every count, as those of
/// its first N values, so that points of one curve are correlated. The exact trace and variances
/// come from exact::form_sums. S is double or std::complex<double>. Cost: n products for the exact
/// side, laws · repetitions · max_probes for the runs. If stopped, the runs finished so far count;
/// a law with fewer than two is left out.
template <Scalar S>
CaseResult study(const CaseInfo& info, FormRef<S> form, MetricRef<S> metric,
                 const StudyOptions& options);

}  // namespace isotrace::program
