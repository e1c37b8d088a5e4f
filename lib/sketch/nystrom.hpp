#pragma once

#include <lib/core/sum.hpp>
#include <lib/linalg/panel.hpp>

namespace isotrace {

/// The Nyström approximation B_ν⟨Ω⟩ = Y(ΩᴴY)⁻¹Yᴴ = F Fᴴ of B_ν = B + νI, B ≥ 0, from Y = B_νΩ. The
/// shift ν, some multiple of B's rounding, makes ΩᴴY = C ᴴC definite; its part of any trace is
/// known and taken off again: nothing is cut off, and nothing of what rounding leaves of B is lost.
template <Scalar S>
struct Nystrom {
  Index n;
  Small<S> orthonormalising;  ///< T, k×r: ΩT is an orthonormal basis of Ω's columns
  Eigen::VectorXd leverage;   ///< of Ω's columns: 1 but for those the others span
  Panel<S> factor;            ///< F = Y C⁺
  Small<S> inverse_adjoint;   ///< C⁺ᴴ, r×k
  double shift;               ///< ν; 0 for B = 0, which has a factor without columns

  /// ‖F‖²_F + ν n, the size of what trace() adds up.
  double magnitude() const { return factor_squares() + shift * static_cast<double>(n); }
  /// tr B_ν⟨Ω⟩ − ν n.
  double trace() const { return factor_squares() - shift * static_cast<double>(n); }
  double factor_squares() const { return sum(column_squares<S>(factor)); }
};

/// T with (ΩT)ᴴΩT = I from ΩᴴΩ.
template <Scalar S>
Small<S> orthonormalising(const Small<S>& gram_of_omega);

/// ΩᴴBΩ for Y = BΩ, above the diagonal and in its first columns; the rest as the adjoint of that.
template <Scalar S>
Small<S> products_of(const Panel<S>& omega, const Panel<S>& Y);

/// From Y = BΩ, ΩᴴΩ and ΩᴴY; epsilon is that of B's products, and noise the rounding that B holds
/// already (a difference of greater operators). Throws OperatorError, with the evidence, where
/// ΩᴴBΩ is not Hermitian, or has a negative eigenvalue, beyond √epsilon times its size, and beyond
/// the noise.
template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, const Small<S>& gram_of_omega,
                   const Small<S>& H, double epsilon, double noise);

template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, double epsilon, double noise = 0) {
  return nystrom<S>(omega, Y, gram(omega), products_of(omega, Y), epsilon, noise);
}

}  // namespace isotrace
