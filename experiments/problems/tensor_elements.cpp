#include <problems/tensor_elements.hpp>

#include <cmath>
#include <numbers>

namespace isotrace::program {
namespace {

using Matrix = TensorElements::Matrix;

Matrix tridiagonal(int n, double diagonal, double beside) {
  Matrix a(n, n);
  for (int i = 0; i < n; ++i) {
    a.startVec(i);
    if (i > 0) a.insertBack(i, i - 1) = beside;
    a.insertBack(i, i) = diagonal;
    if (i + 1 < n) a.insertBack(i, i + 1) = beside;
  }
  a.finalize();
  return a;
}

Matrix kronecker(const Matrix& a, const Matrix& b) {
  Matrix c(a.rows() * b.rows(), a.cols() * b.cols());
  c.reserve(a.nonZeros() * b.nonZeros());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index k = 0; k < b.rows(); ++k) {
      const Eigen::Index row = i * b.rows() + k;
      c.startVec(row);
      for (Matrix::InnerIterator x(a, i); x; ++x) {
        for (Matrix::InnerIterator y(b, k); y; ++y) {
          c.insertBack(row, x.col() * b.cols() + y.col()) = x.value() * y.value();
        }
      }
    }
  }
  c.finalize();
  return c;
}

/// First ⊗ first ⊗ … ⊗ `other` at place `at` ⊗ … ⊗ first, `count` factors.
Matrix product(const Matrix& first, const Matrix& other, int count, int at) {
  Matrix c = at == 0 ? other : first;
  for (int d = 1; d < count; ++d) c = kronecker(c, d == at ? other : first);
  return c;
}

}  // namespace

TensorElements::TensorElements(int dimension, int nodes) : dimension_(dimension), nodes_(nodes) {
  for (int k = 1; k <= nodes; ++k) {
    const long double c = std::cos(std::numbers::pi_v<long double> * k / (nodes + 1));
    mu_.push_back((4 + 2 * c) / 6);
    lambda_.push_back((2 - 2 * c) / mu_.back());
  }
}

Eigen::Index TensorElements::size() const {
  Eigen::Index n = 1;
  for (int d = 0; d < dimension_; ++d) n *= nodes_;
  return n;
}

Matrix TensorElements::stiffness() const {
  const Matrix k = tridiagonal(nodes_, 2, -1);
  const Matrix m = tridiagonal(nodes_, 4.0 / 6, 1.0 / 6);
  Matrix sum = product(m, k, dimension_, 0);
  for (int d = 1; d < dimension_; ++d) sum = Matrix(sum + product(m, k, dimension_, d));
  return sum;
}

Matrix TensorElements::mass() const {
  const Matrix m = tridiagonal(nodes_, 4.0 / 6, 1.0 / 6);
  return product(m, m, dimension_, 0);
}

/// Σ f(k) over all multi-indices k of eigenvectors, counted from 0.
template <class F>
long double TensorElements::sum(const F& f) const {
  std::vector<int> k(static_cast<std::size_t>(dimension_), 0);
  long double total = 0;
  for (Eigen::Index count = size(); count > 0; --count) {
    total += f(k);
    for (int d = dimension_ - 1; d >= 0 && ++k[d] == nodes_; --d) k[d] = 0;
  }
  return total;
}

long double TensorElements::eigenvalue(const std::vector<int>& k) const {
  long double value = 0;
  for (const int one : k) value += lambda_[one];
  return value;
}

long double TensorElements::mass_eigenvalue(const std::vector<int>& k) const {
  long double value = 1;
  for (const int one : k) value *= mu_[one];
  return value;
}

double TensorElements::trace() const {
  long double one = 0;
  for (const long double lambda : lambda_) one += lambda;
  return static_cast<double>(dimension_ * one * size() / nodes_);
}

double TensorElements::inverse_trace() const {
  return static_cast<double>(sum([&](const auto& k) { return 1 / eigenvalue(k); }));
}

double TensorElements::log_determinant_of_stiffness() const {
  return static_cast<double>(
      sum([&](const auto& k) { return std::log(eigenvalue(k) * mass_eigenvalue(k)); }));
}

double TensorElements::log_determinant_of_mass() const {
  return static_cast<double>(sum([&](const auto& k) { return std::log(mass_eigenvalue(k)); }));
}

double TensorElements::inverse_diagonal_of_stiffness(Eigen::Index row) const {
  // squares of the M₁-orthonormal eigenvectors at the row's coordinates
  std::vector<std::vector<long double>> squares;
  for (int d = 0; d < dimension_; ++d, row /= nodes_) {
    squares.emplace_back();
    for (int k = 1; k <= nodes_; ++k) {
      const long double angle = std::numbers::pi_v<long double> * k *
                                static_cast<long double>(row % nodes_ + 1) / (nodes_ + 1);
      const long double s = std::sin(angle);
      squares.back().push_back(2 * s * s / ((nodes_ + 1) * mu_[k - 1]));
    }
  }
  return static_cast<double>(sum([&](const auto& k) {
    long double product = 1 / eigenvalue(k);
    for (int d = 0; d < dimension_; ++d) product *= squares[d][k[d]];
    return product;
  }));
}

}  // namespace isotrace::program
