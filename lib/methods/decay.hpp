#pragma once

#include <cmath>
#include <limits>

#include <lib/linalg/blocked_cholesky.hpp>
#include <lib/linalg/panel.hpp>

namespace isotrace {

/// What the Gram matrix YᴴY of a sketch Y = BΩ tells about the decay of B's spectrum.
template <Scalar W>
class Decay {
 public:
  explicit Decay(const Panel<W>& Y) : gram_(gram(Y)), size_(real_part(gram_.trace())) {}

  /// If ‖B‖²_F came from r equal eigenvalues, Hutchinson's variance with N probes would be
  /// proportional to r/N and, with k of them deflated at the same cost, to (r − k)/k, which is less
  /// if r (N − k) < k N. The r used is ‖B‖⁴_F / ‖BᴴB‖²_F, both parts estimated without bias:
  /// E‖Bω‖² = ‖B‖²_F and E|ω_iᴴBᴴBω_j|² = ‖BᴴB‖²_F.
  bool worth_deflating(double probes, double columns) const {
    if (!(size_ > 0)) return true;  // a sketch of B = 0 gives the exact trace
    const Small<W> G = gram_ / size_;
    const auto count = static_cast<double>(G.cols());
    const double second = 1 / count;
    const double fourth = (G.squaredNorm() - G.diagonal().squaredNorm()) / (count * (count - 1));
    return second * second * (1 - columns / probes) < columns * fourth;
  }

  /// ‖(I − P)B‖_F for the projector P onto the range of a sketch with one column fewer than Y. Its
  /// square is estimated without bias by the mean of ‖(I − P_i)Bω_i‖² = 1/((YᴴY)⁻¹)_ii, where P_i
  /// belongs to all columns but the i-th. If the columns are dependent, the rounding error of that.
  double size_off_range() const {
    if (!(size_ > 0)) return 0;
    Small<W> R = gram_;
    if (!cholesky(R)) return std::sqrt(std::numeric_limits<double>::epsilon() * size_);
    return std::sqrt(inverse_of_upper(R).rowwise().squaredNorm().cwiseInverse().mean());
  }

 private:
  Small<W> gram_;
  double size_;
};

}  // namespace isotrace
