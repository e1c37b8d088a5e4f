// The trace of a matrix-free operator in a finite-element metric, as a user writes it.
#include <Eigen/LU>
#include <Eigen/SparseCore>
#include <cmath>
#include <iostream>
#include <isotrace/isotrace.hpp>

struct Laplacian {
  Eigen::Index n;
  Eigen::Index rows() const { return n; }
  Eigen::Index cols() const { return n; }
  void apply(const isotrace::ConstBlock<double>& X, isotrace::Block<double> Y) const {
    for (Eigen::Index i = 0; i < n; ++i) {
      Y.row(i) = 2.0 * X.row(i);
      if (i > 0) Y.row(i) -= X.row(i - 1);
      if (i + 1 < n) Y.row(i) -= X.row(i + 1);
    }
  }
};

/// The mass matrix of linear elements on a uniform grid, tridiag(1, 4, 1)/6.
Eigen::SparseMatrix<double> mass_matrix(int n) {
  Eigen::SparseMatrix<double> mass(n, n);
  for (int i = 0; i < n; ++i) {
    mass.insert(i, i) = 4.0 / 6.0;
    if (i + 1 < n) mass.insert(i, i + 1) = mass.insert(i + 1, i) = 1.0 / 6.0;
  }
  mass.makeCompressed();
  return mass;
}

int main() {
  const int n = 60;
  const Laplacian stiffness{n};
  const Eigen::SparseMatrix<double> mass = mass_matrix(n);
  const isotrace::SparseMetric<double> V(mass);

  const auto estimate = isotrace::metric_trace(stiffness, V, {.matvecs = 512, .seed = 7});
  std::cout << "sphere: " << estimate << "\n";

  // A frame of n columns spends n matvecs and has no variance: it must give the trace itself.
  const auto basis = isotrace::metric_trace(
      stiffness, V, {.matvecs = n, .seed = 7, .law = isotrace::Frame{.size = n}});
  Eigen::MatrixXd K = 2.0 * Eigen::MatrixXd::Identity(n, n);
  K.diagonal(1).setConstant(-1.0);
  K.diagonal(-1).setConstant(-1.0);
  const double exact = Eigen::MatrixXd(mass).lu().solve(K).trace();
  std::cout << "frame:  " << basis.value << ", exact: " << exact << "\n";
  return std::abs(basis.value - exact) <= 1e-10 * exact ? 0 : 1;
}
