#include "automatic_to_tolerance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "decay.hpp"
#include "growing_sketch.hpp"
#include "low_rank_part.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Values that tell what a sample would take; they are spent. Whole vectors of columns.
constexpr Index few_values = 8;
/// What so few foresee may be wrong by this factor.
constexpr double few_mistaken = 3;
/// What a sketch's columns foresee of a sample off their range may be wrong by this factor.
constexpr double range_mistaken = 1.25;
/// The squared width of an interval of some sixteen values is so many times what their deviation
/// foresees.
constexpr double first_look_margin = 1.6;
/// Columns of the first look at a sketch.
constexpr Index first_columns = first_probes / 2;
/// The first columns of a sketch are taken to be much slower than a few values from so many times
/// on.
constexpr double much_slower = 3;
/// Part of the time of what is known to do that may be spent on a sketch in search of something
/// better.
constexpr double exploration = 0.25;
constexpr double first_exploration = 0.4;  ///< on its first look

template <Scalar W>
W mean_of(const Sample& values) {
  if constexpr (is_complex<W>) return {values.re.mean(), values.im.mean()};
  return W(values.re.mean());
}

/// Seconds that follow a sketch, by its columns: what the last columns have gained goes on.
class Trend {
 public:
  void look(double columns, double seconds) {
    const bool known = columns_ > 0 && seconds_ < infinite;
    slope_ = known ? (seconds - seconds_) / (columns - columns_) : 0;
    columns_ = columns;
    seconds_ = seconds;
  }
  double at(double columns) const {
    return std::max(0.0, seconds_ + slope_ * (columns - columns_));
  }

 private:
  double columns_ = 0;
  double seconds_ = infinite;
  double slope_ = 0;
};

template <Scalar W, class Sketch>
class Soonest {
 public:
  Soonest(Run<W>& run, Sketch sketch) : run_(run), sketch_(std::move(sketch)) {}

  Estimate<W> operator()();

 private:
  static constexpr bool nystrom = std::is_same_v<Sketch, XNysTrace<W>>;
  /// Products with a column of the sketch.
  static constexpr int products = nystrom ? 1 : 2;

  Index most_columns() const;
  double seconds_of_sketch(double columns) const { return run_.sketch_seconds(columns, products); }

  void report_pilot();
  Sample values() const;
  W trace() const;
  double foreseen_values() const;
  double wanted_values() const { return std::max<double>(first_values, foreseen_values()); }
  double seconds_of_sample(double values, Index basis = 0) const;
  Index basis() const { return columns_beside(sketch_); }
  double seconds_of_rest() const {
    const double more = wanted_values() - static_cast<double>(sample_.re.count);
    return seconds_of_sample(std::max(1.0, more));
  }
  double affordable_columns(double seconds) const;
  double seconds_on_range(const Decay<W>& decay, W value) const;

  Index first_look() const;
  Estimate<W> sample();
  Estimate<W> sample_beside(LowRankPart<W> known);
  Estimate<W> exactly() {
    run_.method = Method::automatic;
    return run_.exactly(completed_ > 0 ? directions(run_, sketch_) : AppliedDirections<W>{});
  }
  /// Whether the exact trace is sooner beyond doubt; a sample turns to it where more values show
  /// it.
  bool surely_exact(double seconds, double mistaken = few_mistaken) const {
    return mistaken * run_.exact_seconds() < seconds;
  }
  bool can_sketch() const { return run_.B.can_apply() && most_columns() >= first_columns; }
  bool worth_a_look(double values) const;
  Estimate<W> look_at_sketch() {
    sketch_.add_probes(first_columns - sketch_.probes());
    return grow();
  }
  Estimate<W> grow();
  /// Seconds of what may follow a sketch.
  struct Ways {
    double alone;     ///< a sample that knows nothing of it
    double beside;    ///< one of what it leaves
    double on_range;  ///< one of what its range leaves, the range known first
    double soonest() const { return std::min({alone, beside, on_range}); }
  };
  Estimate<W> settle(const Estimate<W>& last, const Ways& ways);

  Run<W>& run_;
  Sketch sketch_;
  Sample pilot_;         ///< values that only choose: of the sketch's first columns, or a few
  Sample sample_;        ///< Hutchinson's, so far
  Index drawn_ = 0;      ///< probes of samples: from B.dim() on, beyond all of a sketch
  Index completed_ = 0;  ///< columns of the sketch at its last look
};

/// Columns of a sketch that can be completed by what is left.
template <Scalar W, class Sketch>
Index Soonest<W, Sketch>::most_columns() const {
  const Index product = run_.B.apply_cost();
  const Index owed = (products - 1) * product * (sketch_.probes() - completed_);
  if (owed > run_.left()) return 0;
  const Index more = (run_.left() - owed) / (products * product);
  return std::min(run_.most_columns(products * product), sketch_.probes() + more);
}

/// The estimate of a run that the caller stops before there is a better one.
template <Scalar W, class Sketch>
void Soonest<W, Sketch>::report_pilot() {
  if (pilot_.re.count == 0) return;
  run_.method = Method::hutchinson;
  const auto e = estimate_from_sample<W>(pilot_, run_.options.confidence, run_.estimand.known,
                                         run_.rounding_of_values());
  run_.last_look = run_.report(e, Status::budget, pilot_.re.count);
}

/// The most values that there are of one kind: they foresee what a sample would take.
template <Scalar W, class Sketch>
Sample Soonest<W, Sketch>::values() const {
  Sample most = run_.sketch_sample();
  for (const Sample& other : {pilot_, sample_}) {
    if (other.re.count > most.re.count) most = other;
  }
  return most;
}

/// The trace, as they foresee it.
template <Scalar W, class Sketch>
W Soonest<W, Sketch>::trace() const {
  return run_.estimand.known + mean_of<W>(values());
}

/// The values that Hutchinson's estimate would need, as these foresee it.
template <Scalar W, class Sketch>
double Soonest<W, Sketch>::foreseen_values() const {
  const Sample known = values();
  double deviation = known.re.standard_deviation();
  if constexpr (is_complex<W>) deviation = std::hypot(deviation, known.im.standard_deviation());
  return run_.foreseen_values(deviation, trace());
}

/// Seconds of so many values; infinite where the budget does not pay for them.
template <Scalar W, class Sketch>
double Soonest<W, Sketch>::seconds_of_sample(double values, Index basis) const {
  const double matvecs = values * static_cast<double>(run_.B.value_cost());
  return matvecs <= static_cast<double>(run_.left()) ? run_.sampling_seconds(values, basis)
                                                     : infinite;
}

/// The columns of a sketch that takes so long: the root of seconds_of_sketch(k) = seconds.
template <Scalar W, class Sketch>
double Soonest<W, Sketch>::affordable_columns(double seconds) const {
  double low = 0;
  double high = static_cast<double>(run_.B.dim());
  for (int step = 0; step < 50; ++step) {
    const double middle = 0.5 * (low + high);
    (seconds_of_sketch(middle) < seconds ? low : high) = middle;
  }
  return low;
}

/// Values of the first look at a sample: fewer, by the pilot's, where these are foreseen to do.
template <Scalar W, class Sketch>
Index Soonest<W, Sketch>::first_look() const {
  const Index least = first_values - pilot_.re.count;
  const double foreseen = first_look_margin * foreseen_values();
  return foreseen < static_cast<double>(least) ? least : first_values;
}

/// Hutchinson's estimate, with the values so far; where it takes longer than it seemed, the sketch
/// that was not tried yet.
template <Scalar W, class Sketch>
Estimate<W> Soonest<W, Sketch>::sample() {
  run_.method = Method::hutchinson;
  LowRankPart<W> nothing;
  nothing.begun = sample_;
  nothing.first_look = first_look();
  nothing.probes = sketch_.probes() + drawn_ - sample_.re.count;
  nothing.next = run_.B.dim() + drawn_;
  bool to_sketch = false;
  nothing.leaves = [&](Index count, double foreseen) {
    return to_sketch = worth_a_look(foreseen - static_cast<double>(count));
  };
  const auto [e, outcome] = sampled_remainder(run_, nothing);
  if (!outcome.left) return e;
  run_.last_look = e;
  drawn_ += outcome.probes - sample_.re.count;
  sample_ = outcome.sample;
  return to_sketch ? look_at_sketch() : exactly();
}

/// The seconds of Hutch++ with the range of the columns sketched so far, as what these leave of one
/// another foresees them; infinite where that is not paid for, or more than a sketch may take.
template <Scalar W, class Sketch>
double Soonest<W, Sketch>::seconds_on_range(const Decay<W>& decay, W value) const {
  const auto columns = static_cast<double>(sketch_.probes());
  const double rest = scaled(decay.size_off_range(), run_.B.unit());
  const double deviation = rest * (is_complex<W> ? 1 : std::sqrt(2.0));  // of ωᴴRω: 2‖R‖² over ℝ
  const double values = std::max<double>(first_values, run_.foreseen_values(deviation, value));
  const double matvecs = columns * static_cast<double>(run_.B.apply_cost()) +
                         values * static_cast<double>(run_.B.value_cost());
  const bool too_many = sketch_.probes() > run_.most_columns(2 * run_.B.apply_cost());
  if (too_many || matvecs > static_cast<double>(run_.left())) return infinite;
  return columns * run_.B.apply_seconds() + run_.sketch_arithmetic(columns, 2) +
         run_.sampling_seconds(values, sketch_.probes());
}

/// What the sketch knows, and a sample of the rest.
template <Scalar W, class Sketch>
Estimate<W> Soonest<W, Sketch>::sample_beside(LowRankPart<W> known) {
  known.next = run_.B.dim() + drawn_;
  known.probes += drawn_;
  return sample_remainder(run_, std::move(known), [&](LowRankPart<W> part) {
    part = {};  // its panels make room
    return exactly();
  });
}

/// Whether a first look at the sketch may be afforded, where a sample would take so many values
/// more, and whether the first columns of an XTrace's, if they are there, see a spectrum that
/// decays. (Of a Nyström approximation's the look needs no further product.)
template <Scalar W, class Sketch>
bool Soonest<W, Sketch>::worth_a_look(double values) const {
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

template <Scalar W, class Sketch>
Estimate<W> Soonest<W, Sketch>::operator()() {
  if (!can_sketch()) return sample();
  const double sketched = static_cast<double>(first_columns) * run_.B.apply_seconds();
  if (sketched > much_slower * run_.sampling_seconds(few_values)) {
    pilot_ = run_.B.sample({}, run_.B.dim(), few_values);
    drawn_ = pilot_.re.count;
  } else {
    sketch_.add_probes(first_columns);
    pilot_ = run_.sketch_sample();
  }
  report_pilot();
  if (pilot_.interrupted) throw Stopped{};
  if (worth_a_look(wanted_values())) return look_at_sketch();
  return surely_exact(seconds_of_rest()) ? exactly() : sample();
}

/// Looks at a growing sketch until it will do, or something else will do sooner.
template <Scalar W, class Sketch>
Estimate<W> Soonest<W, Sketch>::grow() {
  SketchGrowth sizes;
  Trend trend;
  while (true) {
    run_.method = nystrom ? Method::xnystrace : Method::xtrace;
    Estimate<W> e = look(run_, sketch_);
    e.probes += drawn_;
    completed_ = sketch_.probes();
    if (e.status != Status::budget) return e;
    run_.last_look = e;
    if (sizes.planned()) run_.stopping.next_look();
    const double excess = run_.stopping.excess(e);
    sizes.look(sketch_.probes(), excess);
    const auto now = static_cast<double>(sketch_.probes());
    const double rest = now * excess * excess;
    const Decay<W> decay(sketch_.sketch());
    const Ways ways{seconds_of_rest(), seconds_of_sample(rest, basis()),
                    nystrom ? seconds_on_range(decay, e.value) : infinite};
    const double known = std::min(run_.exact_seconds(), ways.soonest());
    const Index most = most_columns();
    const bool few = sketch_.probes() < first_probes;
    const Index next = std::min(few ? first_probes : sizes.next(), most);
    const double spent = seconds_of_sketch(now);
    const bool foreseen = seconds_of_sketch(sizes.foreseen()) - spent < known &&
                          sizes.foreseen() <= static_cast<double>(most);
    const auto then = static_cast<double>(next);
    const bool explored = seconds_of_sketch(then) < exploration * (spent + known);
    trend.look(now, ways.soonest());
    const bool gains = seconds_of_sketch(then) + trend.at(then) < spent + known;
    const bool decays =
        few || decay.worth_deflating(wanted_values(), affordable_columns(ways.alone));
    if (next == sketch_.probes() || !(foreseen || explored || gains) || !decays) {
      return settle(e, ways);
    }
    sketch_.add_probes(next - sketch_.probes());
  }
}

/// The soonest way from a sketch that will not grow any more.
template <Scalar W, class Sketch>
Estimate<W> Soonest<W, Sketch>::settle(const Estimate<W>& last, const Ways& ways) {
  if (run_.left() < least_values_of_rest * run_.B.value_cost()) return last;
  const double soonest = ways.soonest();
  const bool on_range = ways.on_range < std::min(ways.alone, ways.beside);
  if (surely_exact(soonest, on_range ? range_mistaken : few_mistaken)) return exactly();
  if (ways.alone < ways.beside && !on_range) return sample();
  run_.method = nystrom && !on_range ? Method::nystrompp : Method::hutchpp;
  // a sample of the rest also where none of the ways is paid for
  return sample_beside(on_range ? part_of_range(run_.B, sketch_.sketch())
                                : part_of_sketch(run_, sketch_));
}

}  // namespace

template <Scalar W>
Estimate<W> soonest(Run<W>& run) {
  // half as many products a column, but more columns where the spectrum has a long tail
  const bool products_count =
      first_probes * run.B.apply_seconds() > run.sketch_arithmetic(first_probes, 1);
  if (run.estimand.semidefinite && products_count) {
    return Soonest(run, XNysTrace<W>(run.B, run.noise()))();
  }
  return Soonest(run, XTrace<W>(run.B))();
}

#define INSTANTIATE(S) template Estimate<S> soonest(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
