// Gauss, Gauss–Radau and anti-Gauss rules of a tridiagonal matrix.
#include <catch2/catch.hpp>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <lib/function/jacobi_matrix.hpp>

#include "support/random_matrix.hpp"

using namespace isotrace;
using namespace isotrace::detail;
using namespace isotrace::test;

namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();

JacobiMatrix random_jacobi(Index k, std::uint64_t seed) {
  const RowMatrix<double> numbers = random_matrix<double>(k, 2, seed);
  JacobiMatrix T;
  for (Index i = 0; i < k; ++i) {
    T.diagonal.push_back(numbers(i, 0));
    if (i > 0) T.beside.push_back(std::abs(numbers(i, 1)));
  }
  return T;
}

/// A measure of some masses on the positive axis, and k steps of its recurrence.
struct Discrete {
  Eigen::VectorXd nodes, weights;
  JacobiMatrix T;
  double beta = 0;

  Discrete(Index n, Index steps, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(0, 1);
    const double decades = 4 * uniform(random);
    nodes.resize(n);
    weights.resize(n);
    for (Index i = 0; i < n; ++i) {
      nodes[i] = std::pow(10.0, -decades * uniform(random));
      weights[i] = uniform(random);
    }
    weights /= weights.sum();
    Eigen::MatrixXd Q(n, steps + 1);
    Q.col(0) = weights.cwiseSqrt();
    for (Index k = 0; k < steps; ++k) {
      Eigen::VectorXd r = nodes.cwiseProduct(Q.col(k));
      T.diagonal.push_back(Q.col(k).dot(r));
      for (int pass = 0; pass < 2; ++pass) {
        r -= Q.leftCols(k + 1) * (Q.leftCols(k + 1).transpose() * r);
      }
      if (k > 0) T.beside.push_back(beta);
      beta = r.norm();
      Q.col(k + 1) = r / beta;
    }
  }
  double integral(const SpectralFunction& f) const {
    double sum = 0;
    for (Index i = 0; i < nodes.size(); ++i) sum += weights[i] * f(nodes[i]);
    return sum;
  }
};

}  // namespace

TEST_CASE("the Gauss rule has the eigenvalues and the squared first components") {
  for (const Index k : {1, 2, 3, 10, 60, 200}) {
    const JacobiMatrix T = random_jacobi(k, static_cast<std::uint64_t>(k));
    const Rule rule = gauss_rule(T);
    Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(k, k);
    for (Index i = 0; i < k; ++i) {
      dense(i, i) = T.diagonal[i];
      if (i > 0) dense(i, i - 1) = dense(i - 1, i) = T.beside[i - 1];
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> expected(dense);
    std::vector<std::pair<double, double>> sorted;
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
      sorted.emplace_back(rule.nodes[i], rule.weights[i]);
    }
    std::sort(sorted.begin(), sorted.end());
    for (Index i = 0; i < k; ++i) {
      CAPTURE(k, i);
      CHECK(sorted[i].first == Approx(expected.eigenvalues()[i]).margin(1e-12));
      CHECK(sorted[i].second == Approx(std::pow(expected.eigenvectors()(0, i), 2)).margin(1e-10));
    }
  }
}

TEST_CASE("a matrix that comes apart has the rule of its first part") {
  JacobiMatrix T{{1, 2, 5, 7}, {0.5, 0, 0.25}};
  const Rule rule = gauss_rule(T);
  double mean = 0;
  double total = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    mean += rule.weights[i] * rule.nodes[i];
    total += rule.weights[i];
    if (rule.nodes[i] > 4) CHECK(rule.weights[i] == 0);
  }
  CHECK(total == Approx(1));
  CHECK(mean == Approx(1));
}

TEST_CASE("a pinned rule has the pin as a node, and is refused within the spectrum") {
  const Discrete measure(30, 6, 1);
  const double low = 0.9 * measure.nodes.minCoeff();
  const auto radau = pinned(measure.T, measure.beta, low, true);
  REQUIRE(radau);
  const auto nodes = gauss_rule(*radau).nodes;
  CHECK(*std::min_element(nodes.begin(), nodes.end()) == Approx(low).epsilon(1e-12));
  const double high = 1.1 * measure.nodes.maxCoeff();
  const auto from_above = gauss_rule(*pinned(measure.T, measure.beta, high, false)).nodes;
  CHECK(*std::max_element(from_above.begin(), from_above.end()) == Approx(high).epsilon(1e-12));
  CHECK_FALSE(pinned(measure.T, measure.beta, measure.nodes.mean(), true));
  CHECK_FALSE(pinned(measure.T, measure.beta, measure.nodes.mean(), false));
}

TEST_CASE("Gauss's and Gauss–Radau's rules enclose the integral, in thousands of random measures") {
  std::mt19937_64 random(7);
  const std::vector<SpectralFunction> all{functions::log(),       functions::exp(),
                                          functions::inverse(),   functions::sqrt(),
                                          functions::log1p(),     functions::inverse_sqrt(),
                                          functions::ratio(0.01), functions::power(0.3),
                                          functions::power(-2),   functions::power(1.5)};
  int enclosures = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const Index steps = 1 + static_cast<Index>(random() % 8);
    const Discrete measure(12, steps, random());
    const double looseness = trial % 3 == 0 ? 1 : 0.5;
    const SpectrumBounds bounds{measure.nodes.minCoeff() * looseness,
                                measure.nodes.maxCoeff() / looseness};
    for (const auto& f : all) {
      const Quadrature q = quadrature(f, measure.T, measure.beta, bounds, eps);
      if (steps < f.properties().from) continue;
      const double exact = measure.integral(f);
      double size = 0;
      for (const double node : measure.nodes) size = std::max(size, std::abs(f(node)));
      CAPTURE(f.name(), steps, trial, q.value, q.half_width, exact);
      REQUIRE((q.enclosed || q.half_width < 1e-6 * size));
      REQUIRE(std::abs(q.value - exact) <= q.half_width + 1e-12 * size);
      ++enclosures;
    }
  }
  CHECK(enclosures > 25000);
}

TEST_CASE("without a bound the error is estimated, and a polynomial's quadrature is exact") {
  int within = 0;
  int all = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Discrete measure(12, 5, seed);
    const Quadrature q = quadrature(functions::log(), measure.T, measure.beta, {}, eps);
    within += std::abs(q.value - measure.integral(functions::log())) <= q.half_width ? 1 : 0;
    ++all;
    const Quadrature cube = quadrature(functions::power(9), measure.T, measure.beta, {}, eps);
    CHECK(cube.half_width < 1e-12);
    CHECK(cube.value == Approx(measure.integral(functions::power(9))).epsilon(1e-12));
    CHECK(quadrature(functions::power(10), measure.T, measure.beta, {}, eps).half_width > 0);
  }
  CHECK(within > 0.9 * all);
  const SpectralFunction own("square", [](double x) { return x * x; });
  CHECK(std::isinf(quadrature(own, {{1}, {}}, 1, {}, eps).half_width));
  CHECK(quadrature(own, {{1}, {}}, 0, {}, eps).half_width < 1e-14);
}

TEST_CASE(
    "a bound that a node disproves is an error, and what rounding does is in the half-width") {
  const Discrete measure(12, 5, 3);
  const double least = measure.nodes.minCoeff();
  CHECK_THROWS_WITH(
      quadrature(functions::log(), measure.T, measure.beta, {.lower = 50 * least}, eps),
      Catch::Contains("expected none below"));
  // a node at its own rounding: log is not known
  const Quadrature singular = quadrature(functions::log(), {{1e-17, 1}, {0}}, 0, {}, eps);
  CHECK(std::isinf(singular.half_width));
  const Quadrature root = quadrature(functions::sqrt(), {{0, 1}, {0}}, 0, {}, eps);
  CHECK(root.half_width < 1e-7);
  CHECK(extrapolated_error(1, 2) == 1.5);
  CHECK(std::isinf(extrapolated_error(2, 1)));
  CHECK(extrapolated_error(0, 0) == 0);
}
