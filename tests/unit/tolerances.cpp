// Stopping at a tolerance, by every method.
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <support/by_products.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

TEST_CASE("a tight tolerance ends with all columns, not with half a budget", "[methods]") {
  const Index n = 150;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", n), 1);
  const EuclideanMetric<double> I(n);
  for (const Method method : all_methods()) {
    if (method == Method::hutchinson) continue;
    CAPTURE(name(method));
    const auto e = metric_trace(by_products(A), I, {.method = method, .tolerance = 1e-9});
    CHECK(e.status == Status::exact);
    CHECK(e.matvecs <= n + 64);
    CHECK(e.value == Approx(A.trace()).epsilon(1e-12));
  }
}

TEMPLATE_TEST_CASE("a tolerance is met by the interval at which the run stops", "[methods]", double,
                   std::complex<double>) {
  using S = TestType;
  const Index n = 600;
  const RowMatrix<S> A = hermitian_matrix<S>(spectrum("step", n), 1);
  const EuclideanMetric<S> I(n);
  const double exact = 5 + 595e-3;
  for (const Method method : all_methods()) {
    for (const double sign : {1.0, -1.0}) {
      if (sign < 0 && (method == Method::nystrompp || method == Method::xnystrace)) continue;
      CAPTURE(name(method), sign);
      const RowMatrix<S> B = S(sign) * A;
      const auto e = metric_trace(B, I, {.method = method, .tolerance = 0.05});
      CHECK(e.status == (e.standard_error == 0 ? Status::exact : Status::converged));
      CHECK(half_width(e) <= 0.05 / 0.95 * std::abs(e.value));
      CHECK(std::abs(e.value - sign * exact) <= 0.05 * exact);
      CHECK(e.matvecs < 100'000);
      const auto absolute = metric_trace(B, I, {.method = method, .absolute_tolerance = 0.2});
      CHECK(half_width(absolute) <= 0.2);
    }
  }
}

namespace {

/// diag(λ) as an operator that says what it costs.
struct Costly {
  Eigen::VectorXd lambda;
  double seconds;
  Index rows() const { return lambda.size(); }
  Index cols() const { return lambda.size(); }
  double cost() const { return seconds; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = lambda.asDiagonal() * X; }
};

}  // namespace

TEST_CASE("a tolerance chooses the method by itself", "[methods]") {
  const Index n = 3000;
  const EuclideanMetric<double> I(n);
  const Eigen::VectorXd flat = spectrum("flat", n);
  const auto e = metric_trace(Costly{flat, 1e-6}, I, {.tolerance = 2e-3});
  CHECK(e.status == Status::converged);
  CHECK(e.method == Method::hutchinson);
  CHECK(e.probes == e.matvecs);
  CHECK(half_width(e) <= 2e-3 * flat.sum());
  const Eigen::VectorXd poly = spectrum("poly", n);
  // where an application is dear, a sketch: Hutchinson's would take some 10⁸ of them
  const auto f = metric_trace(Costly{poly, 1e-2}, I, {.tolerance = 1e-4});
  CHECK(f.status == Status::converged);
  CHECK(f.method != Method::hutchinson);
  CHECK(std::abs(f.value - poly.sum()) <= 1e-4 * poly.sum());
  CHECK(f.matvecs < 1000);
  // where it costs nothing, all n columns before a large sketch
  const auto g = metric_trace(Costly{poly, 1e-9}, I, {.tolerance = 1e-7});
  CHECK(g.status == Status::exact);
  CHECK(g.matvecs >= n);
}

TEST_CASE("the same problem gets the same plan with any number of threads", "[methods]") {
  const Index n = 2000;
  const EuclideanMetric<double> I(n);
  for (const std::string kind : {"flat", "poly", "step"}) {
    for (const double seconds : {1e-8, 1e-5, 1e-2}) {
      const Costly A{spectrum(kind, n), seconds};
      const auto one = metric_trace(A, I, {.tolerance = 1e-3, .threads = 1});
      const auto two = metric_trace(A, I, {.tolerance = 1e-3, .threads = 2});
      CHECK(one.value == two.value);
      CHECK(one.matvecs == two.matvecs);
      CHECK(one.method == two.method);
    }
  }
}

TEST_CASE("the automatic choice spends its budget beside panels that do not fit", "[methods]") {
  const Index n = 4000;
  const Eigen::VectorXd poly = spectrum("poly", n);
  const Costly A{poly, 1e-3};
  const EuclideanMetric<double> I(n);
  // half of it for the panels of fifteen columns
  const std::size_t memory = 30 * 5 * n * sizeof(double);
  const auto e =
      metric_trace(A, I, {.matvecs = 100, .method = Method::automatic, .memory = memory});
  CHECK(e.matvecs == 100);
  CHECK(e.method == Method::hutchpp);
  CHECK(e.probes == 85);  // fifteen in the sketch, at two matvecs each, and seventy beside it
  CHECK(std::abs(e.value - poly.sum()) < 6 * e.standard_error);
  const auto converged =
      metric_trace(A, I, {.tolerance = 5e-3, .max_matvecs = 3000, .memory = 3 * memory});
  CHECK(converged.status == Status::converged);
  CHECK(std::abs(converged.value - poly.sum()) < 5e-3 * poly.sum());
}

TEST_CASE("a trace near zero ends at the budget, never above it", "[methods]") {
  const Index n = 400;
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < n; ++i) A.insert(i, i) = i % 2 == 0 ? 1 : -1;
  A.makeCompressed();
  const EuclideanMetric<double> I(n);
  for (const Method method : {Method::hutchinson, Method::hutchpp, Method::na_hutchpp,
                              Method::adaptive_hutchpp, Method::xtrace, Method::automatic}) {
    CAPTURE(name(method));
    const auto e =
        metric_trace(by_products(A), I, {.method = method, .tolerance = 1e-2, .max_matvecs = 150});
    CHECK(e.status == Status::budget);
    CHECK(e.matvecs <= 150);
    CHECK(e.matvecs >= 146);
    const auto met = metric_trace(
        by_products(A), I,
        {.method = method, .tolerance = 1e-2, .absolute_tolerance = 20, .max_matvecs = 2000});
    CHECK((met.status == Status::converged || met.status == Status::exact));
    CHECK(half_width(met) <= 20);
  }
}

TEST_CASE("a tolerance for a norm is one for the norm", "[methods]") {
  const Index n = 200;
  const RowMatrix<double> T = random_matrix<double>(n, n, 1);
  const EuclideanMetric<double> I(n);
  const double exact = T.norm();
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const auto e = frobenius_norm(T, I, I, {.method = method, .tolerance = 0.02});
    CHECK(half_width(e) <= 0.02 / 0.98 * e.value);
    CHECK(std::abs(e.value - exact) <= 0.02 * exact);
    CHECK((e.status == Status::converged || e.status == Status::exact));
  }
}

TEST_CASE("tolerances and budgets out of range are refused", "[methods]") {
  const RowMatrix<double> A = RowMatrix<double>::Identity(5, 5);
  const EuclideanMetric<double> I(5);
  CHECK_THROWS_WITH(metric_trace(by_products(A), I, {.tolerance = -1}),
                    Catch::Contains("tolerance") && Catch::Contains("-1"));
  CHECK_THROWS_AS(metric_trace(by_products(A), I, {.absolute_tolerance = NAN}), OptionError);
  CHECK_THROWS_AS(metric_trace(by_products(A), I, {.tolerance = 0.1, .max_matvecs = 0}),
                  OptionError);
}

TEST_CASE("a growing sketch that is stopped returns its last look", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 400), 1);
  const EuclideanMetric<double> I(400);
  const auto first = metric_trace(by_products(A), I, {.matvecs = 40, .method = Method::xtrace});
  std::atomic<bool> stop{false};
  Options options{.method = Method::xtrace, .tolerance = 1e-4, .stop = &stop};
  options.progress = [&](Index done, Index) { stop = done > 40; };
  const auto e = metric_trace(by_products(A), I, options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.matvecs > 40);
  CHECK(e.value == Approx(first.value).epsilon(1e-13));  // the basis grew in two pieces
  CHECK(e.probes == 20);
  CHECK(half_width(e) > half_width(first));  // one look of several
}

TEST_CASE("a sample that is stopped on the way to the exact trace is kept", "[methods]") {
  const Index n = 400;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 1);
  const EuclideanMetric<double> I(n);
  std::atomic<bool> stop{false};
  Options options{.method = Method::hutchpp, .tolerance = 1e-9, .stop = &stop};
  options.progress = [&](Index, Index total) { stop = total != budget_of(options); };
  const auto e = metric_trace(by_products(A), I, options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.matvecs < 120 + n);
  CHECK(e.probes == 58);  // 34 of the sketch, and a first look at 24 values
  CHECK(std::abs(e.value - A.trace()) < 0.01 * A.trace());
  CHECK(half_width(e) < 0.02 * A.trace());  // that of the sketch's own values is over 0.1
}

TEST_CASE("the automatic choice finds a low rank out beside panels that do not fit", "[methods]") {
  const Index n = 4000;
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < 5; ++i) A.insert(i, i) = static_cast<double>(i + 1);
  A.makeCompressed();
  const std::size_t thirty_columns = 30 * 5 * n * sizeof(double);
  const auto e =
      metric_trace(by_products(A), EuclideanMetric<double>(n),
                   {.matvecs = 100, .method = Method::automatic, .memory = thirty_columns});
  CHECK(e.status == Status::exact);
  CHECK(e.matvecs <= 40);
  CHECK(contains(e.interval, 15));
  CHECK(half_width(e) < 1e-11);
}

TEMPLATE_TEST_CASE("an exact trace takes over what sketches know, in any metric", "[methods]",
                   float, double, std::complex<float>, std::complex<double>) {
  // flat, so that no sketch does; the trace of a semidefinite form, and not that of another
  using S = TestType;
  const Index n = 300;
  const RowMatrix<S> G = random_matrix<S>(n, n, 1);
  const RowMatrix<S> V = G * G.adjoint() / static_cast<Real<S>>(n) + RowMatrix<S>::Identity(n, n);
  const DenseMetric<S> metric(V);
  const RowMatrix<S> T = random_matrix<S>(n, n, 2);
  const RowMatrix<S> definite = T.adjoint() * T + V;
  const double digits = std::is_same_v<Real<S>, float> ? 1e-4 : 1e-12;
  // beyond n: nothing, 24 values of a sample given up, or of two products with a column one
  const std::pair<Method, Index> lost[] = {
      {Method::hutchpp, 25 + 24}, {Method::nystrompp, 24}, {Method::adaptive_hutchpp, 37 + 24},
      {Method::xtrace, 0},        {Method::xnystrace, 0},  {Method::automatic, 20}};
  for (const auto& [method, more] : lost) {
    for (const bool general : {false, true}) {
      if (general && (method == Method::nystrompp || method == Method::xnystrace)) continue;
      CAPTURE(name(method), general);
      const RowMatrix<S>& A = general ? T : definite;
      const OperatorForm<S> form(A);
      const auto exact = exact::metric_trace(form, metric);
      const auto e = metric_trace(by_products(A), metric, {.method = method, .tolerance = 1e-9});
      CHECK(e.status == Status::exact);
      CHECK(e.matvecs <= n + more);
      CHECK(contains(e.interval, exact));
      CHECK(std::abs(std::complex<double>(e.value - exact)) < digits * std::abs(definite.trace()));
      CHECK(half_width(e) < digits * std::abs(definite.trace()));
    }
  }
}

TEST_CASE("an exact trace whose terms cancel owns up to their rounding", "[methods]") {
  // V = GGᵀ + 20 I for an integer G, and V diag(1, −1, 1, …), whose metric trace is 0
  const Index n = 30;
  RowMatrix<double> G(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j)
      G(i, j) = static_cast<double>((3 * i * i + 5 * i * j + j) % 7 - 3);
  }
  const RowMatrix<double> V =
      RowMatrix<double>(G * G.transpose()) + 20 * RowMatrix<double>::Identity(n, n);
  RowMatrix<double> A = V;
  for (Index j = 1; j < n; j += 2) A.col(j) *= -1;
  const DenseMetric<double> metric(V);
  for (const Method method : {Method::automatic, Method::xtrace, Method::hutchpp}) {
    CAPTURE(name(method));
    const auto e = metric_trace(by_products(A), metric, {.matvecs = n, .method = method});
    CHECK(e.status == Status::exact);
    CHECK(contains(e.interval, 0));
    CHECK(half_width(e) < 1e-10);
  }
}

TEST_CASE("a run stopped among its first values returns those", "[methods]") {
  const Index n = 4000;
  Eigen::SparseMatrix<double> A(n, n);
  A.setIdentity();
  std::atomic<bool> stop{false};
  Options options{.tolerance = 1e-9, .block = 1, .threads = 1, .stop = &stop};
  options.progress = [&](Index done, Index) { stop = done > 0; };
  const auto e = metric_trace(by_products(A), EuclideanMetric<double>(n), options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.probes > 0);
  CHECK(e.value == Approx(static_cast<double>(n)));
}
