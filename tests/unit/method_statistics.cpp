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
  for (const Method method : all_methods) {
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

TEST_CASE("the automatic choice is biased by less than a tenth of its error", "[methods]") {
  const Index n = 60;
  const EuclideanMetric<double> I(n);
  int xtrace = 0;
  int runs = 0;
  for (const std::string kind : {"flat", "step", "poly"}) {
    const RowMatrix<double> A = hermitian_matrix<double>(spectrum(kind, n), 4);
    for (const Index matvecs : {16, 20, 40}) {
      std::vector<double> errors;
      for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
        const auto e =
            metric_trace(A, I, {.matvecs = matvecs, .method = Method::automatic, .seed = seed});
        errors.push_back(e.value - A.trace());
        xtrace += e.probes == matvecs / 2 ? 1 : 0;
        ++runs;
      }
      const Moments moments = moments_of(errors);
      CAPTURE(kind, matvecs, moments.mean() / std::sqrt(moments.variance()));
      CHECK(std::abs(moments.mean()) < 0.1 * std::sqrt(moments.variance()));
    }
  }
  CHECK(xtrace > runs / 10);  // both choices are made
  CHECK(xtrace < runs - runs / 10);
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
