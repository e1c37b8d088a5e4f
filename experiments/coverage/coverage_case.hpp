#pragma once

#include <complex>
#include <span>
#include <string>
#include <string_view>

#include <isotrace/trace/estimate.hpp>
#include <reference/method_and_law.hpp>

namespace isotrace::program {

/// The matrices that intervals are looked at on: the reference spectra, or those chosen to be
/// unkind (adversarial.hpp).
enum class CoverageSet { reference, adversarial };

std::string_view name(CoverageSet set);

/// One setting whose intervals are looked at: an entrant on a matrix in a metric, stopping at a
/// budget or at a tolerance.
struct CellInfo {
  std::string matrix = {};
  std::string metric = {};
  Field field = Field::real;
  Index n = 0;
  MethodAndLaw entrant = {Method::hutchinson, Sphere{}};
  Index matvecs = 0;     ///< the budget; 0: a tolerance
  double tolerance = 0;  ///< relative
  double confidence = 0.95;
  CoverageSet set = CoverageSet::reference;
};

/// One run against the exact trace.
struct Outcome {
  bool covered;       ///< over ℂ: both intervals hold
  double half_width;  ///< of the interval, over ℂ that of the real part
  double part_error;  ///< |error|, over ℂ that of the real part
  double error;       ///< |error|
  Index matvecs;
  bool exact;         ///< by its status
  bool null = false;  ///< no interval, beside a finite value
};

Outcome outcome_of(const Estimate<double>& estimate, double trace);
Outcome outcome_of(const Estimate<std::complex<double>>& estimate, std::complex<double> trace);

/// What the runs of a cell say together. Lengths are relative to |trace|, in the adversarial set to
/// ‖A‖_F where the trace is below a thousandth of it.
struct CoverageCase {
  CellInfo info;
  Index seeds = 0;
  Index null = 0;  ///< runs without an interval, for too few values: neither covered nor judged
  Index covered = 0;
  double half_width = 0;  ///< median over the intervals; NaN where there is none
  double rms_error = 0;   ///< over ℂ of the real part
  double matvecs = 0;     ///< median
  Index within = 0;       ///< runs with |error| ≤ tolerance · |trace|
  Index exact = 0;        ///< runs with the status exact
  double p_value = 1;     ///< that the coverage is at least the judge's bound; 1 without intervals
  bool fails = false;

  Index intervals() const { return seeds - null; }
  /// NaN where all runs are null.
  double coverage() const {
    return static_cast<double>(covered) / static_cast<double>(intervals());
  }
  /// half_width / (z · rms_error), z the normal quantile of the confidence, 1.96 at 95 %: 1 for a
  /// normal error of known variance; over ℂ then 2.24/1.96 = 1.14, since both parts hold jointly.
  /// NaN where the RMS error is below 1e-12.
  double width_ratio() const;
};

/// At least one outcome.
CoverageCase summarise(CellInfo info, std::span<const Outcome> outcomes, double size_of_trace);

}  // namespace isotrace::program
