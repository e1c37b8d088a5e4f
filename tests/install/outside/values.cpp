// Values of everything that takes or holds an Eigen object: values write|compare FILE. The program
// is compiled for two instruction sets; the values must agree to rounding.
#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <isotrace/isotrace.hpp>
#include <string>
#include <vector>

namespace {

using isotrace::Index;

struct Value {
  std::string name;
  std::complex<double> value;
  double tolerance;  ///< relative
};

template <isotrace::Scalar S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;

template <isotrace::Scalar S>
Matrix<S> matrix(Index rows, Index cols, double phase) {
  return Matrix<S>::NullaryExpr(rows, cols, [phase](Index i, Index j) {
    const double angle = 1.3 * double(i) + 2.7 * double(j * j) + phase;
    if constexpr (isotrace::is_complex<S>) {
      return S(isotrace::Real<S>(std::cos(angle)), isotrace::Real<S>(std::sin(angle)));
    } else {
      return S(std::cos(angle));
    }
  });
}

/// Hermitian and, by Gershgorin, positive definite.
template <isotrace::Scalar S>
Matrix<S> dense_metric(Index n) {
  const Matrix<S> A = matrix<S>(n, n, 0.4);
  return (A + A.adjoint()) / S(2) + S(isotrace::Real<S>(2 * n)) * Matrix<S>::Identity(n, n);
}

template <isotrace::Scalar S>
Eigen::SparseMatrix<S> sparse_metric(int n) {
  Eigen::SparseMatrix<S> V(n, n);
  S coupling(1);
  if constexpr (isotrace::is_complex<S>) coupling = S(0, 1);
  for (int i = 0; i < n; ++i) {
    V.insert(i, i) = S(4);
    if (i + 1 < n) {
      V.insert(i, i + 1) = coupling;
      V.insert(i + 1, i) = isotrace::conjugate(coupling);
    }
  }
  V.makeCompressed();
  return V;
}

/// The values over one scalar type, under its name.
template <isotrace::Scalar S>
class Collector {
 public:
  Collector(std::string scalar, std::vector<Value>& values)
      : scalar_(std::move(scalar)), values_(values) {}

  void add(const std::string& name, std::complex<double> value) {
    const double tolerance = sizeof(isotrace::Real<S>) == sizeof(float) ? 1e-3 : 1e-10;
    values_.push_back({scalar_ + "-" + name, value, tolerance});
  }

  void estimates() {
    const Index n = 35;
    const isotrace::Options options{.matvecs = 96, .seed = 3, .threads = 2};
    const Matrix<S> A = matrix<S>(n, n, 1.0);
    const isotrace::DenseMetric<S> dense(dense_metric<S>(n));
    const isotrace::SparseMetric<S> sparse(sparse_metric<S>(n));
    const isotrace::KroneckerMetric kronecker(isotrace::DenseMetric<S>(dense_metric<S>(5)),
                                              isotrace::SparseMetric<S>(sparse_metric<S>(7)));
    const Eigen::SparseMatrix<S> A_sparse = A.sparseView();
    add("dense-metric", isotrace::metric_trace(A, dense, options).value);
    add("sparse-metric", isotrace::metric_trace(A, sparse, options).value);
    add("kronecker-metric", isotrace::metric_trace(A, kronecker, options).value);
    add("covariance", isotrace::metric_trace(A, isotrace::CovarianceMetric(dense), options).value);
    add("sparse-operator", isotrace::metric_trace(A_sparse, dense, options).value);
    add("endomorphism", isotrace::endomorphism_trace(A, dense, options).value);
    const Matrix<S> T = matrix<S>(5, n, 2.0);
    const isotrace::DenseMetric<S> W(dense_metric<S>(5));
    add("norm", isotrace::frobenius_norm(T, sparse, W, options).value);
    const Matrix<S> T2 = matrix<S>(5, n, 2.5);
    add("inner-product", isotrace::frobenius_inner_product(T, T2, dense, W, options).value);
  }

  void blocks() {
    const Index n = 35;
    const isotrace::DenseMetric<S> dense(dense_metric<S>(n));
    isotrace::RowMatrix<S> X = matrix<S>(n, 9, 0.1);
    isotrace::HaarIsometry<S>(dense, {.seed = 5}, 0).apply(isotrace::view(X));
    add("haar-isometry", std::complex<double>(X(n - 1, 8)));
    isotrace::RowMatrix<S> inverse(n, n);
    const auto riesz =
        isotrace::inverse_riesz<S>(dense, isotrace::view(inverse), {.matvecs = 200, .seed = 4});
    add("riesz", riesz.value);
    add("riesz-entry", std::complex<double>(inverse(3, 3)));
    const Matrix<S> A = matrix<S>(n, n, 1.0);
    const auto sums = isotrace::exact::form_sums<S>(
        isotrace::OperatorForm<S>(isotrace::OperatorRef<S>(A)), dense);
    add("exact-trace", sums.trace);
    add("exact-frobenius", sums.frobenius2);
  }

 private:
  std::string scalar_;
  std::vector<Value>& values_;
};

template <isotrace::Scalar S>
void collect(const std::string& scalar, std::vector<Value>& values) {
  Collector<S> collector(scalar, values);
  collector.estimates();
  collector.blocks();
}

void write(const std::vector<Value>& values, const std::string& file) {
  std::ofstream out(file);
  out << std::setprecision(17);
  for (const auto& v : values) {
    out << v.name << ' ' << v.value.real() << ' ' << v.value.imag() << '\n';
  }
}

/// How many values differ from the file's, or are not the next one in it.
int differences(const std::vector<Value>& values, const std::string& file) {
  std::ifstream in(file);
  int count = 0;
  for (const auto& v : values) {
    std::string name;
    double re = 0;
    double im = 0;
    in >> name >> re >> im;
    const std::complex<double> expected(re, im);
    if (name == v.name && std::abs(v.value - expected) <= v.tolerance * std::abs(expected))
      continue;
    std::cerr << v.name << ": found " << v.value << ", expected " << name << ' ' << expected
              << '\n';
    ++count;
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc == 3 ? argv[1] : "";
  if (mode != "write" && mode != "compare") {
    std::cerr << "expected write FILE or compare FILE\n";
    return 2;
  }
  std::vector<Value> values;
  collect<float>("float", values);
  collect<double>("double", values);
  collect<std::complex<float>>("complex-float", values);
  collect<std::complex<double>>("complex-double", values);
  std::cout << "Eigen aligns to " << EIGEN_MAX_ALIGN_BYTES << " bytes\n" << std::setprecision(12);
  for (const auto& v : values) std::cout << v.name << ' ' << v.value << '\n';
  if (mode == "write") write(values, argv[2]);
  return mode == "compare" && differences(values, argv[2]) > 0 ? 1 : 0;
}
