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

/// The ticks of an axis from low to high, low < high. On a linear axis they are multiples of 1, 2
/// or 5 times a power of ten; on a logarithmic axis powers of its base, with their multiples by 2
/// and 5 if there are few decades. The labels of an axis are either all decimal numbers or all
/// powers, "2·10^{−5}".
std::vector<Tick> ticks(const Axis& axis, double low, double high);

}  // namespace isotrace::reports
