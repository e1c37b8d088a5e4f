#include "time_choice.hpp"

#include <cmath>

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// For about sixteen values, the squared width of the interval over what their standard deviation
/// predicts.
constexpr double first_look_margin = 1.6;
/// A first look at a sketch may take this fraction of the time of the fastest known way.
constexpr double first_exploration = 0.4;

template <Scalar W>
W mean_of(const Sample& values) {
  if constexpr (is_complex<W>) return {values.re.mean(), values.im.mean()};
  return W(values.re.mean());
}

}  // namespace

/// The most columns of a sketch that the remaining budget can complete.
template <Scalar W, class Sketch>
Index TimeChoice<W, Sketch>::most_columns() const {
  const Index product = run_.B.apply_cost();
  const Index owed = (products - 1) * product * (sketch_.probes() - completed_);
  if (owed > run_.left()) return 0;
  const Index more = (run_.left() - owed) / (products * product);
  return std::min(run_.most_columns(products * product), sketch_.probes() + more);
}

/// The largest set of values so far; it predicts what a sample would take.
template <Scalar W, class Sketch>
Sample TimeChoice<W, Sketch>::values() const {
  Sample most = run_.sketch_sample();
  for (const Sample& other : {pilot_, sample_}) {
    if (other.re.count > most.re.count) most = other;
  }
  return most;
}

/// The trace as predicted by values().
template <Scalar W, class Sketch>
W TimeChoice<W, Sketch>::trace() const {
  return run_.estimand.known + mean_of<W>(values());
}

/// The number of values that Hutchinson's estimate would need, as predicted by values().
template <Scalar W, class Sketch>
double TimeChoice<W, Sketch>::foreseen_values() const {
  const Sample known = values();
  double deviation = known.re.standard_deviation();
  if constexpr (is_complex<W>) deviation = std::hypot(deviation, known.im.standard_deviation());
  return run_.foreseen_values(deviation, trace());
}

/// Seconds of `values` values; infinite if the budget does not pay for them.
template <Scalar W, class Sketch>
double TimeChoice<W, Sketch>::seconds_of_sample(double values, Index basis) const {
  const double matvecs = values * static_cast<double>(run_.B.value_cost());
  return matvecs <= static_cast<double>(run_.left()) ? run_.sampling_seconds(values, basis) : never;
}

/// The columns of a sketch that takes `seconds`: the root k of seconds_of_sketch(k) = seconds.
template <Scalar W, class Sketch>
double TimeChoice<W, Sketch>::affordable_columns(double seconds) const {
  double low = 0;
  double high = static_cast<double>(run_.B.dim());
  for (int step = 0; step < 50; ++step) {
    const double middle = 0.5 * (low + high);
    (seconds_of_sketch(middle) < seconds ? low : high) = middle;
  }
  return low;
}

/// Number of values at the first look at a sample: reduced by the pilot's if that should suffice.
template <Scalar W, class Sketch>
Index TimeChoice<W, Sketch>::first_look() const {
  const Index least = first_values - pilot_.re.count;
  const double foreseen = first_look_margin * foreseen_values();
  return foreseen < static_cast<double>(least) ? least : first_values;
}

/// Predicted seconds of Hutch++ on the range of the columns sketched so far, from the distance of
/// each column from the others' span; infinite if the budget, or what a sketch may take of it, does
/// not pay for it.
template <Scalar W, class Sketch>
double TimeChoice<W, Sketch>::seconds_on_range(const Decay<W>& decay, W value) const {
  const auto columns = static_cast<double>(sketch_.probes());
  const double rest = scaled(decay.size_off_range(), run_.B.unit());
  const double deviation = rest * (is_complex<W> ? 1 : std::sqrt(2.0));  // of ωᴴRω: 2‖R‖² over ℝ
  const double values = std::max<double>(first_values, run_.foreseen_values(deviation, value));
  const double matvecs = columns * static_cast<double>(run_.B.apply_cost()) +
                         values * static_cast<double>(run_.B.value_cost());
  const bool too_many = sketch_.probes() > run_.most_columns(2 * run_.B.apply_cost());
  if (too_many || matvecs > static_cast<double>(run_.left())) return never;
  return columns * run_.B.apply_seconds() + run_.sketch_arithmetic(columns, 2) +
         run_.sampling_seconds(values, sketch_.probes());
}

/// Whether to look at the sketch for the first time, if a sample would take `values` more values.
/// The look must be affordable, and XTrace's first columns, if sketched, must show a decaying
/// spectrum. (For XNysTrace the look needs no further product.)
template <Scalar W, class Sketch>
bool TimeChoice<W, Sketch>::worth_a_look(double values) const {
  if (completed_ > 0 || !can_sketch()) return false;
  const double sampled = seconds_of_sample(values);
  const double sketched = static_cast<double>(sketch_.probes()) * run_.B.apply_seconds();
  const double known = std::min(run_.exact_seconds(), sampled);
  if (seconds_of_sketch(first_columns) - sketched >= first_exploration * known) return false;
  if (sketch_.probes() == 0 || nystrom) return true;
  const Decay<W> decay(sketch_.sketch());
  return seconds_on_range(decay, trace()) < sampled ||
         decay.worth_deflating(values, affordable_columns(sampled));
}

#define INSTANTIATE(S)                     \
  template class TimeChoice<S, XTrace<S>>; \
  template class TimeChoice<S, XNysTrace<S>>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
