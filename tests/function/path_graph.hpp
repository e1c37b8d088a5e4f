#pragma once

#include <Eigen/SparseCore>
#include <cmath>
#include <vector>

#include <isotrace/function/spectral_function.hpp>

namespace isotrace::test {

/// The Laplacian of a path of n nodes, plus a multiple of I.
inline Eigen::SparseMatrix<double, Eigen::RowMajor> path(Index n, double shift) {
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < n; ++i) {
    entries.emplace_back(i, i, (i == 0 || i + 1 == n ? 1 : 2) + shift);
    if (i > 0) entries.emplace_back(i, i - 1, -1);
    if (i > 0) entries.emplace_back(i - 1, i, -1);
  }
  Eigen::SparseMatrix<double, Eigen::RowMajor> A(n, n);
  A.setFromTriplets(entries.begin(), entries.end());
  return A;
}

/// Σ f over its eigenvalues.
inline double path_sum(Index n, double shift, const SpectralFunction& f) {
  double sum = 0;
  for (Index k = 0; k < n; ++k) sum += f(2 - 2 * std::cos(M_PI * double(k) / double(n)) + shift);
  return sum;
}

}  // namespace isotrace::test
