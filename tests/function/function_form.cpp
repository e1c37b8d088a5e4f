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

/// The Laplacian of a path of n nodes, plus a multiple of I.
Eigen::SparseMatrix<double, Eigen::RowMajor> path(Index n, double shift) {
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < n; ++i) {
    entries.emplace_back(i, i, (i == 0 || i + 1 == n ? 1 : 2) + shift);
    if (i > 0) entries.emplace_back(i, i - 1, -1);
    if (i > 0) entries.emplace_back(i - 1, i, -1);
  }
  Eigen::SparseMatrix<double, Eigen::RowMajor> A(n, n);
  A.setFromTriplets(entries.begin(), entries.end());
  return A;
}

double path_sum(Index n, double shift, const SpectralFunction& f) {
  double sum = 0;
  for (Index k = 0; k < n; ++k) sum += f(2 - 2 * std::cos(M_PI * double(k) / double(n)) + shift);
  return sum;
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
