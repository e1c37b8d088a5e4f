#pragma once

// What the fragments of the pages in docs/ name, and the main that runs them.
#include <Eigen/Dense>
#include <Eigen/SparseCore>
#include <iostream>
#include <isotrace/isotrace.hpp>
#include <isotrace/verification.hpp>

using namespace isotrace;

/// The n×n tridiagonal matrix with b beside a.
inline Eigen::SparseMatrix<double> tridiagonal(int n, double a, double b) {
  Eigen::SparseMatrix<double> matrix(n, n);
  for (int i = 0; i < n; ++i) {
    matrix.insert(i, i) = a;
    if (i + 1 < n) matrix.insert(i, i + 1) = matrix.insert(i + 1, i) = b;
  }
  matrix.makeCompressed();
  return matrix;
}

// Stiffness and mass matrix of n linear elements, the metric of the latter, and a dense matrix.
const int n = 200;
const Eigen::SparseMatrix<double> K = tridiagonal(n, 2.0 * (n + 1), -1.0 * (n + 1));
const Eigen::SparseMatrix<double> M = tridiagonal(n, 4.0 / (6 * (n + 1)), 1.0 / (6 * (n + 1)));
const SparseMetric<double> V(M);
const Eigen::MatrixXd A = K;

void fragments();

int main() {
  fragments();
}
