#pragma once

#include "elementary.hpp"

/// The ziggurat method (Marsaglia, Tsang 2000) for the half bell f(x) = e^(−x²/2), x ≥ 0, cut into
/// layers of equal area with rectangles inside the curve (McFarland 2016), so that a point of a
/// rectangle needs no test. All tables are computed by the compiler, in plain multiplications and
/// additions.
namespace isotrace::ISOTRACE_ISA {

/// Layers 0 … rectangles − 1 are rectangles, each with 1/1024 of the area; the other layers stand
/// for the 3/1024 of the area that the rectangles do not cover.
inline constexpr int layers = 1024;
inline constexpr int rectangles = 1021;

/// The tables. The uncovered part is split into boxes: box 0 is the tail beyond edge[0], under an
/// exponential envelope; box j, 1 ≤ j ≤ rectangles, is [edge[j], edge[j−1]] × [height[j−1],
/// height[j]], of which the part under the curve is wanted.
struct Ziggurat {
  /// Right end of rectangle j, [0, edge[j]] × [height[j−1], height[j]], decreasing in j; then
  /// edge[rectangles] = 0, and zeros.
  double edge[layers] = {};
  /// edge · 2⁻⁶³: times a random signed word, it is uniform over the rectangle.
  double scaled_edge[layers] = {};
  /// f(edge[j]).
  double height[layers] = {};
  /// Walker's alias method for a box with probability proportional to its area, that of the tail
  /// being f(r)/r with r = edge[0]: with 10 bits i and 54 bits t of a word, box i if t <
  /// threshold[i], else alias[i].
  Word threshold[layers] = {};
  std::uint16_t alias[layers] = {};
};

/// ∫₀^∞ f / layers.
inline constexpr double layer_area = 0x1.40d931ff62706p0 / layers;

constexpr double bell(double x) {
  return exp(-0.5 * (x * x));
}

/// The larger solution x of x·(f(x) − floor) = layer_area, by Newton's method from `start`.
constexpr double next_edge(double start, double floor) {
  double x = start;
  for (int step = 0; step < 12; ++step) {
    const double f = bell(x);
    x -= (x * (f - floor) - layer_area) / (f - floor - x * x * f);
  }
  return x;
}

/// The area of a box; for the tail, under its envelope.
constexpr double box_area(const Ziggurat& z, int box) {
  if (box == 0) return z.height[0] / z.edge[0];
  if (box > rectangles) return 0.0;
  return (z.edge[box - 1] - z.edge[box]) * (z.height[box] - z.height[box - 1]);
}

/// Fills threshold and alias by Vose's construction (1991).
constexpr void fill_alias(Ziggurat& z) {
  double sum = 0.0;
  for (int box = 0; box < layers; ++box) sum += box_area(z, box);
  double share[layers] = {};  // layers · the probability not yet assigned
  int small[layers] = {}, large[layers] = {};
  int smalls = 0, larges = 0;
  for (int box = 0; box < layers; ++box) {
    share[box] = box_area(z, box) / sum * layers;
    (share[box] < 1.0 ? small[smalls++] : large[larges++]) = box;
  }
  while (smalls > 0 && larges > 0) {
    const int low = small[--smalls];
    const int high = large[larges - 1];
    z.threshold[low] = static_cast<Word>(share[low] * 0x1p54);
    z.alias[low] = static_cast<std::uint16_t>(high);
    share[high] -= 1.0 - share[low];
    if (share[high] < 1.0) small[smalls++] = large[--larges];
  }
  while (larges > 0) z.threshold[large[--larges]] = Word{1} << 54;
  while (smalls > 0) z.threshold[small[--smalls]] = Word{1} << 54;
}

consteval Ziggurat make_ziggurat() {
  Ziggurat z;
  double floor = 0.0;
  double x = 4.0;
  for (int j = 0; j < rectangles; ++j) {
    x = next_edge(x, floor);
    floor = bell(x);
    z.edge[j] = x;
    z.scaled_edge[j] = x * 0x1p-63;
    z.height[j] = floor;
  }
  z.height[rectangles] = 1.0;
  fill_alias(z);
  return z;
}

constexpr Ziggurat ziggurat = make_ziggurat();

}  // namespace isotrace::ISOTRACE_ISA
