#pragma once

#include <Eigen/SparseCore>

#include <vector>

namespace isotrace::program {

/// Multilinear (Q1) finite elements on a grid of m^d interior nodes, h = 1, with homogeneous
/// Dirichlet conditions. With the 1-D matrices K₁ = tridiag(−1, 2, −1) and M₁ = tridiag(1, 4, 1)/6,
///     K = K₁⊗M₁ + M₁⊗K₁,   M = M₁⊗M₁        in 2-D, and accordingly in 3-D.
/// All of it is known: K₁s_k = κ_k s_k and M₁s_k = μ_k s_k for s_k(x) = sin(kπx/(m+1)), with κ_k =
/// 2 − 2 cos(kπ/(m+1)) and μ_k = (4 + 2 cos(kπ/(m+1)))/6.
class TensorElements {
 public:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;

  TensorElements(int dimension, int nodes);

  Eigen::Index size() const;
  Matrix stiffness() const;
  Matrix mass() const;

  /// tr(M⁻¹K) = d m^(d−1) Σ λ_k, λ_k = κ_k/μ_k.
  double trace() const;
  /// tr(K⁻¹M) = Σ 1/(λ_i + λ_j [+ λ_k]).
  double inverse_trace() const;
  /// log det K, and log det M.
  double log_determinant_of_stiffness() const;
  double log_determinant_of_mass() const;
  /// (K⁻¹)_ii of a row. O(m^d).
  double inverse_diagonal_of_stiffness(Eigen::Index row) const;

 private:
  template <class F>
  long double sum(const F& f) const;
  long double eigenvalue(const std::vector<int>& k) const;
  long double mass_eigenvalue(const std::vector<int>& k) const;

  int dimension_;
  int nodes_;
  std::vector<long double> lambda_;
  std::vector<long double> mu_;
};

}  // namespace isotrace::program
