// Every method over many seeds: bias, variance, intervals.
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

TEST_CASE("signs that depend on each other are no proof of anything", "[methods]") {
  // of n = 8 random signs many are dependent; all of them miss the matrix of ones now and then
  for (const Method method : all_methods()) {
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
      CAPTURE(name(method), n, moments.mean());
      CHECK(std::abs(moments.mean()) < 4.5 * standard_error(moments));
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

TEMPLATE_TEST_CASE("no method is biased, for a form that is not Hermitian in a dense metric",
                   "[methods]", double, std::complex<double>) {
  using S = TestType;
  const Index n = 24;
  const RowMatrix<S> general = random_matrix<S>(n, n, 3) + RowMatrix<S>::Identity(n, n);
  const RowMatrix<S> positive = hermitian_matrix<S>(spectrum("poly", n), 4);
  const DenseMetric<S> V(random_metric<S>(n, 5));
  for (const Method method : all_methods()) {
    if (method == Method::automatic) continue;  // below
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
      CAPTURE(name(method), name(law), re.mean());
      // 4.5 standard errors: below 1e-5 for each of 42 means
      CHECK(std::abs(re.mean()) < 4.5 * std::sqrt(re.variance() / 1500));
      if constexpr (is_complex<S>) {
        im = moments_of(b);
        CHECK(std::abs(im.mean()) < 4.5 * std::sqrt(im.variance() / 1500) + 1e-14);
      }
    }
  }
}

TEST_CASE("the automatic choice is unbiased where either method may be chosen", "[methods]") {
  // c·uuᵀ + I: were the values of the pilot averaged, the bias would be up to 0.29 errors
  struct Case {
    Index matvecs;
    double c;
    bool semidefinite = false;
  };
  const Index n = 60;
  constexpr int runs = 28'000;  // 5 standard errors of the mean are 0.03
  int xtrace = 0;
  int hutchinson = 0;
  int xnystrace = 0;
  for (const Case& k :
       {Case{20, 4}, Case{24, 4}, Case{30, 2}, Case{36, 8}, Case{24, 4, true}, Case{30, 2, true}}) {
    Eigen::SparseMatrix<double> A(n, n);
    A.setIdentity();
    A.coeffRef(0, 0) = 1 + k.c;
    std::vector<double> errors;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
      const auto e = metric_trace(A, EuclideanMetric<double>(n),
                                  {.matvecs = k.matvecs,
                                   .method = Method::automatic,
                                   .semidefinite = k.semidefinite,
                                   .seed = seed});
      errors.push_back(e.value - static_cast<double>(n) - k.c);
      xnystrace += e.method == Method::xnystrace ? 1 : 0;
      xtrace += e.method == Method::xtrace ? 1 : 0;
      hutchinson += e.method == Method::hutchinson ? 1 : 0;
    }
    const Moments moments = moments_of(errors);
    const double bias = moments.mean() / moments.standard_deviation();
    CAPTURE(k.matvecs, k.c, bias);
    CHECK(std::abs(bias) < 5 / std::sqrt(static_cast<double>(runs)));
  }
  CHECK(xtrace > runs / 10);  // all choices are made
  CHECK(xnystrace > runs / 10);
  CHECK(hutchinson > runs / 10);
}

TEST_CASE("a norm from few probes is unbiased to second order", "[methods]") {
  const Index n = 30;
  const RowMatrix<double> T = hermitian_matrix<double>(spectrum("flat", n), 4);
  const EuclideanMetric<double> I(n);
  for (const Index probes : {4, 8}) {
    std::vector<double> errors;
    for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
      errors.push_back(frobenius_norm(T, I, I, {.matvecs = probes, .seed = seed}).value - T.norm());
    }
    const Moments moments = moments_of(errors);
    CAPTURE(probes, moments.mean() / moments.standard_deviation());
    CHECK(std::abs(moments.mean()) < 0.035 * moments.standard_deviation());  // 5 standard errors
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
  const double ratio = moments_of(variance).mean() / moments_of(error).mean();
  CHECK(ratio > 0.85);
  CHECK(ratio < 1.2);  // the jackknife's: about 4
}
