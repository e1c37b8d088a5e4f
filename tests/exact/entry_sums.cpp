// Exact values as sums over entries, against the same values by n columns.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/covariance.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/diagonal.hpp>
#include <isotrace/metric/kronecker.hpp>
#include <isotrace/metric/sparse.hpp>

#include "support/metric_checks.hpp"
#include "support/patterns.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
using Sparse = Eigen::SparseMatrix<S, Eigen::RowMajor>;

template <Scalar S>
std::vector<Real<S>> weights(Index n) {
  std::vector<Real<S>> w;
  for (Index i = 0; i < n; ++i) w.push_back(Real<S>(0.5) + static_cast<Real<S>>(i % 5));
  return w;
}

/// Metrics on 𝕂ⁿ, n = 42, that know entries of their inverse.
template <Scalar S>
std::vector<std::pair<std::string, AnyMetric<S>>> metrics() {
  const Index n = 42;
  const Sparse<S> v = random_sparse_metric<S>(n, 4);
  return {{"Euclidean", EuclideanMetric<S>(n)},
          {"diagonal", DiagonalMetric<S>(weights<S>(n))},
          {"sparse", SparseMetric<S>(v)},
          {"dense Kronecker", KroneckerMetric(DenseMetric<S>(random_metric<S>(6, 1)),
                                              DenseMetric<S>(random_metric<S>(7, 2)))},
          {"mixed Kronecker",
           KroneckerMetric(DiagonalMetric<S>(weights<S>(6)),
                           SparseMetric<S>(Sparse<S>(random_metric<S>(7, 3).sparseView())))},
          {"diagonal Kronecker",
           KroneckerMetric(DiagonalMetric<S>(weights<S>(6)), EuclideanMetric<S>(7))},
          {"sparse covariance", CovarianceMetric(SparseMetric<S>(v))},
          {"dense covariance", CovarianceMetric(DenseMetric<S>(random_metric<S>(n, 5)))},
          {"diagonal covariance", CovarianceMetric(DiagonalMetric<S>(weights<S>(n)))}};
}

template <Scalar S>
double tolerance_of(Wide<S> value) {
  return 1e4 * std::numeric_limits<Real<S>>::epsilon() * (1 + std::abs(value));
}

template <Scalar S, class A>
void same_trace(const A& a, const AnyMetric<S>& metric) {
  const Wide<S> expected = exact::metric_trace(a, ByColumns{metric});
  const Wide<S> found = exact::metric_trace(a, metric);
  CHECK(std::abs(found - expected) < tolerance_of<S>(expected));
  CHECK(exact::metric_trace(a, metric, {.threads = 1}) == found);
}

void same_sums(const exact::FormSums& found, const exact::FormSums& expected, double epsilon) {
  const auto close = [&](auto x, auto y) {
    return std::abs(x - y) <= 1e4 * epsilon * (1 + std::abs(y));
  };
  CHECK(close(found.trace, expected.trace));
  CHECK(close(found.frobenius2, expected.frobenius2));
  CHECK(close(found.hermitian2, expected.hermitian2));
  CHECK(close(found.symmetric2, expected.symmetric2));
  CHECK(close(found.diagonal2, expected.diagonal2));
  CHECK(close(found.real_diagonal2, expected.real_diagonal2));
  CHECK(found.n == expected.n);
  CHECK(found.field == expected.field);
}

}  // namespace

TEMPLATE_TEST_CASE("a matrix has the same trace by entries and by columns in every metric", "",
                   float, double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Index n = 42;
  const RowMatrix<S> by_rows = random_matrix<S>(n, n, 6);
  const ColMatrix<S> by_columns = by_rows;
  const Sparse<S> sparse = random_sparse<S, Eigen::RowMajor>(n, n, 3, 7);
  const Eigen::SparseMatrix<S> columns = sparse;
  for (const auto& [name, metric] : metrics<S>()) {
    CAPTURE(name);
    same_trace<S>(by_rows, metric);
    same_trace<S>(by_columns, metric);
    same_trace<S>(sparse, metric);
    same_trace<S>(columns, metric);
  }
}

TEMPLATE_TEST_CASE("products of maps have the same trace by entries and by columns", "", float,
                   double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Index n = 42;
  const Sparse<S> s = random_sparse<S, Eigen::RowMajor>(n, n, 2, 8);
  const Eigen::SparseMatrix<S> t = random_sparse<S>(n, n, 2, 9);
  const Sparse<S> t_rows = t;
  const RowMatrix<S> full = random_matrix<S>(n, n, 10);
  const RowMatrix<S> other = random_matrix<S>(n, n, 11);
  for (const auto& [domain, V] : metrics<S>()) {
    for (const auto& [codomain, W] : metrics<S>()) {
      CAPTURE(domain, codomain);
      const ByColumns by_columns{V};
      const double norm = exact::frobenius_norm(s, by_columns, W);
      CHECK(std::abs(exact::frobenius_norm(s, V, W) - norm) < tolerance_of<S>(norm));
      const double of_full = exact::frobenius_norm(full, by_columns, W);
      CHECK(std::abs(exact::frobenius_norm(full, V, W) - of_full) < tolerance_of<S>(of_full));
      const auto same_product = [&](const auto& a, const auto& b) {
        const Wide<S> expected = exact::frobenius_inner_product(a, b, by_columns, W);
        CHECK(std::abs(exact::frobenius_inner_product(a, b, V, W) - expected) <
              10 * tolerance_of<S>(expected));
      };
      same_product(s, t);
      same_product(s, t_rows);
      same_product(full, other);
      same_product(full, s);
    }
  }
}

TEMPLATE_TEST_CASE("form sums are the same by entries and by columns in diagonal metrics", "",
                   float, double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Index n = 42;
  const RowMatrix<S> full = random_matrix<S>(n, n, 12);
  const ColMatrix<S> columns = full;
  const Sparse<S> sparse = random_sparse<S, Eigen::RowMajor>(n, n, 3, 13);
  const Eigen::SparseMatrix<S> by_columns = sparse;
  for (const auto& [name, metric] : metrics<S>()) {
    CAPTURE(name);
    const auto check = [&, &V = metric](const auto& a) {
      same_sums(exact::form_sums(a, V), exact::form_sums(a, ByColumns{V}),
                std::numeric_limits<Real<S>>::epsilon());
    };
    check(full);
    check(columns);
    check(sparse);
    check(by_columns);
  }
}

TEMPLATE_TEST_CASE("the trace of an endomorphism is that of its matrix in every metric", "", double,
                   std::complex<double>) {
  using S = TestType;
  const Sparse<S> e = random_sparse<S, Eigen::RowMajor>(42, 42, 3, 14);
  const Wide<S> expected = dense(e).trace();
  for (const auto& [name, metric] : metrics<S>()) {
    CAPTURE(name);
    CHECK(std::abs(exact::endomorphism_trace(e, metric) - expected) < tolerance_of<S>(expected));
    CHECK(std::abs(exact::form_trace(EndomorphismForm<S>(e, metric), metric) - expected) <
          tolerance_of<S>(expected));
  }
}

TEMPLATE_TEST_CASE("log-determinants and diagonals of inverses are those of the gram matrix", "",
                   float, double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  auto all = metrics<S>();
  all.emplace_back("dense", DenseMetric<S>(random_metric<S>(42, 15)));
  for (const auto& [name, metric] : all) {
    CAPTURE(name);
    RowMatrix<S> v = identity<S>(42);
    metric.gram(view(std::as_const(v)).columns(0, 42), view(v));
    const RowMatrix<S> one = identity<S>(42);
    metric.gram(view(one), view(v));
    const double expected = std::log(std::abs(v.determinant()));
    CHECK(std::abs(exact::log_determinant(metric) - expected) < tolerance_of<S>(Wide<S>(expected)));
    const RowMatrix<S> inverse = v.partialPivLu().inverse();
    const auto diagonal = exact::inverse_diagonal(metric);
    const auto by_maps = exact::inverse_diagonal(ByColumns{metric});
    for (Index i = 0; i < 42; ++i) {
      const double entry = std::real(inverse(i, i));
      REQUIRE(std::abs(diagonal[i] - entry) < tolerance_of<S>(Wide<S>(entry)));
      REQUIRE(std::abs(by_maps[i] - entry) < tolerance_of<S>(Wide<S>(entry)));
    }
  }
  CHECK_THAT(
      refusal<OptionError>([&] { exact::log_determinant(ByColumns{EuclideanMetric<S>(3)}); }),
      Catch::Contains("inverse_entries"));
}

TEST_CASE("an entry that is not finite is named, on or off the diagonal, in every metric") {
  for (const auto& [name, metric] : metrics<double>()) {
    CAPTURE(name);
    for (const auto& [i, j] : {std::pair{3, 3}, std::pair{5, 20}}) {
      Sparse<double> a = random_sparse<double, Eigen::RowMajor>(42, 42, 3, 16);
      a.coeffRef(i, j) = std::numeric_limits<double>::quiet_NaN();
      a.makeCompressed();
      const std::string row = "row " + std::to_string(i + 1);
      CHECK_THAT(refusal<NotFiniteError>([&, &V = metric] { exact::metric_trace(a, V); }),
                 Catch::Contains(row));
      CHECK_THAT(refusal<NotFiniteError>([&, &V = metric] {
                   exact::frobenius_norm(dense(a), V, EuclideanMetric<double>(42));
                 }),
                 Catch::Contains(row));
    }
  }
}

TEST_CASE("a sparse matrix in the Euclidean metric of a million rows is a matter of its reading") {
  const Index n = 1'000'000;
  Sparse<double> a(n, n);
  a.reserve(3 * n);
  for (Index i = 0; i < n; ++i) {
    a.startVec(i);
    if (i > 0) a.insertBack(i, i - 1) = -1;
    a.insertBack(i, i) = 2;
    if (i + 1 < n) a.insertBack(i, i + 1) = -1;
  }
  a.finalize();
  CHECK(exact::trace(a) == 2.0 * n);  // by columns this would take an hour
  const auto sums = exact::form_sums(a, EuclideanMetric<double>(n));
  CHECK(sums.frobenius2 == 6.0 * n - 2);
  CHECK(exact::frobenius_norm(a, EuclideanMetric<double>(n), EuclideanMetric<double>(n)) ==
        Approx(std::sqrt(6.0 * n - 2)));
  // the variances of a product are predicted as a pass over it, or by n columns without its entries
  const EuclideanMetric<double> euclidean(n);
  const ProductForm<double> square{OperatorRef<double>(a), MetricRef<double>(euclidean)};
  const FormRef<double> form(square);
  CHECK(exact::form_sums_seconds<double>(form, MetricRef<double>(euclidean)) < 1);
  CHECK(exact::form_sums_seconds<double>(form.by_products(), MetricRef<double>(euclidean)) > 60);
}
