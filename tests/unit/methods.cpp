// Every method through the front doors: budgets, exactness, degenerate operators, tolerances.
#include <atomic>
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

constexpr std::array all_methods = {Method::hutchinson,       Method::hutchpp,   Method::na_hutchpp,
                                    Method::adaptive_hutchpp, Method::nystrompp, Method::xtrace,
                                    Method::xnystrace,        Method::automatic};

/// A dense matrix that counts the columns it is applied to.
template <Scalar S>
struct Counting {
  RowMatrix<S> A;
  std::shared_ptr<std::atomic<Index>> columns = std::make_shared<std::atomic<Index>>(0);

  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  void apply(const ConstBlock<S>& X, Block<S> Y) const {
    *columns += X.cols();
    Y = A * X;
  }
  void apply_adjoint(const ConstBlock<S>& X, Block<S> Y) const {
    *columns += X.cols();
    Y = A.adjoint() * X;
  }
};

/// Methods that spend their whole budget on a form of low rank too, and find its trace to rounding.
bool never_exact(Method method) {
  return method == Method::na_hutchpp || method == Method::nystrompp || method == Method::xnystrace;
}

template <class T>
double half_width(const Estimate<T>& e) {
  if constexpr (std::is_same_v<T, double>) {
    return std::max(e.interval.high - e.value, e.value - e.interval.low);
  } else {
    return std::hypot(e.interval.re.high - e.interval.re.low,
                      e.interval.im.high - e.interval.im.low) /
           2;
  }
}

bool contains(const Interval& i, double x) {
  return i.low <= x && x <= i.high;
}
bool contains(const ComplexInterval& i, std::complex<double> x) {
  return contains(i.re, x.real()) && contains(i.im, x.imag());
}

}  // namespace

TEST_CASE("every method spends what it says, and never more than the budget", "[methods]") {
  const Counting<double> A{hermitian_matrix<double>(spectrum("poly", 60), 1)};
  const DenseMetric<double> V(random_metric<double>(60, 2));
  for (const Method method : all_methods) {
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
  for (const Method method : all_methods) {
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
    for (const Method method : all_methods) {
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
    for (const Method method : all_methods) {
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

TEMPLATE_TEST_CASE("the zero form has the trace zero, the identity's multiples their own",
                   "[methods]", float, double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  const Index n = 90;
  const EuclideanMetric<S> I(n);
  for (const Method method : all_methods) {
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

TEST_CASE("a tight tolerance ends with all columns, not with half a budget", "[methods]") {
  const Index n = 150;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", n), 1);
  const EuclideanMetric<double> I(n);
  for (const Method method : all_methods) {
    if (method == Method::hutchinson) continue;
    CAPTURE(name(method));
    const auto e = metric_trace(A, I, {.method = method, .tolerance = 1e-9});
    CHECK(e.status == (method == Method::adaptive_hutchpp ? Status::converged : Status::exact));
    CHECK(e.matvecs <= 4 * n);
    CHECK(e.value == Approx(A.trace()).epsilon(1e-12));
  }
}

TEST_CASE("signs that depend on each other are no proof of anything", "[methods]") {
  // of n = 8 random signs many are dependent; all of them miss the matrix of ones now and then
  for (const Method method : all_methods) {
    for (const Index n : {5, 8, 10}) {
      const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", n), 1);
      const EuclideanMetric<double> I(n);
      std::vector<double> errors;
      for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        for (Index m = 4; m < n; m += 3) {
          CAPTURE(name(method), n, seed, m);
          const auto e =
              metric_trace(A, I, {.matvecs = m, .method = method, .seed = seed, .law = Signs{}});
          CHECK(std::isfinite(e.value));
          CHECK(e.status == Status::completed);
          if (m == 4) errors.push_back(e.value - A.trace());
        }
      }
      const Moments moments = moments_of(errors);
      CAPTURE(name(method), n, moments.mean);
      CHECK(std::abs(moments.mean) < 4.5 * standard_error(moments));
    }
  }
  const RowMatrix<double> ones = RowMatrix<double>::Ones(100, 100);
  for (const Method method : {Method::hutchpp, Method::nystrompp, Method::xtrace}) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      const auto e = metric_trace(ones, EuclideanMetric<double>(100),
                                  {.matvecs = 3, .method = method, .seed = seed, .law = Signs{}});
      CHECK((e.status != Status::exact || std::abs(e.value - 100) < 1e-9));
    }
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

TEST_CASE("what an approximation takes away leaves its own rounding", "[methods]") {
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(80);
  lambda.head(5) << 5, 4, 3, 2, 1;
  const RowMatrix<double> A = hermitian_matrix<double>(lambda, 3);
  const Eigen::SelfAdjointEigenSolver<RowMatrix<double>> eigen(A);
  const RowMatrix<double> U = eigen.eigenvectors().rightCols(5);
  const EuclideanMetric<double> I(80);
  const OperatorForm<double> a{OperatorRef<double>(A)};
  for (const Method method : all_methods) {
    CAPTURE(name(method));
    const auto e = deflated_trace(a, U, I, {.matvecs = 45, .method = method});
    CHECK(std::abs(e.value - 15) < 1e-12);
    CHECK(contains(e.interval, 15));
    const auto c = control_variate_trace(a, a, 15.0, I, {.matvecs = 45, .method = method});
    CHECK(contains(c.interval, 15));
  }
}

TEST_CASE("the intervals of the automatic choice hold for a flat Hermitian form", "[methods]") {
  // its imaginary part is rounding, which the interval must hold as well
  const RowMatrix<std::complex<double>> A =
      hermitian_matrix<std::complex<double>>(spectrum("flat", 120), 1);
  const EuclideanMetric<std::complex<double>> I(120);
  const std::complex<double> exact = A.trace();
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto e = metric_trace(A, I, {.matvecs = 30, .method = Method::automatic, .seed = seed});
    held += contains(e.interval, exact) ? 1 : 0;
  }
  CHECK(held > 274);  // P(at most 274 of 300) < 0.004 at 95 %
}

TEST_CASE("the unit of a form is its own affair", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 90), 1);
  const EuclideanMetric<double> I(90);
  for (const Method method : all_methods) {
    const Options options{.matvecs = 40, .method = method};
    const double value = metric_trace(A, I, options).value;
    for (const double unit : {0x1p-400, 0x1p400}) {
      CAPTURE(name(method), unit);
      const RowMatrix<double> scaled = unit * A;
      CHECK(metric_trace(scaled, I, options).value == Approx(unit * value).epsilon(1e-9));
    }
  }
}

TEMPLATE_TEST_CASE("no method is biased, for a form that is not Hermitian in a dense metric",
                   "[methods]", double, std::complex<double>) {
  using S = TestType;
  const Index n = 24;
  const RowMatrix<S> general = random_matrix<S>(n, n, 3) + RowMatrix<S>::Identity(n, n);
  const RowMatrix<S> positive = hermitian_matrix<S>(spectrum("poly", n), 4);
  const DenseMetric<S> V(random_metric<S>(n, 5));
  for (const Method method : all_methods) {
    const bool needs_positive = method == Method::nystrompp || method == Method::xnystrace;
    const RowMatrix<S>& A = needs_positive ? positive : general;
    const auto exact = exact::metric_trace(OperatorForm<S>(OperatorRef<S>(A)), V);
    for (const Law& law : {Law(Sphere{}), Law(Signs{})}) {
      Moments re;
      Moments im;
      std::vector<double> a;
      std::vector<double> b;
      for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        const auto e =
            metric_trace(A, V, {.matvecs = 12, .method = method, .seed = seed, .law = law});
        a.push_back(real_part(e.value - exact));
        if constexpr (is_complex<S>) b.push_back((e.value - exact).imag());
      }
      re = moments_of(a);
      CAPTURE(name(method), name(law), re.mean);
      // 4.5 standard errors: below 1e-5 for each of 30 means
      CHECK(std::abs(re.mean) < 4.5 * std::sqrt(re.variance() / 1500));
      if constexpr (is_complex<S>) {
        im = moments_of(b);
        CHECK(std::abs(im.mean) < 4.5 * std::sqrt(im.variance() / 1500) + 1e-14);
      }
    }
  }
}

TEST_CASE("XTrace's variance is unbiased, the jackknife's is not", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", 40), 7);
  const EuclideanMetric<double> I(40);
  const double exact = A.trace();
  std::vector<double> error;
  std::vector<double> variance;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    const auto e = metric_trace(A, I, {.matvecs = 20, .method = Method::xtrace, .seed = seed});
    error.push_back((e.value - exact) * (e.value - exact));
    variance.push_back(e.standard_error * e.standard_error);
  }
  const double ratio = moments_of(variance).mean / moments_of(error).mean;
  CHECK(ratio > 0.85);
  CHECK(ratio < 1.2);  // the jackknife's: about 4
}

TEST_CASE("every method gives the same bits for every number of threads", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("step", 700), 1);
  const DenseMetric<double> V(random_metric<double>(700, 2));
  for (const Method method : all_methods) {
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
  for (const Method method : all_methods) {
    CAPTURE(name(method));
    CHECK_THROWS_AS(metric_trace(A, I, {.matvecs = 20, .method = method}), NotFiniteError);
  }
}

TEST_CASE("a stopped method returns the values it has", "[methods]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", 300), 1);
  const EuclideanMetric<double> I(300);
  for (const Method method : all_methods) {
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

// Tolerances

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
      CHECK(half_width(e) <= 0.05 * exact);
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

// What the caller knows

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
  CHECK(std::abs(deflated.trace_on_subspace() + exact::metric_trace(deflated, V) - exact) <
        1e-11 * std::abs(exact));
  for (const Method method : {Method::hutchinson, Method::hutchpp, Method::na_hutchpp,
                              Method::xtrace, Method::automatic}) {
    CAPTURE(name(method));
    *counting.columns = 0;
    const auto e = deflated_trace(a, U, V, {.matvecs = 60, .method = method});
    CHECK(e.matvecs == *counting.columns);
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
