#pragma once

#include "panel.hpp"

namespace isotrace {

/// The Nyström approximation B_ν⟨Ω⟩ = Y(ΩᴴY)⁻¹Yᴴ = F Fᴴ of B_ν = B + νI, B ≥ 0, from Y = B_νΩ. The
/// shift ν, some multiple of B's rounding, makes ΩᴴY = C ᴴC definite; its part of any trace is
/// known and taken off again: nothing is cut off, and nothing of what rounding leaves of B is lost.
template <Scalar S>
struct Nystrom {
  Index n;
  Small<S> orthonormalising;  ///< T: ΩT is an orthonormal basis of Ω's columns
  Panel<S> factor;            ///< F = Y C⁻¹
  Small<S> inverse_adjoint;   ///< C⁻ᴴ
  double shift;               ///< ν; 0 for B = 0, which has a factor without columns

  /// tr B_ν⟨Ω⟩ − ν n.
  double trace() const { return factor.squaredNorm() - shift * static_cast<double>(n); }
};

/// From Y = BΩ; epsilon is that of B's products. Throws OperatorError, with the evidence, where
/// ΩᴴBΩ is not Hermitian, or has a negative eigenvalue, beyond √epsilon times its size.
template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, double epsilon);

}  // namespace isotrace
