// f of a pencil as a form: values, products, refusals.
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

namespace {

template <Scalar S>
using Dense = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;

/// f(B) by eigenvectors.
template <Scalar S>
Dense<S> function_of(const Dense<S>& B, const SpectralFunction& f) {
  const Eigen::SelfAdjointEigenSolver<Dense<S>> solver(B);
  Eigen::Matrix<S, Eigen::Dynamic, 1> values(B.rows());
  for (Index i = 0; i < B.rows(); ++i) values[i] = S(f(solver.eigenvalues()[i]));
  return solver.eigenvectors() * values.asDiagonal() * solver.eigenvectors().adjoint();
}

}  // namespace

TEMPLATE_TEST_CASE("values and products of f(B) against eigenvectors", "", float, double,
                   std::complex<float>, std::complex<double>) {
  using S = TestType;
  constexpr Index n = 30;
  const double tolerance = std::is_same_v<Real<S>, float> ? 2e-3 : 1e-9;
  const RowMatrix<S> A = random_metric<S>(n, 1);
  const RowMatrix<S> V = random_metric<S>(n, 2);
  const DenseMetric<S> metric(V);
  RowMatrix<S> Q = RowMatrix<S>::Identity(n, n);
  metric.map(Isometry::forward, view(Q));
  const RowMatrix<S> X = random_matrix<S>(n, 3, 3);
  for (const auto& f : {functions::log(), functions::exp(), functions::inverse(), functions::sqrt(),
                        functions::power(3), functions::ratio(0.5), functions::sign(),
                        functions::smooth_step(1, 0.5)}) {
    for (const bool euclidean : {true, false}) {
      CAPTURE(f.name(), euclidean);
      const Dense<S> B = euclidean ? Dense<S>(A) : Dense<S>(Q.adjoint() * A * Q);
      const Dense<S> expected = function_of<S>((B + B.adjoint()) / Real<S>(2), f);
      const OperatorForm<S> form{OperatorRef<S>(A)};
      const EuclideanMetric<S> identity(n);
      const FunctionForm<S> function(
          form, euclidean ? MetricRef<S>(identity) : MetricRef<S>(metric), f, {.steps = n});
      Workspace<S> ws;
      std::vector<Wide<S>> values(3);
      function.values(view(X), ws, values.data());
      const double size = double(expected.norm());
      for (Index j = 0; j < 3; ++j) {
        const Wide<S> exact = Wide<S>(X.col(j).dot(expected * X.col(j)));
        CHECK(std::abs(values[j] - exact) < tolerance * size * double(X.col(j).squaredNorm()));
      }
      RowMatrix<S> Y(n, 3);
      function.apply(view(X), ws, view(Y));
      CHECK(double((Y - expected * X).norm()) < tolerance * size * double(X.norm()));
    }
  }
}

TEST_CASE("an invariant subspace ends the recurrence with the exact value") {
  constexpr Index n = 40;
  RowMatrix<double> U = random_matrix<double>(n, 5, 1);
  const RowMatrix<double> projector =
      U * (U.transpose() * U).llt().solve(Eigen::MatrixXd(U.transpose()));
  const EuclideanMetric<double> identity(n);
  RowMatrix<double> X = random_matrix<double>(n, 3, 2);
  X.col(1).setZero();
  X.col(2) = U.col(0);  // an eigenvector
  Workspace<double> ws;
  std::vector<double> values(3);
  const RowMatrix<double> symmetric = (projector + projector.transpose()) / 2;
  const OperatorForm<double> form{OperatorRef<double>(symmetric)};
  const FunctionForm<double> function(form, identity, functions::exp(), {.steps = 30});
  function.values(view(std::as_const(X)), ws, values.data());
  for (Index j = 0; j < 3; ++j) {
    const double inside = (projector * X.col(j)).squaredNorm();
    const double expected = std::exp(1.0) * inside + X.col(j).squaredNorm() - inside;
    CHECK(values[j] == Approx(expected).epsilon(1e-12));
  }
  CHECK(function.quadrature_error() < 1e-12);
  const RowMatrix<double> I = RowMatrix<double>::Identity(n, n);
  const OperatorForm<double> unit{OperatorRef<double>(I)};
  const FunctionForm<double> log(unit, identity, functions::log(), {.steps = 500});
  log.values(view(std::as_const(X)), ws, values.data());
  for (const double value : values) CHECK(std::abs(value) < 1e-12);
}

TEST_CASE("five hundred steps on a graph Laplacian do not spoil a value") {
  constexpr Index n = 1500;
  const auto A = path(n, 1e-3);
  const EuclideanMetric<double> identity(n);
  const OperatorForm<double> form{OperatorRef<double>(A)};
  const RowMatrix<double> X = random_matrix<double>(n, 4, 5);
  Workspace<double> ws;
  const auto values = [&](Index steps) {
    std::vector<double> out(4);
    FunctionForm<double>(form, identity, functions::log(), {.steps = steps, .lower = 1e-3})
        .values(view(X), ws, out.data());
    return out;
  };
  const auto some = values(250);
  const auto many = values(500);
  for (std::size_t j = 0; j < 4; ++j) CHECK(many[j] == Approx(some[j]).epsilon(1e-7));
  // isolated and repeated eigenvalues, which converge at once and come back as ghosts
  Eigen::VectorXd levels = Eigen::VectorXd::LinSpaced(n, 1, 2);
  levels.head(3).setConstant(1000);
  levels.segment(3, 200).setConstant(1e-3);
  Eigen::SparseMatrix<double, Eigen::RowMajor> D(n, n);
  for (int i = 0; i < n; ++i) D.insert(i, i) = levels[i];
  D.makeCompressed();
  std::vector<double> ghosts(4);
  const OperatorForm<double> diagonal{OperatorRef<double>(D)};
  FunctionForm<double>(diagonal, identity, functions::log(), {.steps = 500})
      .values(view(X), ws, ghosts.data());
  for (Index j = 0; j < 4; ++j) {
    const double exact = X.col(j).cwiseAbs2().dot(levels.array().log().matrix());
    CHECK(ghosts[static_cast<std::size_t>(j)] == Approx(exact).epsilon(1e-8));
  }
}

TEST_CASE("a form that is not Hermitian, and an eigenvalue outside the domain, are refused") {
  constexpr Index n = 20;
  RowMatrix<double> A = random_metric<double>(n, 1);
  const EuclideanMetric<double> identity(n);
  A(0, 1) += 1;
  CHECK_THAT(refusal<OperatorError>([&] {
               const OperatorForm<double> form{OperatorRef<double>(A)};
               FunctionForm<double>(form, identity, functions::log());
             }),
             Catch::Contains("not Hermitian") && Catch::Contains("xᴴAy = "));
  A = -3.2 * RowMatrix<double>::Identity(n, n);
  CHECK_THAT(refusal<OperatorError>([&] { function_trace(A, identity, functions::log()); }),
             Catch::Contains("found the eigenvalue -3.2, expected above 0 for log"));
  CHECK_THAT(refusal<OperatorError>([&] { exact::function_trace(A, identity, functions::sqrt()); }),
             Catch::Contains("found the eigenvalue -3.2, expected at least 0 for sqrt"));
  CHECK_THROWS_AS(functions::ratio(0), OptionError);
  CHECK_THROWS_AS(functions::power(std::nan("")), OptionError);
  const OperatorForm<double> form{OperatorRef<double>(A)};
  CHECK_THROWS_AS(FunctionForm<double>(form, identity, functions::exp(), {.steps = 0}),
                  OptionError);
  CHECK_THROWS_AS(FunctionForm<double>(form, identity, functions::exp(), {.lower = 1, .upper = 0}),
                  OptionError);
}

TEST_CASE("with kept vectors the values are those without, up to rounding") {
  constexpr Index n = 60;
  const RowMatrix<double> A = random_metric<double>(n, 4);
  const DenseMetric<double> metric(random_metric<double>(n, 5));
  const OperatorForm<double> form{OperatorRef<double>(A)};
  RowMatrix<double> X = random_matrix<double>(n, 3, 6);
  X.col(2).setZero();
  Workspace<double> ws;
  std::vector<double> without(3), with(3);
  const auto f = functions::log();
  FunctionForm<double>(form, metric, f, {.steps = 20})
      .values(view(std::as_const(X)), ws, without.data());
  const FunctionForm<double> kept(form, metric, f, {.steps = 20, .reorthogonalise = true});
  kept.values(view(std::as_const(X)), ws, with.data());
  for (std::size_t j = 0; j < 3; ++j) CHECK(with[j] == Approx(without[j]).epsilon(1e-8));
  CHECK(with[2] == 0);
  CHECK(kept.most_steps() == 20);
}

TEST_CASE("functions by name") {
  CHECK(functions::parse("log")(2) == std::log(2.0));
  CHECK(functions::parse("power:-1.5")(4) == std::pow(4.0, -1.5));
  CHECK(functions::parse("ratio:3")(2) == 2.0 / 5);
  CHECK(functions::parse("step:1:0.5")(1) == 0.5);
  CHECK(functions::parse("inverse-sqrt")(4) == 0.5);
  for (const char* word : {"", "logs", "power", "power:", "power:x", "power:1:2", "log:2",
                           "ratio:1x", "step:1", "ratio:-1", "power:nan"}) {
    CAPTURE(word);
    CHECK_THROWS_AS(functions::parse(word), OptionError);
  }
}

TEST_CASE("the mean half-width does not depend on the order, and is a bound") {
  detail::MeanHalfWidth one, other;
  const std::vector<double> widths{0, 1e-3, 2.5, 1e-200, 7e10, 0.1};
  double mean = 0;
  for (const double w : widths) {
    one.add(w);
    mean += w / double(widths.size());
  }
  for (auto w = widths.rbegin(); w != widths.rend(); ++w) other.add(*w);
  CHECK(one.mean() == other.mean());
  CHECK(one.mean() >= mean);
  CHECK(one.mean() <= 1.0906 * mean);
  CHECK(detail::MeanHalfWidth().mean() == 0);
  one.add(std::numeric_limits<double>::infinity());
  CHECK(std::isinf(one.mean()));
}
