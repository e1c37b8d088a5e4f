// Densities and counts of eigenvalues.
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include <isotrace/function/exact_function.hpp>
#include <isotrace/function/spectral_density.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/euclidean.hpp>

#include "support/random_matrix.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

double integral(const SpectralDensity& d, const std::vector<double>& density) {
  double sum = 0;
  for (std::size_t b = 0; b < density.size(); ++b)
    sum += density[b] * (d.edges[b + 1] - d.edges[b]);
  return sum;
}

Eigen::VectorXd levels(Index n) {
  Eigen::VectorXd values(n);
  for (Index i = 0; i < n; ++i) values[i] = std::sin(0.7 * double(i)) + (i % 5 == 0 ? 3 : 0);
  return values;
}

}  // namespace

TEMPLATE_TEST_CASE("the smoothed density's intervals hold the exact one, and its integral is n", "",
                   double, std::complex<double>) {
  using S = TestType;
  constexpr Index n = 200;
  const RowMatrix<S> V = random_metric<S>(n, 1);
  const DenseMetric<S> metric(V);
  RowMatrix<S> Q = RowMatrix<S>::Identity(n, n);
  metric.map(Isometry::inverse_adjoint, view(Q));  // Q⁻ᴴ
  const RowMatrix<S> D = levels(n).template cast<S>().asDiagonal();
  RowMatrix<S> A = Q * D * Q.adjoint();  // with the eigenvalues D in the metric
  A = (A + RowMatrix<S>(A.adjoint())).eval() / 2.0;
  int held = 0;
  int all = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto d = spectral_density(A, metric, {.matvecs = 3000, .seed = seed}, {.steps = 40});
    REQUIRE(d.density.size() == 60);
    CHECK(d.probes == 75);
    CHECK(d.steps == 40);
    CHECK(d.matvecs == 3000);
    CHECK(integral(d, d.density) == Approx(n).epsilon(1e-10));
    const auto exact = smoothed_density(exact::eigenvalues(A, metric), d.edges, d.width);
    CHECK(integral(d, exact) == Approx(n).epsilon(1e-10));
    for (std::size_t b = 0; b < exact.size(); ++b) {
      held += d.low[b] <= exact[b] + 1e-9 && exact[b] <= d.high[b] + 1e-9 ? 1 : 0;
      CHECK(d.low[b] <= d.density[b]);
      CHECK(d.density[b] <= d.high[b]);
      ++all;
    }
  }
  CHECK(held >= 0.93 * all);
}

TEST_CASE("counts of eigenvalues hold, and are exact where the recurrence ends") {
  constexpr Index n = 150;
  const RowMatrix<double> D = levels(n).asDiagonal();
  const EuclideanMetric<double> V(n);
  int held = 0;
  int all = 0;
  for (const double x : {-2.0, -0.5, 0.0, 0.3, 1.5, 3.2, 5.0}) {
    const auto exact = static_cast<double>((levels(n).array() <= x).count());
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const auto e = eigenvalue_count(D, V, x, {.matvecs = 2000, .seed = seed}, 40);
      held += e.interval.low <= exact && exact <= e.interval.high ? 1 : 0;
      CHECK(e.interval.low <= e.value);
      CHECK(e.value <= e.interval.high);
      ++all;
    }
  }
  CHECK(held >= 0.93 * all);
  const RowMatrix<double> two = (levels(n).array() > 1.5).cast<double>().matrix().asDiagonal();
  const auto few = eigenvalue_count(two, V, 0.5, {.matvecs = 20000}, 10);
  CHECK(few.value == Approx(n - 30).epsilon(0.02));  // every fifth is above
  // at an eigenvalue, of which rounding makes several nodes
  const auto at = eigenvalue_count(two, V, 0, {.matvecs = 2000}, 10);
  CHECK(at.interval.low <= n - 30);
  CHECK(n - 30 <= at.interval.high);
  CHECK(eigenvalue_count(two, V, 1, {.matvecs = 2000}, 10).interval.high == Approx(n));
  CHECK(eigenvalue_count(two, V, 2, {.matvecs = 2000}, 10).value == Approx(n).epsilon(1e-12));
  CHECK(eigenvalue_count(two, V, -1, {.matvecs = 2000}, 10).value == Approx(0).margin(1e-12));
}

TEST_CASE("densities of one point, the same bits for any threads, and refusals") {
  constexpr Index n = 50;
  const EuclideanMetric<double> V(n);
  const RowMatrix<double> I = 7 * RowMatrix<double>::Identity(n, n);
  const auto point = spectral_density(I, V, {.matvecs = 400}, {.steps = 20});
  CHECK(integral(point, point.density) == Approx(n));
  CHECK(point.edges.front() < 7);
  CHECK(point.edges.back() > 7);
  const RowMatrix<double> A = random_metric<double>(n, 2);
  const auto run = [&](int threads) {
    const auto d = spectral_density(A, V, {.matvecs = 2000, .threads = threads}, {.steps = 15});
    return std::pair(d.density, d.high);
  };
  CHECK(run(1) == run(3));
  CHECK_THROWS_AS(spectral_density(A, V, {.matvecs = 100}, {.steps = 40}), OptionError);
  CHECK_THROWS_AS(spectral_density(A, V, {.matvecs = 200, .law = Signs{}}, {.steps = 40}),
                  OptionError);
  CHECK_THROWS_AS(spectral_density(A, V, {.tolerance = 0.1}), OptionError);
  CHECK_THROWS_AS(spectral_density(A, V, {.method = Method::xtrace}), OptionError);
  CHECK_THROWS_AS(spectral_density(A, V, {}, {.bins = 0}), OptionError);
  CHECK_THROWS_AS(eigenvalue_count(A, V, std::nan("")), OptionError);
  RowMatrix<double> skew = A;
  skew(0, 1) += 1;
  CHECK_THROWS_AS(spectral_density(skew, V), OperatorError);
}
