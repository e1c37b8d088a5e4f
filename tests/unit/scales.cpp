// Powers of two: 2ᵏA gives 2ᵏ times value, standard error and interval, to the bit.
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

bool same(double x, double y) {
  return x == y || (std::isnan(x) && std::isnan(y));
}
bool same(std::complex<double> x, std::complex<double> y) {
  return same(x.real(), y.real()) && same(x.imag(), y.imag());
}
bool same(const Interval& x, const Interval& y, int k) {
  return same(std::ldexp(x.low, k), y.low) && same(std::ldexp(x.high, k), y.high);
}
bool same(const ComplexInterval& x, const ComplexInterval& y, int k) {
  return same(x.re, y.re, k) && same(x.im, y.im, k);
}
double times(double x, int k) {
  return std::ldexp(x, k);
}
std::complex<double> times(std::complex<double> x, int k) {
  return {std::ldexp(x.real(), k), std::ldexp(x.imag(), k)};
}

/// y is x, 2ᵏ times as large.
template <class T>
void check_scaled(const Estimate<T>& x, const Estimate<T>& y, int k) {
  CHECK(same(times(x.value, k), y.value));
  CHECK(same(std::ldexp(x.standard_error, k), y.standard_error));
  CHECK(same(x.interval, y.interval, k));
  CHECK(x.status == y.status);
  CHECK(x.matvecs == y.matvecs);
}

/// 2ᵏA, whatever k is.
template <class M>
M scaled_matrix(const M& A, int k) {
  using R = Real<typename M::Scalar>;
  const int half = k / 2;
  return M(M(A * std::ldexp(R(1), half)) * std::ldexp(R(1), k - half));
}

template <class S>
std::vector<int> exponents() {
  if (sizeof(Real<S>) == 4) return {-60, -25, 25, 60, 90};
  return {-900, -530, -340, -120, 103, 155, 340, 530, 1000};
}

}  // namespace

TEMPLATE_TEST_CASE("every method is scale-equivariant, to the bit", "[scale]", double,
                   std::complex<double>, float, std::complex<float>) {
  using S = TestType;
  const Index n = 50;
  const RowMatrix<S> A = hermitian_matrix<S>(spectrum("poly", n), 3);
  const DenseMetric<S> V(hermitian_matrix<S>(spectrum("flat", n), 4));
  for (const Method method : all_methods()) {
    for (const Law& law : {Law(Sphere{}), Law(Ball{}), Law(Gaussian{}), Law(Signs{})}) {
      for (const Index matvecs : {20, 36}) {
        const Options options{.matvecs = matvecs, .method = method, .law = law};
        const auto one = metric_trace(A, V, options);
        for (const int k : exponents<S>()) {
          CAPTURE(name(method), name(law), matvecs, k);
          check_scaled(one, metric_trace(scaled_matrix(A, k), V, options), k);
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("tolerances are scale-equivariant, to the bit", "[scale]", double,
                   std::complex<double>) {
  using S = TestType;
  const Index n = 300;
  const RowMatrix<S> A = hermitian_matrix<S>(spectrum("poly", n), 3);
  const EuclideanMetric<S> I(n);
  for (const Method method : all_methods()) {
    const Options options{.method = method, .tolerance = 0.05, .max_matvecs = 2000};
    const auto one = metric_trace(A, I, options);
    for (const int k : {-900, 340, 900}) {
      CAPTURE(name(method), k);
      check_scaled(one, metric_trace(scaled_matrix(A, k), I, options), k);
    }
  }
}

TEST_CASE("a metric of 4ʲV gives 4⁻ʲ times the trace, to the bit", "[scale]") {
  const Index n = 40;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 3);
  const RowMatrix<double> V = hermitian_matrix<double>(spectrum("flat", n), 4);
  const Eigen::SparseMatrix<double> sparse = V.sparseView();
  for (const Method method : all_methods()) {
    const Options options{.matvecs = 30, .method = method};
    const auto dense = metric_trace(A, DenseMetric<double>(V), options);
    const auto by_sparse = metric_trace(A, SparseMetric<double>(sparse), options);
    for (const int j : {-200, -60, 60, 200}) {
      CAPTURE(name(method), j);
      const DenseMetric<double> scaled(scaled_matrix(V, 2 * j));
      check_scaled(dense, metric_trace(A, scaled, options), -2 * j);
      const SparseMetric<double> scaled_sparse(scaled_matrix(sparse, 2 * j));
      check_scaled(by_sparse, metric_trace(A, scaled_sparse, options), -2 * j);
    }
  }
}

TEST_CASE("a norm is scale-equivariant, to the bit", "[scale]") {
  const Index n = 40;
  const RowMatrix<double> T = random_matrix<double>(n, n, 3);
  const EuclideanMetric<double> I(n);
  for (const Method method : all_methods()) {
    const Options options{.matvecs = 36, .method = method};
    const auto one = frobenius_norm(T, I, I, options);
    for (const int k : {-900, -480, -280, -100, 100, 280, 480, 900}) {
      CAPTURE(name(method), k);
      check_scaled(one, frobenius_norm(scaled_matrix(T, k), I, I, options), k);
    }
  }
}

TEST_CASE("a trace that overflows is an error", "[scale]") {
  const Index n = 60;
  const RowMatrix<double> A = 1e307 * RowMatrix<double>::Identity(n, n);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    CHECK_THROWS_AS(metric_trace(A, EuclideanMetric<double>(n), {.matvecs = 30, .method = method}),
                    NotFiniteError);
  }
}
