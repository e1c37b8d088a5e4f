#pragma once

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "decay.hpp"
#include "growing_sketch.hpp"
#include "low_rank_part.hpp"

namespace isotrace {

inline constexpr double never = std::numeric_limits<double>::infinity();  ///< seconds
/// A prediction from a few values may be wrong by this factor.
inline constexpr double few_mistaken = 3;
/// Columns of the first look at a sketch.
inline constexpr Index first_columns = first_probes / 2;

/// Seconds still needed after a sketch, as a function of its columns: extrapolated linearly from
/// the last two looks.
class Trend {
 public:
  void look(double columns, double seconds) {
    const bool known = columns_ > 0 && seconds_ < never;
    slope_ = known ? (seconds - seconds_) / (columns - columns_) : 0;
    columns_ = columns;
    seconds_ = seconds;
  }
  double at(double columns) const {
    return std::max(0.0, seconds_ + slope_ * (columns - columns_));
  }

 private:
  double columns_ = 0;
  double seconds_ = never;
  double slope_ = 0;
};

/// Runs what should meet a tolerance soonest by the model of core/cost.hpp, and chooses again after
/// every look. The predictions are in time_choice.cpp, the actions in automatic_to_tolerance.cpp.
/// Sketch: XTrace or XNysTrace.
template <Scalar W, class Sketch>
class TimeChoice {
 public:
  TimeChoice(Run<W>& run, Sketch sketch) : run_(run), sketch_(std::move(sketch)) {}

  Estimate<W> operator()();

 private:
  static constexpr bool nystrom = std::is_same_v<Sketch, XNysTrace<W>>;
  /// Products with B for each column of the sketch.
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
  /// Whether the exact trace is faster even if the prediction is wrong by the factor `mistaken`. If
  /// not, a sample starts, and turns to the exact trace once its values show that it is faster.
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
  /// Predicted seconds of each way to continue after a sketch.
  struct Ways {
    double alone;     ///< a sample that ignores the sketch
    double beside;    ///< a sample of the sketch's remainder
    double on_range;  ///< B on the sketch's range, and a sample off it (Hutch++)
    double soonest() const { return std::min({alone, beside, on_range}); }
  };
  Estimate<W> settle(const Estimate<W>& last, const Ways& ways);

  Run<W>& run_;
  Sketch sketch_;
  Sample pilot_;         ///< values for the choice only: of the sketch's first columns, or a few
  Sample sample_;        ///< Hutchinson's sample so far
  Index drawn_ = 0;      ///< probes drawn for samples: numbered from B.dim(), after any sketch's
  Index completed_ = 0;  ///< columns of the sketch at its last look
};

}  // namespace isotrace
