#pragma once

#include <lib/core/sum.hpp>
#include <lib/linalg/panel.hpp>

namespace isotrace {

/// The Nyström approximation B_ν⟨Ω⟩ = Y(ΩᴴY)⁻¹Yᴴ = F Fᴴ of B_ν = B + νI, B ≥ 0, from Y = B_νΩ. The
/// shift ν, a small multiple of B's rounding error, makes ΩᴴY = CᴴC positive definite without
/// truncation. Its contribution to a trace is known and subtracted.
template <Scalar S>
struct Nystrom {
  Index n;
  Small<S> orthonormalising;  ///< T, k×r: ΩT is an orthonormal basis of Ω's columns
  Eigen::VectorXd leverage;   ///< of Ω's columns: below 1 for a column that the others span
  Panel<S> factor;            ///< F = Y C⁺
  Small<S> inverse_adjoint;   ///< C⁺ᴴ, r×k
  double shift;               ///< ν; 0 for B = 0, where F has no columns

  /// ‖F‖²_F + ν n, the size of the terms of trace().
  double magnitude() const { return factor_squares() + shift * static_cast<double>(n); }
  /// tr B_ν⟨Ω⟩ − ν n.
  double trace() const { return factor_squares() - shift * static_cast<double>(n); }
  double factor_squares() const { return sum(column_squares<S>(factor)); }
};

/// T with (ΩT)ᴴΩT = I from ΩᴴΩ.
template <Scalar S>
Small<S> orthonormalising(const Small<S>& gram_of_omega);

/// ΩᴴBΩ for Y = BΩ, computed above the diagonal and mirrored, but in full in the first few columns:
/// these show whether B is Hermitian.
template <Scalar S>
Small<S> products_of(const Panel<S>& omega, const Panel<S>& Y);

/// The approximation from Y = BΩ, ΩᴴΩ and H = ΩᴴY. epsilon: machine precision of the products with
/// B. noise: rounding error in B itself, such as a difference of larger operators. Throws
/// OperatorError, with the evidence, if ΩᴴBΩ is not Hermitian or has a negative eigenvalue, beyond
/// √epsilon times its size and beyond the noise.
template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, const Small<S>& gram_of_omega,
                   const Small<S>& H, double epsilon, double noise);

template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, double epsilon, double noise = 0) {
  return nystrom<S>(omega, Y, gram(omega), products_of(omega, Y), epsilon, noise);
}

}  // namespace isotrace
