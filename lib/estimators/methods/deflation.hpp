#pragma once

#include "../sketch/panel.hpp"

namespace isotrace {

/// Were ‖B‖²_F the work of r equal eigenvalues, Hutchinson's variance with N probes would be r/N
/// and, with k of them deflated at the same cost, (r − k)/k: less where r (N − k) < k N. The r that
/// counts is ‖B‖⁴_F / ‖BᴴB‖²_F, whose parts the sketch Y = BΩ estimates without bias: E‖Bω‖² =
/// ‖B‖²_F and E|ω_iᴴBᴴBω_j|² = ‖BᴴB‖²_F.
template <Scalar W>
bool worth_deflating(const Panel<W>& Y, double probes, double columns) {
  Small<W> G = gram(Y);
  const double size = real_part(G.trace());
  if (!(size > 0)) return true;  // a sketch of nothing finds the trace out exactly
  G /= size;
  const auto count = static_cast<double>(G.cols());
  const double second = 1 / count;
  const double fourth = (G.squaredNorm() - G.diagonal().squaredNorm()) / (count * (count - 1));
  return second * second * (1 - columns / probes) < columns * fourth;
}

}  // namespace isotrace
