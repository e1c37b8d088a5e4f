#include <catch2/catch.hpp>
#include <cmath>

#include <input/matrix_market.hpp>
#include <input/problem.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/isotrace.hpp>
#include <support/data.hpp>

using namespace isotrace;
using program::InputProblem;
using program::ProblemFiles;

namespace {

/// A pair of the data folder with its published values; NaN where none is given.
struct Pair {
  const char* form;
  const char* metric;
  double form_scale;
  double metric_scale;
  double trace;      ///< tr(V⁻¹A)
  double square;     ///< tr((V⁻¹A)²)
  double norm2;      ///< tr(V⁻¹AᴴV⁻¹A)
  double tolerance;  ///< relative
};

const Pair pairs[] = {
    {"bcsstk11.mtx", "bcsstm12.mtx", 1, 1, 299710361994, 1.198665464386e+20, 1.198665464386e+20,
     1e-11},
    {"bcsstm12.mtx", "bcsstk11.mtx", 1, 1, 0.001583522344197, 2.368180714197e-07,
     2.368180714197e-07, 1e-9},
    {"lund_a.mtx", "lund_b.mtx", 1, 1, 16139977.60889, 9307696200186, 9307696200186, 1e-11},
    {"lund_b.mtx", "lund_a.mtx", 1, 1, 0.01423316223006, 2.78498837975e-05, 2.78498837975e-05,
     1e-10},
    {"rail_1357_A.mtx", "rail_1357_E.mtx", -1, 1, 654.8406494627, 1135.1016997, 1135.1016997,
     1e-10},
    {"rail_1357_A.mtx", "rail_1357_E.mtx", 1, 1, -654.8406494627, 1135.1016997, 1135.1016997,
     1e-10},
    {"rail_1357_E.mtx", "rail_1357_A.mtx", 1, -1, 147303.9204108, 4448883977.443, 4448883977.443,
     1e-10},
    {"mhd416a.mtx", "mhd416b.mtx", 1, 1, -174.489812917822, -1658552.95689844, 99152042718.515,
     1e-9},
    {"mhd1280a.mtx", "mhd1280b.mtx", 1, 1, -4604.45317332933, -23377381.9909227, 8.3454373447554e12,
     1e-9},
};

constexpr std::initializer_list<const char*> files_of_pairs = {
    "bcsstk11.mtx",    "bcsstm12.mtx", "lund_a.mtx",  "lund_b.mtx",   "rail_1357_A.mtx",
    "rail_1357_E.mtx", "mhd416a.mtx",  "mhd416b.mtx", "mhd1280a.mtx", "mhd1280b.mtx"};

template <Scalar S>
exact::FormSums sums_of(const program::ProblemInput& input) {
  const InputProblem<S> problem(input);
  return exact::form_sums<S>(problem.form(), problem.metric());
}

exact::FormSums sums_of(const ProblemFiles& files) {
  const program::ProblemInput input = program::read_problem(files);
  return input.field() == Field::complex ? sums_of<std::complex<double>>(input)
                                         : sums_of<double>(input);
}

}  // namespace

TEST_CASE("real data: the real pairs have their published traces and norms", "[exact]") {
  const auto folder = test::data_folder(files_of_pairs);
  if (!folder) return;
  for (const Pair& pair : pairs) {
    CAPTURE(pair.form, pair.metric, pair.form_scale);
    ProblemFiles files;
    files.form = *folder / pair.form;
    files.metric = *folder / pair.metric;
    files.form_scale = pair.form_scale;
    files.metric_scale = pair.metric_scale;
    const exact::FormSums sums = sums_of(files);
    CHECK(sums.trace.real() == Approx(pair.trace).epsilon(pair.tolerance));
    CHECK(std::abs(sums.trace.imag()) <= 1e-14 * std::abs(pair.trace));
    CHECK(sums.frobenius2 == Approx(pair.norm2).epsilon(pair.tolerance));
    // tr B² = 2‖H‖² − ‖B‖²; where it cancels, to rounding of ‖B‖²
    CHECK(2 * sums.hermitian2 - sums.frobenius2 ==
          Approx(pair.square).epsilon(pair.tolerance).margin(1e-12 * pair.norm2));
  }
}

TEST_CASE("real data: the large pair has its published trace", "[exact]") {
  const auto folder = test::data_folder({"rail_20209_E.mtx", "rail_20209_A.mtx"});
  if (!folder) return;
  ProblemFiles files;
  files.form = *folder / "rail_20209_E.mtx";
  files.metric = *folder / "rail_20209_A.mtx";
  files.metric_scale = -1;
  const InputProblem<double> problem(program::read_problem(files));
  const double trace = exact::metric_trace<double>(problem.form(), problem.metric());
  CHECK(trace == Approx(162284.6199589).epsilon(1e-11));
}

TEST_CASE("real data: the large pair the other way round has its published, negative trace",
          "[exact]") {
  const auto folder = test::data_folder({"rail_20209_E.mtx", "rail_20209_A.mtx"});
  if (!folder) return;
  ProblemFiles files;
  files.form = *folder / "rail_20209_A.mtx";
  files.metric = *folder / "rail_20209_E.mtx";
  const InputProblem<double> problem(program::read_problem(files));
  const double trace = exact::metric_trace<double>(problem.form(), problem.metric());
  CHECK(trace == Approx(-158014.4931336).epsilon(1e-11));
}

TEST_CASE("real data: strong phases: the published traces, and not those of the conjugate metric",
          "[exact]") {
  using C = std::complex<double>;
  const auto folder = test::data_folder({"qc324.mtx"});
  if (!folder) return;
  const RowMatrix<C> A = program::read_matrix_market(*folder / "qc324.mtx").as_dense<C>();
  const Index n = A.rows();

  const RowMatrix<C> V = RowMatrix<C>::Identity(n, n) + A.adjoint() * A;
  const DenseMetric<C> metric(V);
  const OperatorForm<C> form{OperatorRef<C>(A)};
  const C trace = exact::metric_trace<C>(form, MetricRef<C>(metric));
  CHECK(std::abs(trace - C(-27.567808590686, -7.508014917335)) < 1e-11);

  RowMatrix<C> scaled = A;
  RowMatrix<C> twisted = 3.0 * RowMatrix<C>::Identity(n, n);
  for (Index j = 0; j < n; ++j) {
    scaled.col(j) *= static_cast<double>(j + 1) / static_cast<double>(n);
    if (j + 1 < n) {
      twisted(j, j + 1) = C(0, 1);
      twisted(j + 1, j) = C(0, -1);
    }
  }
  const OperatorForm<C> scaled_form{OperatorRef<C>(scaled)};
  const auto in = [&](const RowMatrix<C>& matrix) {
    const DenseMetric<C> dense(matrix);
    const Eigen::SparseMatrix<C> compressed = matrix.sparseView();
    const SparseMetric<C> sparse(compressed);
    const C value = exact::metric_trace<C>(scaled_form, MetricRef<C>(dense));
    CHECK(std::abs(value - exact::metric_trace<C>(scaled_form, MetricRef<C>(sparse))) < 1e-12);
    return value;
  };
  CHECK(std::abs(in(twisted)-C(-13.561078837683, -1.879471751183)) < 1e-11);
  CHECK(std::abs(in(twisted.conjugate()) - C(-13.557752976331, -1.858862800644)) < 1e-11);
}

TEST_CASE("real data: real pairs are estimated within four standard errors, which are as predicted",
          "[exact]") {
  const auto folder = test::data_folder(files_of_pairs);
  if (!folder) return;
  for (const Pair& pair : pairs) {
    CAPTURE(pair.form, pair.metric);
    ProblemFiles files;
    files.form = *folder / pair.form;
    files.metric = *folder / pair.metric;
    files.form_scale = pair.form_scale;
    files.metric_scale = pair.metric_scale;
    const program::ProblemInput input = program::read_problem(files);
    const auto check = [&]<Scalar S>() {
      const InputProblem<S> problem(input);
      const auto e = form_trace<S>(problem.form(), problem.metric(), {.matvecs = 1000});
      CHECK(std::abs(e.value - Wide<S>(pair.trace)) < 4 * e.standard_error);
      const exact::FormSums sums = exact::form_sums<S>(problem.form(), problem.metric());
      const double predicted = std::sqrt(exact::probe_variance(sums, Sphere{}) / 1000);
      CHECK(e.standard_error == Approx(predicted).epsilon(0.15));
    };
    if (input.field() == Field::complex) {
      check.template operator()<std::complex<double>>();
    } else {
      check.template operator()<double>();
    }
  }
}
