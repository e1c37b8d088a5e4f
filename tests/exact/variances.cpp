#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/dense.hpp>

#include <cmath>
#include <numbers>
#include <vector>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

using Cd = std::complex<double>;

/// B of a random form in a random metric, and the library's sums of it.
template <Scalar S>
struct Problem {
  explicit Problem(Index n, double shift = 0.7)
      : a(random_matrix<S>(n, n, 51) + S(shift) * identity<S>(n)),
        metric(random_metric<S>(n, 52)),
        form(a),
        sums(exact::form_sums<S>(form, metric)) {
    const RowMatrix<S> q = map_matrix<S>(metric, Isometry::forward);
    b = q.adjoint() * a * q;
  }
  double trace2() const { return squared_modulus(S(b.trace())); }

  RowMatrix<S> a;
  DenseMetric<S> metric;
  OperatorForm<S> form;
  exact::FormSums sums;
  RowMatrix<S> b;
};

/// A node of a quadrature rule for one entry of a random vector.
template <class S>
struct Node {
  S value;
  double weight;
};

/// Three-point Gauss-Hermite rule of N(0, 1): exact up to degree five.
std::vector<Node<double>> normal_rule() {
  return {{-std::sqrt(3.0), 1.0 / 6}, {0.0, 2.0 / 3}, {std::sqrt(3.0), 1.0 / 6}};
}

/// The circular complex normal law, E|x|² = 1: exact up to degree five in both parts.
std::vector<Node<Cd>> circular_rule() {
  std::vector<Node<Cd>> rule;
  for (const auto& re : normal_rule()) {
    for (const auto& im : normal_rule()) {
      rule.push_back({Cd(re.value, im.value) / std::numbers::sqrt2, re.weight * im.weight});
    }
  }
  return rule;
}

template <Scalar S>
std::vector<Node<S>> sign_rule() {
  return {{S(-1), 0.5}, {S(1), 0.5}};
}

/// Fifth roots of unity: the moments x^p conj(x)^q of a unit phase for all |p − q| < 5.
std::vector<Node<Cd>> phase_rule() {
  std::vector<Node<Cd>> rule;
  for (int k = 0; k < 5; ++k) rule.push_back({std::polar(1.0, 2 * std::numbers::pi * k / 5), 0.2});
  return rule;
}

/// E|xᴴ B x|² over independent entries, by summing over the whole product rule.
template <Scalar S>
double second_moment_of_form(const RowMatrix<S>& b, const std::vector<Node<S>>& rule) {
  const Index n = b.rows();
  std::vector<std::size_t> digits(n, 0);
  Eigen::Matrix<S, Eigen::Dynamic, 1> x(n);
  double sum = 0;
  while (true) {
    double weight = 1;
    for (Index i = 0; i < n; ++i) {
      x[i] = rule[digits[i]].value;
      weight *= rule[digits[i]].weight;
    }
    sum += weight * squared_modulus(S(x.dot(b * x)));
    Index i = 0;
    while (i < n && ++digits[i] == rule.size()) digits[i++] = 0;
    if (i == n) return sum;
  }
}

double gaussian_moment(const RowMatrix<double>& b) {
  return second_moment_of_form(b, normal_rule());
}
double gaussian_moment(const RowMatrix<Cd>& b) {
  return second_moment_of_form(b, circular_rule());
}

/// E‖x‖⁴ of the standard normal law: n(n+2) over ℝ, n(n+1) over ℂ.
template <Scalar S>
double fourth_norm_moment(Index n) {
  return static_cast<double>(n * (n + (is_complex<S> ? 1 : 2)));
}

/// E|uᴴ B u|² on the unit sphere: direction and length of a Gaussian are independent.
template <Scalar S>
double sphere_moment(const RowMatrix<S>& b) {
  return gaussian_moment(b) / fourth_norm_moment<S>(b.rows());
}

/// Variance of n uᴴ B u on the unit sphere.
template <Scalar S>
double sphere_variance(const RowMatrix<S>& b) {
  const auto n = static_cast<double>(b.rows());
  return n * n * sphere_moment(b) - squared_modulus(S(b.trace()));
}

}  // namespace

TEMPLATE_TEST_CASE("the Gaussian variance is that of an exact quadrature", "", double, Cd) {
  const Index n = GENERATE(1, 2, 3);
  const Problem<TestType> p(n);
  REQUIRE(exact::value_variance(p.sums, Gaussian{}) ==
          Approx(gaussian_moment(p.b) - p.trace2()).epsilon(1e-11));
}

TEMPLATE_TEST_CASE("the sphere variance is that of an exact quadrature", "", double, Cd) {
  const Index n = GENERATE(2, 3);
  const Problem<TestType> p(n);
  REQUIRE(exact::value_variance(p.sums, Sphere{}) == Approx(sphere_variance(p.b)).epsilon(1e-11));
}

TEMPLATE_TEST_CASE("normalised Gaussian and ball values have the sphere's variance", "", double,
                   Cd) {
  const Law law = GENERATE(Law(Sphere{}), Law(Ball{}), Law(Gaussian{}));
  const Problem<TestType> p(5);
  REQUIRE(exact::value_variance(p.sums, law, true) == exact::value_variance(p.sums, Sphere{}));
}

TEMPLATE_TEST_CASE("the ball variance is the sphere's with an independent radius", "", double, Cd) {
  const Index n = GENERATE(1, 2, 3);
  const Problem<TestType> p(n);
  const double d = is_complex<TestType> ? 2.0 * n : n;
  const double scale = n * (d + 2) / d;
  const double expected = scale * scale * sphere_moment(p.b) * d / (d + 4) - p.trace2();
  REQUIRE(exact::value_variance(p.sums, Ball{}) == Approx(expected).epsilon(1e-11));
}

TEMPLATE_TEST_CASE("the variance of real signs is that of their enumeration", "", double, Cd) {
  const Index n = GENERATE(2, 3, 6);
  const Problem<TestType> p(n);
  const double expected = second_moment_of_form(p.b, sign_rule<TestType>()) - p.trace2();
  REQUIRE(exact::value_variance(p.sums, Signs{}) == Approx(expected).epsilon(1e-11));
}

TEST_CASE("the variance of phases is that of an exact quadrature") {
  const Index n = GENERATE(2, 3, 5);
  const Problem<Cd> p(n);
  const double expected = second_moment_of_form(p.b, phase_rule()) - p.trace2();
  REQUIRE(exact::value_variance(p.sums, Phases{}) == Approx(expected).epsilon(1e-11));
}

TEMPLATE_TEST_CASE("a frame of one column is a sphere probe", "", double, Cd) {
  const Problem<TestType> p(5);
  REQUIRE(exact::value_variance(p.sums, Frame{1}) == exact::value_variance(p.sums, Sphere{}));
}

TEMPLATE_TEST_CASE("a frame of all n columns has no variance", "", double, Cd) {
  const Problem<TestType> p(5);
  REQUIRE(exact::value_variance(p.sums, Frame{5}) == 0.0);
}

// The n − 1 values of a frame sum to t minus that of the missing, uniformly distributed direction
// u: n/(n−1) (t − uᴴ B u) has the variance (n/(n−1))² Var(uᴴ B u).
TEMPLATE_TEST_CASE("a frame of n - 1 columns has the variance of the missing one", "", double, Cd) {
  const Problem<TestType> p(3);
  REQUIRE(exact::value_variance(p.sums, Frame{2}) ==
          Approx(sphere_variance(p.b) / 4).epsilon(1e-11));
}

TEMPLATE_TEST_CASE("the variance per probe of a frame counts its columns", "", double, Cd) {
  const Problem<TestType> p(5);
  REQUIRE(exact::probe_variance(p.sums, Frame{3}) ==
          Approx(3 * exact::value_variance(p.sums, Frame{3})).epsilon(1e-15));
}

TEMPLATE_TEST_CASE("the variance per probe of a single probe is that of its value", "", double,
                   Cd) {
  const Problem<TestType> p(5);
  REQUIRE(exact::probe_variance(p.sums, Ball{}) == exact::value_variance(p.sums, Ball{}));
}

TEMPLATE_TEST_CASE("in one dimension the sphere's variance is exactly zero", "", double, Cd) {
  const Law law = GENERATE(Law(Sphere{}), Law(Frame{1}));
  const Problem<TestType> p(1);
  REQUIRE(exact::value_variance(p.sums, law) == 0.0);
}

TEMPLATE_TEST_CASE("a multiple of the identity has no negative sphere variance", "", double, Cd) {
  const RowMatrix<TestType> v = random_metric<TestType>(30, 5);
  const RowMatrix<TestType> a = TestType(1.0 / 3) * v;
  const DenseMetric<TestType> metric(v);
  const OperatorForm<TestType> form(a);
  const double variance = exact::value_variance(exact::form_sums<TestType>(form, metric), Sphere{});
  REQUIRE((variance >= 0.0 && variance < 1e-12));
}

TEST_CASE("the Riesz map's mean-square error is n(n-1)/N") {
  REQUIRE(exact::riesz_mean_square_error(7, 12) == Approx(3.5).epsilon(1e-15));
}
