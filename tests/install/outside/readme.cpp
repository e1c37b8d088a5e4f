#include <Eigen/SparseCore>
#include <iostream>
#include <isotrace/isotrace.hpp>

/// The n×n tridiagonal matrix with b beside a.
Eigen::SparseMatrix<double> tridiagonal(int n, double a, double b) {
  Eigen::SparseMatrix<double> matrix(n, n);
  for (int i = 0; i < n; ++i) {
    matrix.insert(i, i) = a;
    if (i + 1 < n) matrix.insert(i, i + 1) = matrix.insert(i + 1, i) = b;
  }
  matrix.makeCompressed();
  return matrix;
}

int main() {
  const int n = 1000;  // linear finite elements on (0, 1), h = 1/(n + 1)
  const Eigen::SparseMatrix<double> stiffness = tridiagonal(n, 2.0 * (n + 1), -1.0 * (n + 1));
  const Eigen::SparseMatrix<double> mass = tridiagonal(n, 4.0 / (6 * (n + 1)), 1.0 / (6 * (n + 1)));

  isotrace::SparseMetric<double> V(mass);  // (u, v)_V = vᴴ M u
  auto result = isotrace::metric_trace(stiffness, V, {.matvecs = 512, .seed = 7});
  std::cout << result << "\n";  // value ± standard error, matvecs, status
}
