#include <coverage/coverage_case.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace isotrace::program {
namespace {

bool holds(const Interval& interval, double value) {
  return interval.low <= value && value <= interval.high;
}

/// Whether a finite value has no bounds, because there are too few values. A value that is not
/// finite is a failure instead.
bool is_null(const Interval& interval, double value) {
  return std::isnan(interval.low) && std::isnan(interval.high) && std::isfinite(value);
}

double half_width(const Interval& interval) {
  return 0.5 * (interval.high - interval.low);
}

double median(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

double median_half_width(std::span<const Outcome> outcomes) {
  std::vector<double> values;
  for (const Outcome& one : outcomes) {
    if (!one.null) values.push_back(one.half_width);
  }
  return median(std::move(values));
}

double median_matvecs(std::span<const Outcome> outcomes) {
  std::vector<double> values;
  for (const Outcome& one : outcomes) values.push_back(static_cast<double>(one.matvecs));
  return median(std::move(values));
}

template <class F>
Index count(std::span<const Outcome> outcomes, F&& counts) {
  return static_cast<Index>(std::count_if(outcomes.begin(), outcomes.end(), counts));
}

}  // namespace

std::string_view name(CoverageSet set) {
  return set == CoverageSet::adversarial ? "adversarial" : "reference";
}

Outcome outcome_of(const Estimate<double>& e, double trace) {
  const double error = std::abs(e.value - trace);
  return {holds(e.interval, trace),  half_width(e.interval),      error, error, e.matvecs,
          e.status == Status::exact, is_null(e.interval, e.value)};
}

Outcome outcome_of(const Estimate<std::complex<double>>& e, std::complex<double> trace) {
  return {holds(e.interval.re, trace.real()) && holds(e.interval.im, trace.imag()),
          half_width(e.interval.re),
          std::abs(e.value.real() - trace.real()),
          std::abs(e.value - trace),
          e.matvecs,
          e.status == Status::exact,
          is_null(e.interval.re, e.value.real()) && is_null(e.interval.im, e.value.imag())};
}

double CoverageCase::width_ratio() const {
  constexpr double rounding = 1e-12;
  if (rms_error < rounding) return std::numeric_limits<double>::quiet_NaN();
  const double z =
      info.confidence == 0.95 ? 1.96 : quantile(boost::math::normal(), 0.5 + 0.5 * info.confidence);
  return half_width / (z * rms_error);
}

CoverageCase summarise(CoverageSetting info, std::span<const Outcome> outcomes,
                       double size_of_trace) {
  CoverageCase coverage_case{.info = std::move(info), .seeds = static_cast<Index>(outcomes.size())};
  const double tolerated = coverage_case.info.tolerance * size_of_trace;
  coverage_case.covered = count(outcomes, [](const Outcome& o) { return o.covered; });
  coverage_case.exact = count(outcomes, [](const Outcome& o) { return o.exact; });
  coverage_case.within = count(outcomes, [&](const Outcome& o) { return o.error <= tolerated; });
  coverage_case.null = count(outcomes, [](const Outcome& o) { return o.null; });
  coverage_case.half_width = median_half_width(outcomes) / size_of_trace;
  coverage_case.matvecs = median_matvecs(outcomes);
  double squares = 0;
  for (const Outcome& o : outcomes) squares += o.part_error * o.part_error;
  coverage_case.rms_error =
      std::sqrt(squares / static_cast<double>(coverage_case.seeds)) / size_of_trace;
  return coverage_case;
}

}  // namespace isotrace::program
