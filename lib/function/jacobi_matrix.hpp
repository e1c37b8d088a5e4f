#pragma once

#include <optional>
#include <vector>

#include <isotrace/function/spectral_function.hpp>

namespace isotrace::detail {

/// A real symmetric tridiagonal matrix T of order k ≥ 1: the coefficients of Lanczos's recurrence.
struct JacobiMatrix {
  std::vector<double> diagonal;  ///< α_1 … α_k
  std::vector<double> beside;    ///< β_1 … β_(k−1), not negative
};

/// Nodes and weights of a quadrature rule, in no particular order.
struct Rule {
  std::vector<double> nodes;
  std::vector<double> weights;  ///< not negative, with the sum 1
};

/// The Gauss rule of T: its eigenvalues, and the squared first components of its orthonormal
/// eigenvectors. Implicit QL steps that carry the first row alone (G. H. Golub, J. H. Welsch, Math.
/// Comp. 23, 1969). O(k²).
Rule gauss_rule(const JacobiMatrix& T);

/// T with one more row, of the off-diagonal entry β_k and the diagonal one that makes `pin` an
/// eigenvalue: of a Gauss–Radau rule. Empty if pin is within the spectrum of T, up to rounding, so
/// that there is none. From below: whether pin is below it. O(k).
std::optional<JacobiMatrix> pinned(const JacobiMatrix& T, double beta, double pin, bool from_below);

/// e_1ᵀ f(T) e_1 with what the rule leaves open.
struct Quadrature {
  double value;
  double half_width;     ///< of an enclosure, or an estimate of the error
  bool enclosed = true;  ///< which of them, in exact arithmetic
};

/// What is known of the spectrum's ends.
struct SpectrumBounds {
  std::optional<double> lower = {};
  std::optional<double> upper = {};
};

/// The integral of f by the coefficients T and β_k. If f has an enclosure and the bound that it
/// needs is there: the middle of Gauss's and Gauss–Radau's rules, which enclose it. Else Gauss's
/// rule, with an estimate of its error from shorter ones. β_k = 0: the Gauss rule is exact. Nodes
/// are known to about epsilon ‖T‖, the rounding of the scalar: what that does to the sum is added
/// to the half-width. Throws what f throws, and OperatorError for a node that is outside a bound by
/// more than rounding. O(k²).
Quadrature quadrature(const SpectralFunction& f, const JacobiMatrix& T, double beta,
                      const SpectrumBounds& bounds, double epsilon);

/// How far the k nodes of T are uncertain: (4 + √k) epsilon times the greatest of them.
double node_rounding(const Rule& rule, double epsilon);

/// The error of the last of three approximations with k/4, k/2 and k steps, from their distances d
/// = |G_k − G_(k/2)| and before = |G_(k/2) − G_(k/4)|: d r/(1 − r) for r = d/before, as if that
/// went on, and half as much again; infinite if they do not come nearer.
double extrapolated_error(double distance, double before);

}  // namespace isotrace::detail
