// Stopping at a tolerance, by every method.
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <lib/estimators/methods/automatic.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

TEST_CASE("a tight tolerance ends with all columns, not with half a budget", "[methods]") {
  const Index n = 150;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", n), 1);
  const EuclideanMetric<double> I(n);
  for (const Method method : all_methods) {
    if (method == Method::hutchinson) continue;
    CAPTURE(name(method));
    const auto e = metric_trace(A, I, {.method = method, .tolerance = 1e-9});
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
  for (const Method method : all_methods) {
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

TEST_CASE("a tolerance chooses the method by itself", "[methods]") {
  const Index n = 3000;
  const Eigen::VectorXd flat = spectrum("flat", n);
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < n; ++i) A.insert(i, i) = flat[i];
  A.makeCompressed();
  const EuclideanMetric<double> I(n);
  const auto e = metric_trace(A, I, {.tolerance = 2e-3});
  CHECK(e.status == Status::converged);
  CHECK(e.probes == e.matvecs);  // Hutchinson's: a matvec a probe
  CHECK(half_width(e) <= 2e-3 * flat.sum());
  const Eigen::VectorXd fast = spectrum("poly", n);
  for (Index i = 0; i < n; ++i) A.coeffRef(i, i) = fast[i];
  const auto f = metric_trace(A, I, {.tolerance = 1e-4});
  CHECK(f.status == Status::converged);
  CHECK(f.matvecs == 2 * f.probes);  // XTrace's
  CHECK(std::abs(f.value - fast.sum()) <= 1e-4 * fast.sum());
  CHECK(f.matvecs < 1000);  // Hutchinson's would be some 10⁸
}

TEST_CASE("the automatic choice spends its budget beside panels that do not fit", "[methods]") {
  const Index n = 4000;
  const Eigen::VectorXd poly = spectrum("poly", n);
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < n; ++i) A.insert(i, i) = poly[i];
  A.makeCompressed();
  const EuclideanMetric<double> I(n);
  const std::size_t thirty_columns = 30 * 5 * n * sizeof(double);
  const auto e =
      metric_trace(A, I, {.matvecs = 100, .method = Method::automatic, .memory = thirty_columns});
  CHECK(e.matvecs == 100);
  CHECK(e.probes == 70);  // thirty in the sketch, at two matvecs each, and forty beside it
  CHECK(std::abs(e.value - poly.sum()) < 6 * e.standard_error);
  const auto converged = metric_trace(A, I, {.tolerance = 5e-3, .memory = thirty_columns});
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
    const auto e = metric_trace(A, I, {.method = method, .tolerance = 1e-2, .max_matvecs = 150});
    CHECK(e.status == Status::budget);
    CHECK(e.matvecs <= 150);
    CHECK(e.matvecs >= 146);
    const auto met = metric_trace(
        A, I, {.method = method, .tolerance = 1e-2, .absolute_tolerance = 20, .max_matvecs = 2000});
    CHECK((met.status == Status::converged || met.status == Status::exact));
    CHECK(half_width(met) <= 20);
  }
}

TEST_CASE("a tolerance for a norm is one for the norm", "[methods]") {
  const Index n = 200;
  const RowMatrix<double> T = random_matrix<double>(n, n, 1);
  const EuclideanMetric<double> I(n);
  const double exact = T.norm();
  for (const Method method : all_methods) {
    CAPTURE(name(method));
    const auto e = frobenius_norm(T, I, I, {.method = method, .tolerance = 0.02});
    CHECK(half_width(e) <= 0.02 * exact);
    CHECK(std::abs(e.value - exact) <= 0.02 * exact);
    CHECK((e.status == Status::converged || e.status == Status::exact));
  }
}

TEST_CASE("tolerances and budgets out of range are refused", "[methods]") {
  const RowMatrix<double> A = RowMatrix<double>::Identity(5, 5);
  const EuclideanMetric<double> I(5);
  CHECK_THROWS_WITH(metric_trace(A, I, {.tolerance = -1}),
                    Catch::Contains("tolerance") && Catch::Contains("-1"));
  CHECK_THROWS_AS(metric_trace(A, I, {.absolute_tolerance = NAN}), OptionError);
  CHECK_THROWS_AS(metric_trace(A, I, {.tolerance = 0.1, .max_matvecs = 0}), OptionError);
}

TEST_CASE("a growing sketch that is stopped returns its last look", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 400), 1);
  const EuclideanMetric<double> I(400);
  const auto first = metric_trace(A, I, {.matvecs = 40, .method = Method::xtrace});
  std::atomic<bool> stop{false};
  Options options{.method = Method::xtrace, .tolerance = 1e-4, .stop = &stop};
  options.progress = [&](Index done, Index) { stop = done > 40; };
  const auto e = metric_trace(A, I, options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.matvecs > 40);
  CHECK(e.value == first.value);
  CHECK(e.probes == 20);
  CHECK(half_width(e) > half_width(first));  // one look of several
}

TEST_CASE("the automatic choice pays for the look at its sketch", "[methods]") {
  // 20 probes of XTrace miss the tolerance, the first 32 values beside their range meet it
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 400), 1);
  const EuclideanMetric<double> I(400);
  const std::size_t twenty_columns = 20 * 5 * 400 * sizeof(double);
  const Options options{.method = Method::automatic,
                        .tolerance = 0.004,
                        .max_matvecs = 300,
                        .memory = twenty_columns};
  const OperatorForm<double> form{OperatorRef<double>(A)};
  const auto B = panel_operator<double>(FormRef<double>(form), MetricRef<double>(I), options);
  Spending<double> run(*B, options, {});
  const auto e = automatic(run);
  CHECK(e.status == Status::converged);
  REQUIRE(e.probes == 52);
  Stopping second(options, false);
  second.next_look();
  CHECK(run.stopping.level() == second.level());
}

TEST_CASE("a sample that is stopped on the way to the exact trace is kept", "[methods]") {
  const Index n = 400;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 1);
  const EuclideanMetric<double> I(n);
  std::atomic<bool> stop{false};
  Options options{.method = Method::hutchpp, .tolerance = 1e-9, .stop = &stop};
  options.progress = [&](Index, Index total) { stop = total != options.max_matvecs; };
  const auto e = metric_trace(A, I, options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.matvecs < 120 + n);
  CHECK(e.probes == 72);  // 40 of the sketch, and a first look at 32 values
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
      metric_trace(A, EuclideanMetric<double>(n),
                   {.matvecs = 100, .method = Method::automatic, .memory = thirty_columns});
  CHECK(e.status == Status::exact);
  CHECK(e.matvecs == 35);
  CHECK(contains(e.interval, 15));
  CHECK(half_width(e) < 1e-11);
}
