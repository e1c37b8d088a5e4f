// Traces of functions: values, intervals, budgets, scales.
#include <catch2/catch.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <Eigen/SparseCore>
#include <cmath>

#include <isotrace/function/exact_function.hpp>
#include <isotrace/function/function_form.hpp>
#include <isotrace/function/function_trace.hpp>
#include <isotrace/function/log_determinant.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/sparse.hpp>
#include <isotrace/operators/form.hpp>

#include <lib/function/quadrature_record.hpp>

#include "function/path_graph.hpp"
#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::test;

TEST_CASE("the exact trace of a function against the eigenvalues of a path") {
  constexpr Index n = 200;
  const auto A = path(n, 0.5);
  const EuclideanMetric<double> identity(n);
  for (const auto& f : {functions::log(), functions::inverse(), functions::exp(),
                        functions::power(3), functions::ratio(2)}) {
    CHECK(exact::function_trace(A, identity, f) == Approx(path_sum(n, 0.5, f)).epsilon(1e-11));
  }
  // Σ√λ of the Laplacian itself, whose least eigenvalue is 0 up to rounding
  CHECK(exact::function_trace(path(n, 0), identity, functions::sqrt()) ==
        Approx(path_sum(n, 0, functions::sqrt())).margin(1e-5));
}

TEST_CASE("the interval of a function's trace holds, its quadrature's error included") {
  constexpr Index n = 500;
  const auto A = path(n, 0.01);
  const EuclideanMetric<double> identity(n);
  for (const auto& f : {functions::log(), functions::inverse(), functions::exp()}) {
    const double exact = path_sum(n, 0.01, f);
    for (const std::optional<Index> steps : {std::optional<Index>(), std::optional<Index>(6)}) {
      int holding = 0;
      constexpr int seeds = 60;
      for (int seed = 1; seed <= seeds; ++seed) {
        const auto e = function_trace(
            A, identity, f, {.matvecs = 2000, .seed = std::uint64_t(seed)}, {.steps = steps});
        holding += e.interval.low <= exact && exact <= e.interval.high ? 1 : 0;
        CHECK(e.matvecs <= 2000);
        CHECK(e.enclosed);
        if (steps) CHECK(e.steps == *steps);
      }
      CAPTURE(f.name(), steps.value_or(0), holding);
      CHECK(holding >= 0.9 * seeds);
    }
  }
}

TEST_CASE("the same bits for every number of threads") {
  const auto A = path(300, 0.1);
  const EuclideanMetric<double> identity(300);
  const auto run = [&](int threads) {
    const auto e =
        function_trace(A, identity, functions::log(), {.matvecs = 3000, .threads = threads});
    return std::tuple(e.value, e.interval.low, e.interval.high, e.quadrature_error, e.steps);
  };
  CHECK(run(1) == run(3));
}

TEST_CASE("log-determinants of a pencil, and with a preconditioner") {
  constexpr Index n = 400;
  const auto A = path(n, 0.05);
  const EuclideanMetric<double> identity(n);
  const double expected = path_sum(n, 0.05, functions::log());
  const auto plain = log_determinant(A, identity, {.matvecs = 4000});
  CHECK(plain.interval.low <= expected);
  CHECK(expected <= plain.interval.high);
  const SparseMetric<double> near(path(n, 0.06));
  const auto better = preconditioned_log_determinant(A, near, {.matvecs = 4000});
  CHECK(better.interval.low <= expected);
  CHECK(expected <= better.interval.high);
  CHECK(better.standard_error < 0.1 * plain.standard_error);
  CHECK(better.steps < plain.steps);
}

TEST_CASE("without a bound of the spectrum the interval still holds, where it has an end") {
  constexpr Index n = 300;
  const EuclideanMetric<double> identity(n);
  for (const double decades : {2.0, 4.0, 6.0, 8.0}) {
    Eigen::SparseMatrix<double, Eigen::RowMajor> D(n, n);
    double exact = 0;
    for (int i = 0; i < n; ++i) {
      const double level = std::pow(10.0, -decades * i / (n - 1));
      D.insert(i, i) = level;
      exact += std::log(level);
    }
    D.makeCompressed();
    const OperatorForm<double> entries{OperatorRef<double>(D)};
    const FormRef<double> form(entries);
    for (const Index matvecs : {1000, 4000}) {
      int holding = 0;
      for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto e = form_function_trace<double>(form.by_products(), identity, functions::log(),
                                                   {.matvecs = matvecs, .seed = seed});
        CHECK_FALSE(e.enclosed);
        CHECK(e.matvecs <= matvecs);
        holding += e.interval.low <= exact && exact <= e.interval.high ? 1 : 0;
      }
      CAPTURE(decades, matvecs, holding);
      CHECK(holding >= 18);
    }
  }
}

TEST_CASE("functions of operators of any scale, of one row, and of a zero form") {
  for (const double scale : {1e-250, 1e-160, 1e-110, 1.0, 1e110, 1e160, 1e250}) {
    constexpr Index n = 60;
    const Eigen::SparseMatrix<double, Eigen::RowMajor> A = path(n, 0.1) * scale;
    const EuclideanMetric<double> identity(n);
    const double exact = path_sum(n, 0.1, functions::log()) + n * std::log(scale);
    CAPTURE(scale);
    CHECK(exact::function_trace(A, identity, functions::log()) == Approx(exact).epsilon(1e-11));
    const auto e =
        function_trace(A, identity, functions::log(), {.matvecs = 3000, .confidence = 0.9999});
    CHECK(e.interval.low <= exact);
    CHECK(exact <= e.interval.high);
    CHECK(e.interval.high - e.interval.low < 200);
    const auto dense = function_trace(RowMatrix<double>(A), identity, functions::sqrt(),
                                      {.matvecs = 3000, .confidence = 0.9999});
    const double roots = path_sum(n, 0.1, functions::sqrt()) * std::sqrt(scale);
    CHECK(dense.interval.low <= roots);
    CHECK(roots <= dense.interval.high);
  }
  const RowMatrix<double> one = RowMatrix<double>::Constant(1, 1, 4);
  const auto e =
      function_trace(one, EuclideanMetric<double>(1), functions::sqrt(), {.matvecs = 200});
  CHECK(e.value == Approx(2).epsilon(1e-14));
  const RowMatrix<double> zero = RowMatrix<double>::Zero(9, 9);
  CHECK(
      function_trace(zero, EuclideanMetric<double>(9), functions::exp(), {.matvecs = 200}).value ==
      Approx(9).epsilon(1e-14));
}

TEMPLATE_TEST_CASE("every scalar, law and method gives an interval that holds", "", float, double,
                   std::complex<float>, std::complex<double>) {
  using S = TestType;
  constexpr Index n = 60;
  const RowMatrix<S> A = random_metric<S>(n, 11);
  const EuclideanMetric<S> identity(n);
  const double exact = exact::function_trace(A, identity, functions::sqrt());
  int holding = 0;
  int all = 0;
  for (const Law& law : {Law(Sphere{}), Law(Gaussian{}), Law(Signs{}), Law(Frame{4})}) {
    for (const Method method : {Method::hutchinson, Method::xtrace, Method::hutchpp}) {
      if (law.as<Frame>() != nullptr && method != Method::hutchinson) continue;
      const auto e = function_trace(A, identity, functions::sqrt(),
                                    {.matvecs = 3000, .method = method, .law = law}, {.lower = 0});
      holding += e.interval.low <= exact && exact <= e.interval.high ? 1 : 0;
      CHECK(e.interval.high - e.interval.low < exact);
      CHECK(e.matvecs <= 3000);
      ++all;
    }
  }
  CHECK(holding >= all - 1);
}

TEST_CASE(
    "a tolerance is met, the quadrature's error included, or the status says that it is not") {
  const auto A = path(500, 0.1);
  const EuclideanMetric<double> identity(500);
  const double exact = path_sum(500, 0.1, functions::log());
  for (const auto method : {std::optional<Method>(), std::optional<Method>(Method::hutchinson)}) {
    const auto e = function_trace(A, identity, functions::log(),
                                  {.matvecs = 400000, .method = method, .tolerance = 0.01});
    CHECK((e.status == Status::converged || e.status == Status::exact));
    CHECK(std::abs(e.value - exact) <= 0.01 * std::abs(exact));
    CHECK(std::max(e.interval.high - e.value, e.value - e.interval.low) <=
          0.0101 * std::abs(exact));
  }
  CHECK(function_trace(A, identity, functions::log(), {.matvecs = 500, .tolerance = 1e-4}).status ==
        Status::budget);
  CHECK_THROWS_AS(function_trace(A, identity, functions::log(), {.matvecs = 0}), OptionError);
}

TEST_CASE("a norm's form is counted by its products") {
  const RowMatrix<double> T = random_matrix<double>(40, 30, 1);
  const EuclideanMetric<double> V(30);
  const EuclideanMetric<double> W(40);
  const ProductForm<double> form{OperatorRef<double>(T), MetricRef<double>(W)};
  const auto e = form_function_trace<double>(form, V, functions::sqrt(), {.matvecs = 1000},
                                             {.steps = 5, .lower = 0});
  CHECK(e.matvecs <= 1000);
  CHECK(e.probes <= 1000 / 10);
  const double nuclear = Eigen::JacobiSVD<Eigen::MatrixXd>(T).singularValues().sum();
  CHECK(e.interval.low <= nuclear);
  CHECK(nuclear <= e.interval.high);
}
