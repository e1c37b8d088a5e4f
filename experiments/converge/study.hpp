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
  Index max_probes = 1024;  ///< probes of a run: a power of two, at least 16
  int threads = 0;          ///< 0: the caller's arena; the result does not depend on it
  const std::atomic<bool>* stop = nullptr;
  std::function<void(Index, Index)> progress = {};  ///< (runs done, runs in all), one at a time
};

/// The names of a case: name in files, title in pictures, description in the report.
struct CaseInfo {
  std::string name;
  std::string title;
  std::string description;
};

/// The errors of one law against the number of probes.
struct LawCurve {
  std::string law;
  int style = 0;  ///< the same for a law in every picture
  Index runs = 0;
  std::vector<Index> probes = {};
  std::vector<double> rms = {};  ///< measured root mean square error, in the case's unit
  std::vector<double> rms_low =
      {};  ///< 95 % interval of rms, from the spread of the runs on the log scale
  std::vector<double> rms_high = {};
  /// √variance of one probe: the line predicted/√N. None where the variances would take too long.
  std::optional<double> predicted = {};
  std::optional<PowerFit> fit = {};  ///< none if the error is zero up to rounding

  /// The RMS error of one probe that a line is drawn with: exact, or fitted. Only with a fit.
  double constant() const { return predicted.value_or(fit->constant); }
};

/// A case measured with every law of its field.
struct CaseResult {
  CaseInfo info;
  Field field = Field::real;
  Index n = 0;
  std::complex<double> trace = 0;  ///< exact
  double unit = 1;                 ///< unit of the errors: |trace|, or 1 if that is tiny
  bool relative = true;            ///< unit is |trace|
  std::vector<LawCurve> laws = {};
  bool interrupted = false;

  /// Whether the variances were computed.
  bool has_predictions() const { return !laws.empty() && laws.front().predicted.has_value(); }
};

/// Measures the error of the metric trace of a form against the number of probes, 8, 16, …,
/// max_probes, over independent runs. A run's estimate at N probes is the mean of its first N
/// values, so the points of a curve are correlated. The exact trace and variances come from
/// exact::form_sums, or the trace alone from exact::bounded_metric_trace where the variances are
/// predicted to take more than a minute. S is double or std::complex<double>. Cost: that of the
/// exact values, and laws · repetitions · max_probes values for the runs. If stopped, the finished
/// runs count; a law with fewer than two is left out.
template <Scalar S>
CaseResult study(const CaseInfo& info, FormRef<S> form, MetricRef<S> metric,
                 const StudyOptions& options);

}  // namespace isotrace::program
