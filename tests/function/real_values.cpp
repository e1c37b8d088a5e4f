// Published values of real matrices, by the exact side and within the intervals.
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <input/problem.hpp>
#include <isotrace/isotrace.hpp>
#include <train/dataset.hpp>

#include "support/data.hpp"

using namespace isotrace;
using program::InputProblem;
using program::ProblemFiles;

namespace {

using Sparse = Eigen::SparseMatrix<double, Eigen::RowMajor>;

struct Published {
  const char* form;
  const char* metric;
  double form_scale;
  double log_determinant;  ///< of the pencil
  double roots;            ///< Σ√λ
};

const Published pairs[] = {
    {"bcsstk11.mtx", "bcsstm12.mtx", 1, 21933.87992902 + 4946.648463659, 18166178.60576},
    {"lund_a.mtx", "lund_b.mtx", 1, 2397.220804129 - 826.969574239, 39034.23531386},
    {"rail_1357_A.mtx", "rail_1357_E.mtx", -1, -15045.25568858 + 12777.42528694, 767.2953702096},
};

bool holds(const FunctionEstimate& e, double exact) {
  return e.interval.low <= exact && exact <= e.interval.high;
}

/// The adjacency matrix of a file, as it is or as I + L with L = D − A.
Sparse graph(const std::filesystem::path& path, bool laplacian) {
  const auto file = program::read_problem({.form = path});
  Sparse A = file.form->as_sparse<double>();
  if (!laplacian) return A;
  const Eigen::VectorXd degrees = A * Eigen::VectorXd::Ones(A.rows());
  Sparse L = -A;
  for (Index i = 0; i < A.rows(); ++i) L.coeffRef(i, i) += 1 + degrees[i];
  L.makeCompressed();
  return L;
}

}  // namespace

TEST_CASE("log-determinants and sums of roots of real pencils") {
  const auto folder = test::data_folder({"bcsstk11.mtx", "bcsstm12.mtx", "lund_a.mtx", "lund_b.mtx",
                                         "rail_1357_A.mtx", "rail_1357_E.mtx"});
  if (!folder) return;
  for (const auto& pair : pairs) {
    CAPTURE(pair.form);
    const auto input = program::read_problem({.form = *folder / pair.form,
                                              .metric = *folder / pair.metric,
                                              .form_scale = pair.form_scale});
    const InputProblem<double> problem(input);
    const auto form = problem.form();
    const auto metric = problem.metric();
    const auto log = functions::log();
    const auto root = functions::sqrt();
    CHECK(exact::form_function_trace<double>(form, metric, log) ==
          Approx(pair.log_determinant).epsilon(1e-9));
    CHECK(exact::form_function_trace<double>(form, metric, root) ==
          Approx(pair.roots).epsilon(1e-10));
    const Options options{.matvecs = 20000};
    CHECK(holds(form_function_trace<double>(form, metric, log, options), pair.log_determinant));
    CHECK(holds(form_function_trace<double>(form, metric, root, options), pair.roots));
  }
}

TEST_CASE("forests, triangles and Estrada indices of graphs") {
  const auto folder = test::data_folder({"karate.mtx", "ca-GrQc.mtx"});
  if (!folder) return;
  const Sparse A = graph(*folder / "karate.mtx", false);
  const Sparse L = graph(*folder / "karate.mtx", true);
  const EuclideanMetric<double> small(34);
  CHECK(exact::function_trace(A, small, functions::power(3)) / 6 == Approx(45).epsilon(1e-12));
  CHECK(exact::function_trace(A, small, functions::exp()) == Approx(1041.247033420).epsilon(1e-11));
  CHECK(exact::function_trace(L, small, functions::log()) == Approx(50.31936515989).epsilon(1e-11));
  const Sparse B = graph(*folder / "ca-GrQc.mtx", false);
  const Sparse M = graph(*folder / "ca-GrQc.mtx", true);
  const EuclideanMetric<double> large(5242);
  const Options options{.matvecs = 4000};
  CHECK(holds(function_trace(B, large, functions::power(3), options), 6 * 48260));
  const auto forests = function_trace(M, large, functions::log(), options, {.lower = 1});
  CHECK(holds(forests, 7451.096259138));
  CHECK(forests.enclosed);
  CHECK(exact::log_determinant(SparseMetric<double>(M)) == Approx(7451.096259138).epsilon(1e-11));
  Options sketch = options;
  sketch.method = Method::xtrace;
  CHECK(holds(function_trace(B, large, functions::exp(), sketch), 6.475958459122e+19));
}

TEST_CASE("ridge traces of digits and breast cancer") {
  const auto folder = test::data_folder({"digits.csv", "breast_cancer.csv"});
  if (!folder) return;
  struct Case {
    const char* file;
    const char* label;
    double divisor;  ///< 0: standardised
    double freedom, inverse, log_determinant;
  };
  for (const Case& one :
       {Case{"digits.csv", "65", 16, 15.95980364642, 480.4019635358, -119.6123003714},
        Case{"breast_cancer.csv", "31", 0, 15.13683567484, 148.6316432516, -32.49131112965}}) {
    CAPTURE(one.file);
    const auto table = program::read_table(*folder / one.file, one.label);
    RowMatrix<double> X = table.features;
    const auto N = static_cast<double>(X.cols());
    if (one.divisor > 0) {
      X /= one.divisor;
    } else {
      for (Index i = 0; i < X.rows(); ++i) {
        X.row(i).array() -= X.row(i).mean();
        X.row(i) /= std::sqrt(X.row(i).squaredNorm() / N);
      }
    }
    const RowMatrix<double> C = X * X.transpose() / N;
    const RowMatrix<double> damped = C + 0.1 * RowMatrix<double>::Identity(X.rows(), X.rows());
    const EuclideanMetric<double> V(X.rows());
    const auto check = [&](const RowMatrix<double>& A, const SpectralFunction& f, double exact,
                           const FunctionTraceOptions& quadrature) {
      CAPTURE(f.name());
      CHECK(exact::function_trace(A, V, f) == Approx(exact).epsilon(1e-10));
      CHECK(holds(function_trace(A, V, f, {.matvecs = 2000}, quadrature), exact));
    };
    check(C, functions::ratio(0.1), one.freedom, {.lower = 0});
    check(damped, functions::inverse(), one.inverse, {.lower = 0.1});
    check(damped, functions::log(), one.log_determinant, {.lower = 0.1});
  }
}
