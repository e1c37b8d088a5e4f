#pragma once

#include <isotrace/core/scalar.hpp>

/// Distribution functions of one-dimensional marginals and of norms of the invariant laws; d is the
/// real dimension of 𝕂ⁿ.
namespace isotrace::verify {

/// P(c ≤ x) for one real coordinate c of a uniform point of the unit sphere of ℝᵈ, d ≥ 2:
/// c² ~ Beta(1/2, (d−1)/2). A ball's coordinate is that of the sphere of ℝ^(d+2).
double sphere_marginal(double x, Index d);

/// P(|c|² ≤ s) for one complex coordinate of a uniform point of the unit sphere of ℂⁿ, n ≥ 2:
/// Beta(1, n−1).
double sphere_modulus(double s, Index n);

/// P(y ≤ x) for y ~ N(0, variance).
double normal_marginal(double x, double variance);

/// P(χ²_d ≤ s).
double chi_square(double s, Index d);

}  // namespace isotrace::verify
