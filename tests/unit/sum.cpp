#include <catch2/catch.hpp>
#include <complex>
#include <vector>

#include <isotrace/isotrace.hpp>
#include <lib/core/sum.hpp>

using namespace isotrace;

TEST_CASE("small terms on top of a great sum keep their digits", "[sum]") {
  std::vector<double> terms(1001, 1e-8);
  terms[0] = 20;
  double plain = 0;
  for (const double term : terms) plain += term;
  REQUIRE(std::abs(plain - 20.00001) > 2e-14);
  CHECK(std::abs(sum(terms) - 20.00001) < 4e-15);
  const std::complex<double> i(0, 1);
  std::vector<std::complex<double>> complex_terms;
  for (const double term : terms) complex_terms.push_back(i * term);
  CHECK(std::abs(sum(complex_terms) - i * 20.00001) < 4e-15);
  CHECK(sum(std::vector<double>{}) == 0);
}

TEST_CASE("a trace of many small eigenvalues beside great ones has all its digits", "[sum]") {
  const Index n = 400;
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < n; ++i) A.insert(i, i) = i < 20 ? 1 : 1e-8;
  A.makeCompressed();
  const EuclideanMetric<double> I(n);
  const double trace = 20 + 380 * 1e-8;
  CHECK(std::abs(exact::metric_trace(OperatorForm<double>(OperatorRef<double>(A)), I) - trace) <
        4e-15);
  CHECK(std::abs(exact::form_sums(OperatorForm<double>(OperatorRef<double>(A)), I).trace - trace) <
        4e-15);
  // 1.2e-13 where the terms are added one by one; without a BLAS a Gram matrix's sums round
  // otherwise than a product's
  const double digits = ISOTRACE_TESTED_BLAS ? 6e-14 : 1.4e-13;
  for (const Method method : {Method::hutchpp, Method::xtrace}) {
    CAPTURE(name(method));
    const auto e = metric_trace(A, I, {.matvecs = 300, .method = method});
    CHECK(std::abs(e.value - trace) < digits);
  }
}
