// What the caller knows of a form: control variates and deflation.
#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include <isotrace/isotrace.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// A is what the form and its adjoint make of the unit vectors, and what its values are of.
template <class Form, class S>
void check_is(const Form& form, const RowMatrix<S>& A) {
  const Index n = A.rows();
  const RowMatrix<S> X = random_matrix<S>(n, 7, 9);
  RowMatrix<S> Y(n, 7);
  Workspace<S> ws;
  form.apply(view(X), ws, view(Y));
  CHECK((Y - A * X).norm() < 1e-12 * Y.norm());
  form.apply_adjoint(view(X), ws, view(Y));
  CHECK((Y - A.adjoint() * X).norm() < 1e-12 * Y.norm());
  std::vector<Wide<S>> values(7);
  form.values(view(X), ws, values.data());
  for (Index j = 0; j < 7; ++j) {
    CHECK(std::abs(values[j] - X.col(j).dot(A * X.col(j))) < 1e-12 * A.norm() * X.squaredNorm());
  }
}

/// Σ a(ũ_j, ũ_j) over the basis of a deflated form.
template <class Form, class S>
Wide<S> trace_on_basis(const Form& form, const DeflatedForm<S>& deflated) {
  std::vector<Wide<S>> values(static_cast<std::size_t>(deflated.rank()));
  Workspace<S> ws;
  form.values(deflated.basis(), ws, values.data());
  return std::accumulate(values.begin(), values.end(), Wide<S>(0));
}

/// A form on ℝ⁵⁰ whose values are NaN.
struct NanForm {
  using Scalar = double;
  Index dim() const { return 50; }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return 0; }
  bool reentrant() const { return true; }
  void values(ConstBlockView<double> X, Workspace<double>&, double* out) const {
    std::fill_n(out, X.cols, NAN);
  }
  void apply(ConstBlockView<double>, Workspace<double>&, BlockView<double> Y) const {
    eigen(Y).setConstant(NAN);
  }
  void apply_adjoint(ConstBlockView<double>, Workspace<double>&, BlockView<double> Y) const {
    eigen(Y).setConstant(NAN);
  }
};

}  // namespace

TEMPLATE_TEST_CASE("a difference and a deflated form are the matrices they stand for", "[methods]",
                   double, std::complex<double>) {
  using S = TestType;
  const Index n = 50;
  const RowMatrix<S> A = random_matrix<S>(n, n, 1);
  const RowMatrix<S> C = random_matrix<S>(n, n, 2);
  const OperatorForm<S> a{OperatorRef<S>(A)};
  const OperatorForm<S> c{OperatorRef<S>(C)};
  check_is(DifferenceForm<S>(FormRef<S>(a), FormRef<S>(c)), RowMatrix<S>(A - C));

  const RowMatrix<S> gram = random_metric<S>(n, 3);
  const DenseMetric<S> V(gram);
  const RowMatrix<S> U = random_matrix<S>(n, 40, 4);
  const RowMatrix<S> P = U * (U.adjoint() * gram * U).inverse() * U.adjoint() * gram;
  const RowMatrix<S> R = RowMatrix<S>::Identity(n, n) - P;
  const DeflatedForm<S> deflated(FormRef<S>(a), MetricRef<S>(V), view(U));
  check_is(deflated, RowMatrix<S>(R.adjoint() * A * R));
  const Wide<S> part =
      (gram.inverse() * A).trace() - (gram.inverse() * R.adjoint() * A * R).trace();
  CHECK(std::abs(trace_on_basis(a, deflated) - part) < 1e-11 * A.norm());
}

TEST_CASE("what an approximation takes away leaves its own rounding", "[methods]") {
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(80);
  lambda.head(5) << 5, 4, 3, 2, 1;
  const RowMatrix<double> A = hermitian_matrix<double>(lambda, 3);
  const Eigen::SelfAdjointEigenSolver<RowMatrix<double>> eigen(A);
  const RowMatrix<double> U = eigen.eigenvectors().rightCols(5);
  const EuclideanMetric<double> I(80);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const auto e = deflated_trace(a, U, I, {.matvecs = 45, .method = method});
    CHECK(std::abs(e.value - 15) < 1e-12);
    CHECK(contains(e.interval, 15));
    const auto c = control_variate_trace(a, a, 15.0, I, {.matvecs = 45, .method = method});
    CHECK(contains(c.interval, 15));
  }
}

TEMPLATE_TEST_CASE("a control variate leaves the difference to be sampled", "[methods]", double,
                   std::complex<double>) {
  using S = TestType;
  const Index n = 60;
  const RowMatrix<S> A = random_matrix<S>(n, n, 1);
  const RowMatrix<S> C = A + RowMatrix<S>(1e-3 * random_matrix<S>(n, n, 2));
  const DenseMetric<S> V(random_metric<S>(n, 3));
  const OperatorForm<S> a{OperatorRef<S>(A)};
  const OperatorForm<S> c{OperatorRef<S>(C)};
  const auto exact = exact::metric_trace(a, V);
  const auto known = exact::metric_trace(c, V);
  for (const Method method : {Method::hutchinson, Method::hutchpp, Method::na_hutchpp,
                              Method::adaptive_hutchpp, Method::xtrace, Method::automatic}) {
    CAPTURE(name(method));
    const Options options{.matvecs = 40, .method = method};
    const auto plain = form_trace(a, V, options);
    const auto e = control_variate_trace(a, c, known, V, options);
    CHECK(std::abs(e.value - exact) < 6 * e.standard_error);
    CHECK(e.standard_error < 5e-3 * plain.standard_error);
    CHECK(contains(e.interval, e.value));
    const auto itself = control_variate_trace(a, a, exact, V, options);
    CHECK(std::abs(itself.value - exact) < 1e-10);
  }
}

TEMPLATE_TEST_CASE("deflated vectors are counted and their part is exact", "[methods]", double,
                   std::complex<double>) {
  using S = TestType;
  const Index n = 80;
  const RowMatrix<S> A = random_matrix<S>(n, n, 1);
  const DenseMetric<S> V(random_metric<S>(n, 3));
  const Counting<S> counting{A};
  const OperatorForm<S> a{OperatorRef<S>(counting)};
  const auto exact = exact::metric_trace(a, V);
  RowMatrix<S> U(n, 5);
  U.leftCols(4) = random_matrix<S>(n, 4, 5);
  U.col(4) = U.col(0) + U.col(1);  // adds nothing
  const DeflatedForm<S> deflated(FormRef<S>(a), MetricRef<S>(V), view(std::as_const(U)));
  CHECK(deflated.rank() == 4);
  CHECK(std::abs(trace_on_basis(a, deflated) + exact::metric_trace(deflated, V) - exact) <
        1e-11 * std::abs(exact));
  for (const Method method : {Method::hutchinson, Method::hutchpp, Method::na_hutchpp,
                              Method::xtrace, Method::automatic}) {
    CAPTURE(name(method));
    *counting.columns = 0;
    std::vector<Index> told;
    const auto tell = [&](Index done, Index) { told.push_back(done); };
    const auto e = deflated_trace(a, U, V, {.matvecs = 60, .method = method, .progress = tell});
    CHECK(e.matvecs == *counting.columns);
    CHECK(std::ranges::is_sorted(told));
    CHECK(told.front() == 4);  // the vectors are told first
    CHECK(told.back() == e.matvecs);
    CHECK(e.matvecs <= 60);
    CHECK(std::abs(e.value - exact) < 6 * e.standard_error);
  }
  CHECK_THROWS_WITH(deflated_trace(a, U, V, {.matvecs = 4}),
                    Catch::Contains("4 matvecs") && Catch::Contains("4 deflated vectors"));
}

TEST_CASE("deflating the eigenvectors that matter leaves what does not", "[methods]") {
  const Index n = 100;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("fastexp", n), 1);
  const Eigen::SelfAdjointEigenSolver<RowMatrix<double>> eigen(A);
  const RowMatrix<double> U = eigen.eigenvectors().rightCols(20);
  const EuclideanMetric<double> I(n);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  const auto plain = form_trace(a, I, {.matvecs = 60});
  const auto e = deflated_trace(a, U, I, {.matvecs = 60});
  CHECK(e.standard_error < 5e-3 * plain.standard_error);
  CHECK(std::abs(e.value - A.trace()) < 6 * e.standard_error);
}

TEST_CASE("what is known of a form must be finite", "[methods]") {
  const EuclideanMetric<double> I(50);
  const RowMatrix<double> A = RowMatrix<double>::Identity(50, 50);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  CHECK_THROWS_WITH(control_variate_trace(a, a, NAN, I, {.matvecs = 20}),
                    Catch::Contains("the known trace is nan"));
  const RowMatrix<double> U = A.leftCols(5);
  CHECK_THROWS_WITH(deflated_trace(NanForm{}, U, I, {.matvecs = 20}),
                    Catch::Contains("the form's value at basis vector 1 is nan"));
}

TEST_CASE("vectors that span nothing deflate nothing", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 50), 1);
  const EuclideanMetric<double> I(50);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  const Options options{.matvecs = 20, .method = Method::xtrace};
  const auto plain = form_trace(a, I, options);
  for (const Index columns : {0, 3}) {
    CAPTURE(columns);
    const RowMatrix<double> U = RowMatrix<double>::Zero(50, columns);
    const auto e = deflated_trace(a, U, I, options);
    CHECK(e.value == Approx(plain.value).epsilon(1e-12));
    CHECK(e.matvecs == 20);
  }
}

TEST_CASE("a budget for all columns buys the exact trace beside deflated vectors too",
          "[methods]") {
  const Counting<double> A{hermitian_matrix<double>(spectrum("flat", 60), 1)};
  const EuclideanMetric<double> I(60);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  const RowMatrix<double> U = random_matrix<double>(60, 5, 2);
  const auto e = deflated_trace(a, U, I, {.matvecs = 62, .method = Method::xtrace});
  CHECK(e.status == Status::exact);
  CHECK(e.matvecs == 60);
  CHECK(*A.columns == 60);
  CHECK(contains(e.interval, A.A.trace()));
  const auto sampled = deflated_trace(a, U, I, {.matvecs = 62, .method = Method::hutchinson});
  CHECK(sampled.status == Status::completed);
  CHECK(sampled.matvecs == 62);
}

TEST_CASE("a deflated trace is refused before it spends anything", "[methods]") {
  const Counting<double> A{hermitian_matrix<double>(spectrum("flat", 60), 1)};
  const EuclideanMetric<double> I(60);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  const RowMatrix<double> U = random_matrix<double>(60, 5, 2);
  for (const Method method : {Method::hutchinson, Method::xtrace}) {
    const Options signs{.matvecs = 30, .method = method, .law = Signs{}, .normalised = true};
    CHECK_THROWS_AS(deflated_trace(a, U, I, signs), OptionError);
  }
  CHECK_THROWS_AS(
      deflated_trace(a, U, I, {.matvecs = 30, .method = Method::xtrace, .law = Frame{4}}),
      OptionError);
  CHECK_THROWS_AS(deflated_trace(a, U, I, {.matvecs = 30, .law = Frame{61}}), OptionError);
  CHECK(*A.columns == 0);
}

TEST_CASE("a deflated trace that is stopped on its vectors counts them", "[methods]") {
  const Index n = 400;
  std::atomic<bool> stop{false};
  std::atomic<Index> columns{0};
  const auto stopping = function_operator(n, [&](const ConstBlock<double>& X, Block<double> Y) {
    Y = X;
    columns += X.cols();
    stop = true;
  });
  const OperatorForm<double> a{OperatorRef<double>(stopping)};
  const RowMatrix<double> U = random_matrix<double>(n, 200, 2);
  const auto e = deflated_trace(a, U, EuclideanMetric<double>(n),
                                {.matvecs = 390, .threads = 1, .stop = &stop});
  CHECK(e.status == Status::interrupted);
  CHECK(std::isnan(e.value));
  CHECK(e.matvecs == columns);
  CHECK(e.matvecs > 0);
  CHECK(e.matvecs < 200);
}
