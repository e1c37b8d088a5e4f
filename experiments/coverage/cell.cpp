#include <coverage/cell.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace isotrace::program {
namespace {

bool holds(const Interval& interval, double value) {
  return interval.low <= value && value <= interval.high;
}

double half_width(const Interval& interval) {
  return 0.5 * (interval.high - interval.low);
}

template <class T>
double median(std::span<const Outcome> outcomes, T Outcome::*member) {
  std::vector<double> values;
  for (const Outcome& one : outcomes) values.push_back(static_cast<double>(one.*member));
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

template <class F>
Index count(std::span<const Outcome> outcomes, F&& counts) {
  return static_cast<Index>(std::count_if(outcomes.begin(), outcomes.end(), counts));
}

}  // namespace

Outcome outcome_of(const Estimate<double>& e, double trace) {
  const double error = std::abs(e.value - trace);
  return {holds(e.interval, trace), half_width(e.interval), error, error, e.matvecs,
          e.status == Status::exact};
}

Outcome outcome_of(const Estimate<std::complex<double>>& e, std::complex<double> trace) {
  return {holds(e.interval.re, trace.real()) && holds(e.interval.im, trace.imag()),
          half_width(e.interval.re),
          std::abs(e.value.real() - trace.real()),
          std::abs(e.value - trace),
          e.matvecs,
          e.status == Status::exact};
}

double Cell::width_ratio() const {
  constexpr double rounding = 1e-12;
  if (rms_error < rounding) return std::numeric_limits<double>::quiet_NaN();
  return half_width / (1.96 * rms_error);
}

Cell summarise(CellInfo info, std::span<const Outcome> outcomes, double size_of_trace) {
  Cell cell{.info = std::move(info), .seeds = static_cast<Index>(outcomes.size())};
  const double tolerated = cell.info.tolerance * size_of_trace;
  cell.covered = count(outcomes, [](const Outcome& o) { return o.covered; });
  cell.exact = count(outcomes, [](const Outcome& o) { return o.exact; });
  cell.within = count(outcomes, [&](const Outcome& o) { return o.error <= tolerated; });
  cell.half_width = median(outcomes, &Outcome::half_width) / size_of_trace;
  cell.matvecs = median(outcomes, &Outcome::matvecs);
  double squares = 0;
  for (const Outcome& o : outcomes) squares += o.part_error * o.part_error;
  cell.rms_error = std::sqrt(squares / static_cast<double>(cell.seeds)) / size_of_trace;
  return cell;
}

}  // namespace isotrace::program
