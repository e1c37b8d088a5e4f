#pragma once

#include "panel.hpp"

namespace isotrace {

/// The Nyström approximation B⟨Ω⟩ = Y(ΩᴴY)⁻¹Yᴴ = F Fᴴ of B ≥ 0 from Y = BΩ. With ΩᴴY = C ᴴC,
/// C = Λ^½Uᴴ, it is F = Y UΛ^(-½), without the directions whose eigenvalue is rounding: no shift,
/// whose trace would have to be taken off again.
template <Scalar S>
struct Nystrom {
  Panel<S> factor;             ///< F, n×rank
  Small<S> vectors;            ///< U, k×rank
  Eigen::ArrayXd eigenvalues;  ///< of ΩᴴY, those kept

  bool exhausted() const { return vectors.cols() < vectors.rows(); }
  /// tr B⟨Ω⟩ = ‖F‖²_F.
  double trace() const { return factor.squaredNorm(); }
};

/// epsilon is that of B's products. Throws OperatorError, with the evidence, where ΩᴴY is not
/// Hermitian, or has a negative eigenvalue, beyond √epsilon times its size.
template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, double epsilon);

}  // namespace isotrace
