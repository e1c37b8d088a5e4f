#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include <isotrace/exact/closed_forms.hpp>

namespace isotrace::exact {
namespace {

double squared_trace(const FormSums& b) {
  return squared_modulus(b.trace);
}

/// s²: the variance of n·a(v,v)/‖v‖²_V, the same for every invariant law. Over ℝ
/// 2n/(n+2) (‖H‖²_F − t²/n), over ℂ n/(n+1) (‖B‖²_F − |t|²/n). Zero for n = 1.
double sphere(const FormSums& b) {
  if (b.n == 1) return 0;
  const auto n = static_cast<double>(b.n);
  const double s2 = b.field == Field::real ? 2 * n / (n + 2) * (b.hermitian2 - squared_trace(b) / n)
                                           : n / (n + 1) * (b.frobenius2 - squared_trace(b) / n);
  return std::max(0.0, s2);
}

double variance_of(const FormSums& b, Sphere) {
  return sphere(b);
}

/// A ball value n(d+2)/d · a(v,v) is the sphere's times ρ = (d+2)/d · r² with E ρ = 1 and
/// E ρ² = (d+2)²/(d(d+4)) = 1 + 4/(d(d+4)), independent of it: s² + (E ρ² − 1)(s² + |t|²).
double variance_of(const FormSums& b, Ball) {
  const auto d = static_cast<double>(real_dimension(b.field, b.n));
  const double s2 = sphere(b);
  return s2 + 4 / (d * (d + 4)) * (s2 + squared_trace(b));
}

/// Over ℝ 2‖H‖²_F; over ℂ ‖B‖²_F, since E[x xᵀ] = 0.
double variance_of(const FormSums& b, Gaussian) {
  return b.field == Field::real ? 2 * b.hermitian2 : b.frobenius2;
}

/// Real signs: 2(‖M‖²_F − Σ|B_ii|²), M = (B + Bᵀ)/2; over ℝ M = H.
double variance_of(const FormSums& b, Signs) {
  const double off_diagonal =
      b.field == Field::real ? b.hermitian2 - b.real_diagonal2 : b.symmetric2 - b.diagonal2;
  return std::max(0.0, 2 * off_diagonal);
}

double variance_of(const FormSums& b, Phases) {
  return std::max(0.0, b.frobenius2 - b.diagonal2);
}

/// The mean over an orthonormal frame of f columns: s²/f · (n−f)/(n−1).
double variance_of(const FormSums& b, Frame frame) {
  if (b.n == 1) return 0;
  const auto n = static_cast<double>(b.n);
  const auto f = static_cast<double>(frame.size);
  return sphere(b) / f * (n - f) / (n - 1);
}

}  // namespace

double value_variance(const FormSums& sums, const Law& law, bool normalised) {
  check_law(law, sums.field, sums.n);
  if (normalised) direction_moment(law, sums.n);  // refuses a law that is not invariant
  return std::visit(
      [&](const auto& one) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(one)>, Frame>) {
          if (normalised) return sphere(sums);
        }
        return variance_of(sums, one);
      },
      law);
}

double probe_variance(const FormSums& sums, const Law& law, bool normalised) {
  return value_variance(sums, law, normalised) * static_cast<double>(group(law));
}

double riesz_mean_square_error(Index n, Index probes, const Law& law) {
  if (n < 1) throw ShapeError(fmt::format("the dimension is {}, expected at least 1", n));
  if (probes < 1) throw OptionError(fmt::format("probes is {}, expected at least 1", probes));
  const auto size = static_cast<double>(n);
  direction_moment(law, n);  // refuses a law that is not invariant
  return size * static_cast<double>(n - group(law)) / static_cast<double>(probes);
}

}  // namespace isotrace::exact
