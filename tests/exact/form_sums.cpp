#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/euclidean.hpp>

#include <atomic>
#include <cmath>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// A random non-Hermitian form in a random dense metric, and what they are made of.
template <Scalar S>
struct Problem {
  explicit Problem(Index n)
      : a(random_matrix<S>(n, n, 41)), v(random_metric<S>(n, 42)), metric(v), form(a) {}

  /// V⁻¹ X by elimination, which knows no isometry.
  RowMatrix<S> solve(const RowMatrix<S>& x) const { return v.partialPivLu().solve(x); }
  /// ‖Qᴴ X Q‖²_F = tr(V⁻¹ Xᴴ V⁻¹ X), the same for every isometry Q.
  double norm2(const RowMatrix<S>& x) const {
    return std::real((solve(x.adjoint()) * solve(x)).trace());
  }
  /// B = Qᴴ A Q with the metric's own Q.
  RowMatrix<S> pulled_back() const {
    const RowMatrix<S> q = map_matrix<S>(metric, Isometry::forward);
    return q.adjoint() * a * q;
  }
  exact::FormSums sums(const exact::Options& options = {}) const {
    return exact::form_sums<S>(form, metric, options);
  }

  RowMatrix<S> a;
  RowMatrix<S> v;
  DenseMetric<S> metric;
  OperatorForm<S> form;
};

bool identical(const exact::FormSums& a, const exact::FormSums& b) {
  return a.trace == b.trace && a.frobenius2 == b.frobenius2 && a.hermitian2 == b.hermitian2 &&
         a.symmetric2 == b.symmetric2 && a.diagonal2 == b.diagonal2 &&
         a.real_diagonal2 == b.real_diagonal2;
}

double relative(double found, double expected) {
  return std::abs(found - expected) / std::max(std::abs(expected), 1e-300);
}

}  // namespace

TEMPLATE_TEST_CASE("the trace of the form sums is tr of V inverse A", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  const std::complex<double> expected(p.solve(p.a).trace());
  REQUIRE(std::abs(p.sums().trace - expected) <
          tolerance<TestType>(n) * std::sqrt(n * p.norm2(p.a)));
}

TEMPLATE_TEST_CASE("metric_trace is tr of V inverse A", "", float, double, std::complex<float>,
                   std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  const Wide<TestType> expected(p.solve(p.a).trace());
  const auto found = exact::metric_trace<TestType>(p.form, p.metric);
  REQUIRE(std::abs(found - expected) < tolerance<TestType>(n) * std::sqrt(n * p.norm2(p.a)));
}

TEMPLATE_TEST_CASE("the Frobenius sum is that of the metric, whatever the isometry", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  REQUIRE(relative(p.sums().frobenius2, p.norm2(p.a)) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("the Hermitian sum is that of the form's Hermitian part", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  const RowMatrix<TestType> h = (p.a + p.a.adjoint()) / Real<TestType>(2);
  REQUIRE(relative(p.sums().hermitian2, p.norm2(h)) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("the symmetric sum is that of the pulled-back operator's symmetric part", "",
                   float, double, std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  const RowMatrix<TestType> b = p.pulled_back();
  const double expected = (b + b.transpose()).squaredNorm() / 4;
  REQUIRE(relative(p.sums().symmetric2, expected) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("the diagonal sum is that of the pulled-back operator", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  const double expected = p.pulled_back().diagonal().squaredNorm();
  REQUIRE(relative(p.sums().diagonal2, expected) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("the real diagonal sum is that of the pulled-back operator", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 130);
  const Problem<TestType> p(n);
  const double expected = p.pulled_back().diagonal().real().squaredNorm();
  REQUIRE(relative(p.sums().real_diagonal2, expected) < tolerance<TestType>(n));
}

TEST_CASE("the metric trace of an endomorphism is its trace") {
  using S = std::complex<double>;
  const RowMatrix<S> e = random_matrix<S>(20, 20, 5);
  const DenseMetric<S> metric(random_metric<S>(20, 6));
  const EndomorphismForm<S> form(e, metric);
  REQUIRE(std::abs(exact::metric_trace<S>(form, metric) - e.trace()) < 1e-12);
}

TEST_CASE("the metric trace of a product form is the Frobenius-type inner product") {
  using S = std::complex<double>;
  const RowMatrix<S> s = random_matrix<S>(9, 20, 5);
  const RowMatrix<S> t = random_matrix<S>(9, 20, 7);
  const RowMatrix<S> v = random_metric<S>(20, 6);
  const RowMatrix<S> w = random_metric<S>(9, 8);
  const DenseMetric<S> domain(v);
  const DenseMetric<S> codomain(w);
  const ProductForm<S> form(s, t, codomain);
  const S expected = RowMatrix<S>(v.partialPivLu().solve(t.adjoint() * w * s)).trace();
  REQUIRE(std::abs(exact::metric_trace<S>(form, domain) - expected) < 1e-11);
}

TEMPLATE_TEST_CASE("form sums are bitwise the same for every number of threads", "", double,
                   std::complex<float>) {
  const int threads = GENERATE(2, 3, 7);
  const Problem<TestType> p(300);
  REQUIRE(identical(p.sums({.threads = threads}), p.sums({.threads = 1})));
}

TEST_CASE("metric_trace is bitwise the same for every number of threads") {
  const int threads = GENERATE(2, 3, 7);
  const Problem<double> p(300);
  REQUIRE(exact::metric_trace<double>(p.form, p.metric, {.threads = threads}) ==
          exact::metric_trace<double>(p.form, p.metric, {.threads = 1}));
}

TEST_CASE("one column at a time is enough memory") {
  const Problem<double> p(40);
  const auto sums = p.sums({.memory = 1});
  REQUIRE(relative(sums.frobenius2, p.norm2(p.a)) < 1e-11);
}

namespace {

/// 2 I, not reentrant: remembers whether two applications ever overlapped.
struct OneAtATime {
  static constexpr bool reentrant = false;
  Index n;
  std::atomic<int>* inside;
  std::atomic<bool>* overlapped;
  Index rows() const { return n; }
  Index cols() const { return n; }
  void apply(ConstBlockView<double> x, BlockView<double> y) const {
    if (inside->fetch_add(1) != 0) *overlapped = true;
    eigen(y) = 2.0 * eigen(x);
    inside->fetch_sub(1);
  }
  void apply_adjoint(ConstBlockView<double> x, BlockView<double> y) const { apply(x, y); }
};

}  // namespace

TEST_CASE("an operator that is not reentrant is applied to one block at a time") {
  std::atomic<int> inside{0};
  std::atomic<bool> overlapped{false};
  const OneAtATime op{2000, &inside, &overlapped};
  const EuclideanMetric<double> metric(2000);
  const OperatorForm<double> form(op);
  exact::form_sums<double>(form, metric, {.threads = 4});
  REQUIRE_FALSE(overlapped);
}

TEST_CASE("the sums of an operator that is not reentrant are complete") {
  std::atomic<int> inside{0};
  std::atomic<bool> overlapped{false};
  const OneAtATime op{500, &inside, &overlapped};
  const EuclideanMetric<double> metric(500);
  const OperatorForm<double> form(op);
  REQUIRE(exact::form_sums<double>(form, metric, {.threads = 4}).trace == 1000.0);
}
