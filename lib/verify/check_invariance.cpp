#include <cmath>

#include "checks.hpp"
#include "known_laws.hpp"
#include "measures.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// For the points v of a measure: Re (v, w)_V/‖w‖_V, over ℂ also the imaginary part, the squared
// modulus of (v, w)_V/‖w‖_V, and ‖v‖²_V.
struct Coordinates {
  std::vector<double> real, imaginary, modulus2, norm2;
};

// V w for a random direction w with ‖w‖_V = 1, so that (v, w)_V = (V w)ᴴ v.
template <class S>
RowMatrix<S> direction_functional(const Context<S>& context, const Stream& stream) {
  const Index n = context.dim();
  RowMatrix<S> w(n, 1);
  draw<S>(Sphere{}, stream.substream("direction"), 0, view(w));
  RowMatrix<S> functional(n, 1);
  context.implementation.gram(context.space(), view(w), view(functional));
  const double norm = std::sqrt(real_part(S(w.col(0).dot(functional.col(0)))));
  return functional / norm;
}

template <class S>
Coordinates coordinates(const Context<S>& context, const Measure& measure, const Stream& stream,
                        bool rotated) {
  const RowMatrix<S> functional = direction_functional(context, stream);
  Coordinates c;
  for_points(context, measure, stream, context.probes() / 2, [&](Index, RowMatrix<S>& X) {
    if (rotated) {
      context.implementation.haar_isometry(context.space(), stream.substream("rotation"), 0,
                                           view(X));
    }
    for (const double norm2 : squared_norms(context.implementation, context.space(), X)) {
      c.norm2.push_back(norm2);
    }
    for (Index j = 0; j < X.cols(); ++j) {
      const S coordinate = functional.col(0).dot(X.col(j));
      c.real.push_back(real_part(coordinate));
      if constexpr (is_complex<S>) c.imaginary.push_back(coordinate.imag());
      c.modulus2.push_back(squared_modulus(coordinate));
    }
  });
  return c;
}

// Tests x against its distribution function; records the distance as the estimate of 0.
template <class F>
void uniform_test(Recorder& record, const std::string& suffix, const std::string& statement,
                  std::vector<double> x, F&& distribution) {
  for (double& value : x) value = distribution(value);
  const double p = uniform_p_value(x);
  record.test(suffix, statement, uniform_distance(x), 0.0, p);
}

template <class S>
void marginal_tests(const Context<S>& context, const Law& law, const std::string& suffix,
                    const std::string& when, const Coordinates& c) {
  constexpr Field field = field_of<S>;
  const Index n = context.dim();
  const Index d = real_dimension(field, n);
  const bool gaussian = law.as<Gaussian>() != nullptr;
  const bool ball = law.as<Ball>() != nullptr;
  const auto test = [&](const std::string& what, const std::vector<double>& x, auto&& cdf) {
    uniform_test(context.record, suffix, "Kolmogorov-Smirnov distance of " + what + when, x, cdf);
  };
  const auto marginal = [&](double x) {
    return gaussian ? normal_marginal(x, is_complex<S> ? 0.5 : 1.0)
                    : sphere_marginal(x, ball ? d + 2 : d);
  };
  if (gaussian || ball || d > 1) {
    test("Re (v,w)_V/|w|_V", c.real, marginal);
    if constexpr (is_complex<S>) test("Im (v,w)_V/|w|_V", c.imaginary, marginal);
  } else {  // the unit sphere of ℝ: ±1
    const auto positive =
        std::count_if(c.real.begin(), c.real.end(), [](double x) { return x > 0; });
    const auto count = static_cast<Index>(c.real.size());
    context.record.test(suffix, "share of positive points" + when,
                        static_cast<double>(positive) / static_cast<double>(count), 0.5,
                        coin_p_value(positive, count));
  }
  if constexpr (is_complex<S>) {
    if (gaussian) test("|(v,w)_V|^2/|w|_V^2", c.modulus2, [](double s) { return -std::expm1(-s); });
    if (!gaussian && !ball && n > 1) {
      test("|(v,w)_V|^2/|w|_V^2", c.modulus2, [&](double s) { return sphere_modulus(s, n); });
    }
  }
}

template <class S>
void norm_tests(const Context<S>& context, const Law& law, const std::string& suffix,
                const std::string& when, const Coordinates& c) {
  const Index d = real_dimension(field_of<S>, context.dim());
  if (law.as<Gaussian>() != nullptr) {
    uniform_test(context.record, suffix, "Kolmogorov-Smirnov distance of |v|_V^2" + when, c.norm2,
                 [&](double s) { return chi_square(is_complex<S> ? 2 * s : s, d); });
  } else if (law.as<Ball>() != nullptr) {
    uniform_test(context.record, suffix, "Kolmogorov-Smirnov distance of |v|_V^d" + when, c.norm2,
                 [&](double s) { return std::pow(s, 0.5 * static_cast<double>(d)); });
  } else {
    double farthest = 1.0;
    for (const double s : c.norm2) {
      if (!(std::abs(s - 1.0) <= std::abs(farthest - 1.0))) farthest = s;
    }
    context.record.identity(suffix, "|v|_V^2 = 1, the farthest" + when, farthest, 1.0,
                            context.rounding(1.0));
  }
}

}  // namespace

// Invariance of the laws: marginals in a random direction, and norms, against their known
// distributions, before and after a Haar isometry of V.
template <VerifiedScalar S>
void check_invariance(const Context<S>& context) {
  for (const Law& law : {Law{Sphere{}}, Law{Ball{}}, Law{Gaussian{}}}) {
    const Measure measure{std::string(name(law)), law};
    for (const bool rotated : {false, true}) {
      const std::string when = rotated ? ", after an isometry of V" : "";
      const std::string label = measure.name + (rotated ? "-rotated" : "");
      const Coordinates c = coordinates(context, measure, context.record.stream(label), rotated);
      marginal_tests(context, law, label + "-marginal", when, c);
      norm_tests(context, law, label + "-norm", when, c);
    }
  }
}

#define INSTANTIATE(S) template void check_invariance(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
