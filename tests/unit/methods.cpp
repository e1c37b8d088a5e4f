// Every method through the front doors: budgets, exactness, degenerate operators.
#include <catch2/catch.hpp>

#include <tbb/parallel_for.h>
#include <tbb/task_group.h>

#include <isotrace/isotrace.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

TEST_CASE("every method spends what it says, and never more than the budget", "[methods]") {
  const Counting<double> A{hermitian_matrix<double>(spectrum("poly", 60), 1)};
  const DenseMetric<double> V(random_metric<double>(60, 2));
  for (const Method method : all_methods()) {
    for (Index m = 1; m <= 45; ++m) {
      CAPTURE(name(method), m);
      *A.columns = 0;
      try {
        const auto e = metric_trace(A, V, {.matvecs = m, .method = method});
        CHECK(e.matvecs == *A.columns);
        CHECK(e.matvecs <= m);
        CHECK(e.matvecs >= m - 4);
        CHECK(e.status == Status::completed);
        CHECK(std::isfinite(e.value));
      } catch (const OptionError& error) {
        CHECK(*A.columns == 0);
        CHECK(m < 4);
        CHECK_THAT(error.what(), Catch::Contains(std::to_string(m) + " matvecs do not pay"));
      }
    }
  }
}

TEMPLATE_TEST_CASE("norms and products spend their budget through Tᴴ", "[methods]", double,
                   std::complex<double>) {
  using S = TestType;
  const Counting<S> T{random_matrix<S>(50, 50, 1)};
  const Counting<S> R{random_matrix<S>(50, 50, 4)};
  const DenseMetric<S> V(random_metric<S>(50, 2));
  const DenseMetric<S> W(random_metric<S>(50, 3));
  const double norm = std::sqrt(
      exact::metric_trace(ProductForm<S>(OperatorRef<S>(T), MetricRef<S>(W)), V) == S(0)
          ? 0
          : std::abs(exact::metric_trace(ProductForm<S>(OperatorRef<S>(T), MetricRef<S>(W)), V)));
  const auto product =
      exact::metric_trace(ProductForm<S>(OperatorRef<S>(R), OperatorRef<S>(T), MetricRef<S>(W)), V);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    *T.columns = 0;
    const auto e = frobenius_norm(T, V, W, {.matvecs = 45, .method = method});
    CHECK(e.matvecs == *T.columns);
    CHECK(e.matvecs <= 45);
    CHECK(std::abs(e.value - norm) < 6 * e.standard_error);
    if (method == Method::nystrompp || method == Method::xnystrace) continue;  // (S, T) is not ≥ 0
    *T.columns = *R.columns = 0;
    const auto p = frobenius_inner_product(R, T, V, W, {.matvecs = 90, .method = method});
    CHECK(p.matvecs == *T.columns + *R.columns);
    CHECK(p.matvecs <= 90);
    CHECK(std::abs(p.value - product) < 6 * p.standard_error);
  }
}

TEMPLATE_TEST_CASE("a budget for all columns buys the exact trace, but from Hutchinson's method",
                   "[methods]", float, double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  for (const Index n : {Index{1}, Index{2}, Index{7}}) {
    const RowMatrix<S> A = hermitian_matrix<S>(spectrum("flat", n), 1);
    const DenseMetric<S> V(random_metric<S>(n, 2));
    const auto expected = exact::metric_trace(OperatorForm<S>(OperatorRef<S>(A)), V);
    for (const Method method : all_methods()) {
      CAPTURE(n, name(method));
      const auto e = metric_trace(A, V, {.matvecs = n, .method = method});
      if (method == Method::hutchinson) {
        CHECK(e.status == Status::completed);
        continue;
      }
      CHECK(e.status == Status::exact);
      CHECK(e.matvecs == n);
      CHECK(e.standard_error == 0);
      CHECK(e.value == expected);
    }
  }
}

TEMPLATE_TEST_CASE("a form of low rank is found out, and its trace is exact", "[methods]", double,
                   std::complex<double>) {
  using S = TestType;
  const Index n = 120;
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(n);
  lambda.head(6) << 5, 4, 3, 2, 1, 0.5;
  const RowMatrix<S> A = hermitian_matrix<S>(lambda, 3);
  const EuclideanMetric<S> I(n);
  for (const Law& law : {Law(Sphere{}), Law(Signs{}), Law(Gaussian{}), Law(Ball{})}) {
    for (const Method method : all_methods()) {
      if (method == Method::hutchinson || never_exact(method)) continue;
      CAPTURE(name(law), name(method));
      const auto e = metric_trace(A, I, {.matvecs = 60, .method = method, .law = law});
      CHECK(std::abs(e.value - 15.5) < 1e-12);
      // signs may miss a range by chance: they prove nothing
      CHECK((e.status == Status::exact) == (name(law) != "signs"));
      CHECK((e.matvecs < 60 || name(law) == "signs"));
      CHECK(e.standard_error < 1e-12);
      CHECK(contains(e.interval, 15.5));
    }
    for (const Method method : {Method::na_hutchpp, Method::nystrompp, Method::xnystrace}) {
      CAPTURE(name(law), name(method));
      const auto e = metric_trace(A, I, {.matvecs = 60, .method = method, .law = law});
      CHECK(std::abs(e.value - 15.5) < 1e-11);
      CHECK(e.standard_error < 1e-11);
      CHECK(contains(e.interval, 15.5));
    }
  }
}

TEST_CASE("an exact trace owns up to what a rank's floor cuts off", "[methods]") {
  // a tail below the rounding of a sketch, whose trace is above that of the sum
  const Index n = 4000;
  const double tail = 3e-16;
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < n; ++i) A.insert(i, i) = i < 5 ? static_cast<double>(i + 1) : tail;
  A.makeCompressed();
  const double trace = 15 + static_cast<double>(n - 5) * tail;
  for (const Method method : {Method::hutchpp, Method::xtrace}) {
    CAPTURE(name(method));
    const auto e = metric_trace(A, EuclideanMetric<double>(n), {.matvecs = 60, .method = method});
    CHECK(e.status == Status::exact);
    CHECK(contains(e.interval, trace));
    CHECK(half_width(e) < 1e-11);
  }
}

TEMPLATE_TEST_CASE("the zero form has the trace zero, the identity's multiples their own",
                   "[methods]", float, double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Index n = 90;
  const EuclideanMetric<S> I(n);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const auto zero =
        metric_trace(RowMatrix<S>(RowMatrix<S>::Zero(n, n)), I, {.matvecs = 40, .method = method});
    CHECK(zero.value == Wide<S>(0));
    CHECK(zero.standard_error == 0);
    const auto three = metric_trace(RowMatrix<S>(3 * RowMatrix<S>::Identity(n, n)), I,
                                    {.matvecs = 40, .method = method});
    if (method == Method::na_hutchpp) {  // its remainder, 3 (I − an oblique projector), varies
      CHECK(std::abs(three.value - Wide<S>(270)) < 6 * three.standard_error);
      continue;
    }
    CHECK(std::abs(three.value - Wide<S>(270)) <
          2e3 * std::numeric_limits<Real<S>>::epsilon() * 270);
  }
}

TEST_CASE("the zero form is exact from its first probe", "[methods]") {
  const RowMatrix<double> zero = RowMatrix<double>::Zero(9, 9);
  for (const Method method : {Method::hutchpp, Method::xtrace, Method::xnystrace}) {
    CAPTURE(name(method));
    const auto e = metric_trace(zero, EuclideanMetric<double>(9), {.matvecs = 3, .method = method});
    CHECK(e.status == Status::exact);
    CHECK(e.value == 0);
    CHECK(e.standard_error == 0);
    CHECK(contains(e.interval, 0));
  }
  const auto one =
      metric_trace(zero, EuclideanMetric<double>(9), {.matvecs = 1, .method = Method::xnystrace});
  CHECK(one.standard_error == 0);
}

TEST_CASE("a map without an adjoint has Hutchinson's estimate, and no sketch", "[methods]") {
  struct NoAdjoint {
    RowMatrix<double> T;
    Index rows() const { return T.rows(); }
    Index cols() const { return T.cols(); }
    void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = T * X; }
  };
  const NoAdjoint T{random_matrix<double>(40, 40, 1)};
  const EuclideanMetric<double> I(40);
  const auto e = frobenius_norm(T, I, I, {.tolerance = 0.05});
  CHECK(std::abs(e.value - T.T.norm()) < 0.05 * T.T.norm());
  CHECK_THROWS_WITH(frobenius_norm(T, I, I, {.matvecs = 20, .method = Method::xtrace}),
                    Catch::Contains("xtrace applies Tᴴ"));
  CHECK_THROWS_WITH(
      frobenius_inner_product(T, T, I, I, {.matvecs = 1, .method = Method::automatic}),
      Catch::Contains("1 matvecs do not pay for auto"));
}

TEST_CASE("the unit of a form is its own affair", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 90), 1);
  const EuclideanMetric<double> I(90);
  for (const Method method : all_methods()) {
    const Options options{.matvecs = 40, .method = method};
    const double value = metric_trace(A, I, options).value;
    for (const double unit : {0x1p-400, 0x1p400}) {
      CAPTURE(name(method), unit);
      const RowMatrix<double> scaled = unit * A;
      CHECK(metric_trace(scaled, I, options).value == Approx(unit * value).epsilon(1e-9));
    }
  }
}

TEST_CASE("every method gives the same bits for every number of threads", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("step", 700), 1);
  const DenseMetric<double> V(random_metric<double>(700, 2));
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const Options one{.matvecs = 90, .method = method, .block = 8, .threads = 1};
    Options two = one;
    two.threads = 2;
    const auto a = metric_trace(A, V, one);
    const auto b = metric_trace(A, V, two);
    CHECK(a.value == b.value);
    CHECK(a.standard_error == b.standard_error);
    CHECK(a.interval.low == b.interval.low);
  }
}

TEST_CASE("methods for semidefinite forms refuse others with the evidence", "[methods]") {
  const EuclideanMetric<double> I(50);
  const RowMatrix<double> general = random_matrix<double>(50, 50, 1);
  const RowMatrix<double> negative = -hermitian_matrix<double>(spectrum("flat", 50), 2);
  for (const Method method : {Method::nystrompp, Method::xnystrace}) {
    CHECK_THROWS_AS(metric_trace(general, I, {.matvecs = 20, .method = method}), OperatorError);
    CHECK_THROWS_WITH(metric_trace(negative, I, {.matvecs = 20, .method = method}),
                      Catch::Contains("not positive semidefinite"));
  }
}

TEST_CASE("methods with a sketch need independent probes", "[methods]") {
  const EuclideanMetric<double> I(50);
  const RowMatrix<double> A = random_matrix<double>(50, 50, 1);
  CHECK_THROWS_WITH(metric_trace(A, I, {.matvecs = 20, .method = Method::xtrace, .law = Frame{4}}),
                    Catch::Contains("xtrace needs independent probes, found a frame of 4 columns"));
  CHECK_THROWS_AS(mean_form(OperatorForm<double>(OperatorRef<double>(A)), I,
                            {.matvecs = 20, .method = Method::xtrace}),
                  OptionError);
}

TEST_CASE("an operator that returns a NaN is named by every method", "[methods]") {
  RowMatrix<double> A = RowMatrix<double>::Identity(60, 60);
  A(3, 4) = std::numeric_limits<double>::quiet_NaN();
  const EuclideanMetric<double> I(60);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    CHECK_THROWS_AS(metric_trace(A, I, {.matvecs = 20, .method = method}), NotFiniteError);
  }
}

TEST_CASE("a run in tasks that were cancelled does all of its work", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 200), 1);
  const EuclideanMetric<double> I(200);
  const auto cancelled = [](const auto& run) {
    tbb::task_group_context context;
    tbb::parallel_for(
        0, 1,
        [&](int) {
          context.cancel_group_execution();
          run();
        },
        context);
  };
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const Options options{.matvecs = 60, .method = method};
    const auto plain = metric_trace(A, I, options);
    Estimate<double> e{};
    cancelled([&] { e = metric_trace(A, I, options); });
    CHECK(e.value == plain.value);
    CHECK(e.matvecs == plain.matvecs);
  }
  const OperatorForm<double> form{OperatorRef<double>(A)};
  double trace = 0;
  cancelled([&] { trace = exact::metric_trace(form, I); });
  CHECK(trace == exact::metric_trace(form, I));
}

TEST_CASE("a stopped method returns the values it has", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", 300), 1);
  const EuclideanMetric<double> I(300);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    std::atomic<bool> stop{false};
    Options options{.matvecs = 240, .method = method, .block = 8, .threads = 1, .stop = &stop};
    options.progress = [&](Index done, Index total) {
      CHECK(done <= total);
      if (done > 0) stop = true;
    };
    const auto e = metric_trace(A, I, options);
    CHECK(e.status == Status::interrupted);
    CHECK(e.matvecs < 240);
    CHECK(e.probes > 0);
    CHECK(std::abs(e.value - 599) < 60);
    stop = true;
    const auto none = metric_trace(A, I, options);
    CHECK(none.status == Status::interrupted);
    CHECK(none.matvecs == 0);
    CHECK(std::isnan(none.value));
  }
}

TEST_CASE("a stopped exact trace counts what it has spent", "[methods]") {
  const Counting<double> A{hermitian_matrix<double>(spectrum("flat", 300), 1)};
  const EuclideanMetric<double> I(300);
  std::atomic<bool> stop{false};
  Options options{.matvecs = 1000, .method = Method::xtrace, .threads = 1, .stop = &stop};
  options.progress = [&](Index done, Index total) {
    CHECK(total == 300);
    stop = done > 0;
  };
  const auto e = metric_trace(A, I, options);
  CHECK(e.status == Status::interrupted);
  CHECK(std::isnan(e.value));
  CHECK(e.matvecs > 0);
  CHECK(e.matvecs < 300);
  CHECK(e.matvecs == *A.columns);
}

TEST_CASE("adaptive Hutch++ deflates what is worth it", "[methods]") {
  const Index n = 300;
  const EuclideanMetric<double> I(n);
  const auto deflated = [&](const std::string& kind) {
    const RowMatrix<double> A = hermitian_matrix<double>(spectrum(kind, n), 1);
    const auto e = metric_trace(A, I, {.matvecs = 200, .method = Method::adaptive_hutchpp});
    return e.matvecs - e.probes;  // a probe costs one matvec, a deflated column one more
  };
  CHECK(deflated("flat") <= 25);
  CHECK(deflated("poly") >= 55);
  CHECK(deflated("step") >= 5);
}

TEST_CASE("an exact trace owns up to what its metric loses", "[methods]") {
  // V = L Lᵀ of condition 10⁸ and the form L A Lᵀ, whose metric trace is that of A
  const Index n = 40;
  Eigen::VectorXd eigenvalues(n);
  for (Index i = 0; i < n; ++i) eigenvalues[i] = std::pow(10.0, -4 + 8.0 * i / (n - 1));
  const RowMatrix<double> V = hermitian_matrix<double>(eigenvalues, 2);
  const RowMatrix<double> L = V.llt().matrixL();
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", n), 3);
  const RowMatrix<double> form = L * A * L.transpose();
  const DenseMetric<double> metric(V);
  const auto e = metric_trace(form, metric, {.matvecs = n, .method = Method::xtrace});
  CHECK(e.status == Status::exact);
  CHECK(e.standard_error == 0);
  CHECK(contains(e.interval, A.trace()));
  CHECK(half_width(e) < 1e-5);
}
