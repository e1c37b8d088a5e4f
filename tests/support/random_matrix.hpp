#pragma once

#include <Eigen/Dense>
#include <Eigen/SparseCore>

#include <limits>
#include <random>

#include <isotrace/core/eigen_views.hpp>

namespace isotrace::test {

/// An entry with independent standard normal parts.
template <Scalar S>
S normal(std::mt19937_64& engine) {
  std::normal_distribution<double> law;
  if constexpr (is_complex<S>) {
    const auto re = static_cast<Real<S>>(law(engine));
    return {re, static_cast<Real<S>>(law(engine))};
  } else {
    return static_cast<S>(law(engine));
  }
}

template <Scalar S>
RowMatrix<S> random_matrix(Index rows, Index cols, unsigned seed) {
  std::mt19937_64 engine(seed);
  RowMatrix<S> a(rows, cols);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < cols; ++j) a(i, j) = normal<S>(engine);
  }
  return a;
}

/// Hermitian positive definite with a condition number below about 10; not real over ℂ.
template <Scalar S>
RowMatrix<S> random_metric(Index n, unsigned seed) {
  const RowMatrix<S> g = random_matrix<S>(n, n, seed);
  const RowMatrix<S> v = g * g.adjoint() / Real<S>(n) + RowMatrix<S>::Identity(n, n);
  return (v + v.adjoint()) / Real<S>(2);
}

/// A general sparse matrix with about `per_row` entries in a row.
template <Scalar S, int Order = Eigen::ColMajor>
Eigen::SparseMatrix<S, Order> random_sparse(Index rows, Index cols, Index per_row, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::uniform_int_distribution<Index> column(0, cols - 1);
  std::vector<Eigen::Triplet<S>> entries;
  for (Index i = 0; i < rows; ++i) {
    for (Index k = 0; k < per_row; ++k) {
      entries.emplace_back(i, column(engine), normal<S>(engine));
    }
  }
  Eigen::SparseMatrix<S, Order> a(rows, cols);
  a.setFromTriplets(entries.begin(), entries.end());
  return a;
}

/// Sparse, Hermitian, diagonally dominant: a metric whose factor fills in and must be permuted.
template <Scalar S, int Order = Eigen::ColMajor>
Eigen::SparseMatrix<S, Order> random_sparse_metric(Index n, unsigned seed) {
  using Matrix = Eigen::SparseMatrix<S, Order>;
  const Matrix g = random_sparse<S, Order>(n, n, 2, seed);
  const Matrix adjoint = g.adjoint();
  const Matrix product = g * adjoint;
  Matrix identity(n, n);
  identity.setIdentity();
  Matrix v = product + identity;
  v.makeCompressed();
  return v;
}

template <class A>
RowMatrix<typename A::Scalar> dense(const A& a) {
  return RowMatrix<typename A::Scalar>(a);
}

/// Rounding allowed in products of n × n matrices of moderate condition, relative to their size.
template <Scalar S>
double tolerance(Index n) {
  return 40.0 * static_cast<double>(n + 4) * std::numeric_limits<Real<S>>::epsilon();
}

/// ‖A − B‖_F / max(‖B‖_F, tiny).
template <Scalar S>
double relative_gap(const RowMatrix<S>& a, const RowMatrix<S>& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return std::numeric_limits<double>::infinity();
  const double size = b.norm();
  return (a - b).norm() / (size > 0 ? size : 1.0);
}

}  // namespace isotrace::test
