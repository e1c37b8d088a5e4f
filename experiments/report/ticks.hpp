#pragma once

#include <string>
#include <vector>

#include <report/plot.hpp>

namespace isotrace::reports {

/// A mark on an axis; the label is in gnuplot's enhanced text.
struct Tick {
  double at;
  std::string label;
};

/// The ticks of an axis from low to high, low < high: on a linear axis multiples of 1, 2 or 5 times
/// a power of ten; on a logarithmic one powers of its base, and their multiples by 2 and 5 where
/// the decades are few. The labels of one axis are either all plain decimal numbers or all with a
/// power, "2·10^{−5}".
std::vector<Tick> ticks(const Axis& axis, double low, double high);

}  // namespace isotrace::reports
