#pragma once

#include <cstdint>

namespace isotrace::randomness {

/// Upper bounds of p-values, valid at every sample size, except that chi_square_tail needs large
/// cells.

/// Bound of the two-sided p-value of k for K ~ Binomial(n, p): twice Chernoff's
/// exp(−n·KL(k/n ‖ p)).
double binomial_bound(std::uint64_t n, std::uint64_t k, double p);

/// P(sup |Fₙ − F| ≥ distance) ≤ 2 exp(−2 n distance²): Dvoretzky, Kiefer, Wolfowitz with Massart's
/// constant.
double distance_bound(std::uint64_t n, double distance);

/// P(|Σ xᵢ yᵢ| ≥ |sum|) for n pairs of independent standard normals, by Chernoff from the moment
/// generating function (1 − t²)^(−n/2).
double product_bound(std::uint64_t n, double sum);

/// P(|Σ xᵢ² − n| ≥ |sum − n|) for n standard normals, by Laurent and Massart (2000), Lemma 1.
double square_bound(std::uint64_t n, double sum);

/// P(χ² ≥ statistic) for χ² with `degrees` degrees of freedom. For cells that expect thousands of
/// counts.
double chi_square_tail(double statistic, double degrees);

}  // namespace isotrace::randomness
