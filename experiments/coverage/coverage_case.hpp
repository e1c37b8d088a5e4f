#pragma once

#include <complex>
#include <span>
#include <string>
#include <string_view>

#include <isotrace/trace/estimate.hpp>
#include <reference/method_and_law.hpp>

namespace isotrace::program {

/// The matrices on which intervals are tested: the reference spectra, or hard cases
/// (adversarial.hpp).
enum class CoverageSet { reference, adversarial };

std::string_view name(CoverageSet set);

/// A setting whose intervals are tested: a method and law on a matrix in a metric, stopping at a
/// budget or at a tolerance.
struct CoverageSetting {
  std::string matrix = {};
  std::string metric = {};
  Field field = Field::real;
  Index n = 0;
  MethodAndLaw method_and_law = {Method::hutchinson, Sphere{}};
  Index matvecs = 0;     ///< the budget; 0: a tolerance
  double tolerance = 0;  ///< relative
  double confidence = 0.95;
  CoverageSet set = CoverageSet::reference;
};

/// The result of one run, compared with the exact trace.
struct Outcome {
  bool covered;       ///< the interval holds the trace; over ℂ both intervals do
  double half_width;  ///< half-width of the interval; over ℂ of the real part's
  double part_error;  ///< |error|; over ℂ of the real part
  double error;       ///< |error|
  Index matvecs;
  bool exact;         ///< the status is `exact`
  bool null = false;  ///< a finite value without an interval
};

Outcome outcome_of(const Estimate<double>& estimate, double trace);
Outcome outcome_of(const Estimate<std::complex<double>>& estimate, std::complex<double> trace);

/// Summary of the runs of a case. Lengths are relative to |trace|; in the adversarial set to ‖A‖_F
/// if |trace| is below a thousandth of it.
struct CoverageCase {
  CoverageSetting info;
  Index seeds = 0;
  Index null = 0;  ///< runs without an interval, for too few values: neither covered nor judged
  Index covered = 0;
  double half_width = 0;  ///< median over the intervals; NaN if there are none
  double rms_error = 0;   ///< root mean square error; over ℂ of the real part
  double matvecs = 0;     ///< median
  Index within = 0;       ///< runs with |error| ≤ tolerance · |trace|
  Index exact = 0;        ///< runs with the status exact
  double p_value = 1;     ///< for a coverage of at least the judge's bound; 1 without intervals
  bool fails = false;

  Index intervals() const { return seeds - null; }
  /// The fraction of intervals that hold the trace; NaN if there are none.
  double coverage() const {
    return static_cast<double>(covered) / static_cast<double>(intervals());
  }
  /// half_width / (z · rms_error), z the normal quantile of the confidence, 1.96 at 95 %: 1 for a
  /// normal error of known variance; over ℂ then 2.24/1.96 = 1.14, since both parts hold jointly.
  /// NaN if the RMS error is below 1e-12.
  double width_ratio() const;
};

/// At least one outcome.
CoverageCase summarise(CoverageSetting info, std::span<const Outcome> outcomes,
                       double size_of_trace);

}  // namespace isotrace::program
