#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "../../lib/operators/kernels/dispatch.hpp"

#include <isotrace/core/eigen_views.hpp>
#include <support/isas.hpp>
#include <support/random_matrix.hpp>

using namespace isotrace;
using isotrace::test::isas;
using isotrace::test::random_matrix;

namespace {

/// A square matrix, about a third of it stored, as lists of its rows.
template <class S>
struct Matrix {
  RowMatrix<S> dense;
  std::vector<int> outer{0};
  std::vector<int> inner;
  std::vector<S> values;

  Matrix(Index n, bool hermitian) : dense(random_matrix<S>(n, n, 7)) {
    if (hermitian) dense = (dense + dense.adjoint()).eval();
    for (Index i = 0; i < n; ++i) {
      for (Index k = 0; k < n; ++k) {
        if ((i + k) % 3 != 0) {
          dense(i, k) = 0;
        } else {
          inner.push_back(static_cast<int>(k));
          values.push_back(dense(i, k));
        }
      }
      outer.push_back(static_cast<int>(inner.size()));
    }
  }

  kernels::Lists<Real<S>> lists() const {
    return {outer.data(), inner.data(), reinterpret_cast<const Real<S>*>(values.data())};
  }
};

template <class S>
void check_sums(Isa isa, typename kernels::ValueKernels<Real<S>>::Add add, bool hermitian,
                bool conjugated) {
  constexpr Index n = 40, stride = 19, mask = 63;
  const Matrix<S> A(n, hermitian);
  const RowMatrix<S> X = random_matrix<S>(64, stride, 8);
  for (const int columns : {1, 7, 16}) {
    double re[16], im[16];
    std::fill_n(re, 16, 0.25);
    std::fill_n(im, 16, 0.5);
    const kernels::ProbeRows<Real<S>> rows{reinterpret_cast<const Real<S>*>(X.data()),
                                           stride * (is_complex<S> ? 2 : 1), mask};
    add(A.lists(), 0, 13, rows, columns, re, im);
    add(A.lists(), 13, n, rows, columns, re, im);
    for (int c = 0; c < 16; ++c) {
      std::complex<double> expected{0.25, 0.5};
      for (Index i = 0; i < n && c < columns; ++i) {
        for (Index k = 0; k < n; ++k) {
          const S a = conjugated ? conjugate(A.dense(i, k)) : A.dense(i, k);
          expected += std::complex<double>(conjugate(X(i, c)) * a * X(k, c));
        }
      }
      CAPTURE(name(isa), columns, c, re[c], im[c], expected);
      const double bound = 4000 * std::numeric_limits<Real<S>>::epsilon();
      CHECK(std::abs(re[c] - expected.real()) < bound);
      CHECK(std::abs(im[c] - (is_complex<S> ? expected.imag() : 0.5)) < bound);
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("every instruction set folds a panel and its mirror image", "[kernels]", float,
                   double) {
  const Index rows = GENERATE(1, 16, 33), cols = GENERATE(1, 8, 50);
  const RowMatrix<TestType> A = random_matrix<TestType>(rows, cols + 3, 1);
  const RowMatrix<TestType> B = random_matrix<TestType>(cols, rows + 5, 2);
  for (const Isa isa : isas()) {
    RowMatrix<TestType> P = RowMatrix<TestType>::Constant(rows, cols + 2, 7);
    kernels::value_kernels<TestType>(isa).fold(A.data(), cols + 3, B.data(), rows + 5, P.data(),
                                               cols + 2, rows, cols);
    CAPTURE(name(isa), rows, cols);
    CHECK(P.leftCols(cols) == A.leftCols(cols) + B.leftCols(rows).transpose());
    CHECK((P.rightCols(2).array() == TestType(7)).all());
  }
}

TEMPLATE_TEST_CASE("every instruction set sums conj(x) A x over the lists of A", "[kernels]", float,
                   double) {
  using Complex = std::complex<TestType>;
  for (const Isa isa : isas()) {
    const auto& k = kernels::value_kernels<TestType>(isa);
    check_sums<TestType>(isa, k.add_real, false, false);
    check_sums<TestType>(isa, k.add_symmetric, true, false);
    check_sums<Complex>(isa, k.add_complex, false, false);
    check_sums<Complex>(isa, k.add_complex_conjugate, false, true);
    check_sums<Complex>(isa, k.add_hermitian, true, false);
    check_sums<Complex>(isa, k.add_hermitian_conjugate, true, true);
  }
}

TEMPLATE_TEST_CASE("every instruction set sums over packed signs", "[kernels]", float, double) {
  constexpr Index n = 40;
  const bool symmetric = GENERATE(false, true);
  const Matrix<TestType> A(n, symmetric);
  std::vector<std::uint64_t> words(n);
  std::uint64_t state = 1;
  for (auto& word : words) word = state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  const auto sign = [&](Index i, int p) { return (words[i] >> p & 1) != 0 ? -1.0 : 1.0; };
  for (const Isa isa : isas()) {
    double sums[66] = {};
    kernels::value_kernels<TestType>(isa).add_signs(A.lists(), 0, 17, symmetric, words.data(),
                                                    sums);
    kernels::value_kernels<TestType>(isa).add_signs(A.lists(), 17, n, symmetric, words.data(),
                                                    sums);
    CAPTURE(name(isa), symmetric);
    CHECK(sums[65] == Approx(double(A.dense.diagonal().sum())));
    for (int p = 0; p < 64; ++p) {
      double value = 0;
      for (Index i = 0; i < n; ++i) {
        for (Index k = 0; k < n; ++k) value += sign(i, p) * A.dense(i, k) * sign(k, p);
      }
      CHECK(sums[65] + (symmetric ? 2 : 1) * (sums[64] - 2 * sums[p]) ==
            Approx(value).margin(1e-10));
    }
  }
}
