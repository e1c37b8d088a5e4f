#include <fmt/format.h>

#include <algorithm>

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

/// The relative squared length ρ = ‖x‖²/E‖x‖² of a probe has mean 1 and is independent of its
/// direction. A value is that of the sphere times ρ; its variance is s² + var ρ (s² + |t|²).
double of_radius(const FormSums& b, double radial_variance) {
  const double s2 = sphere(b);
  return s2 + radial_variance * (s2 + squared_trace(b));
}

/// Over ℝ 2‖H‖²_F; over ℂ ‖B‖²_F, since E[x xᵀ] = 0.
double of_gaussian(const FormSums& b) {
  return b.field == Field::real ? 2 * b.hermitian2 : b.frobenius2;
}

/// Real signs: 2(‖M‖²_F − Σ|B_ii|²), M = (B + Bᵀ)/2; over ℝ M = H.
double of_signs(const FormSums& b) {
  const double off_diagonal =
      b.field == Field::real ? b.hermitian2 - b.real_diagonal2 : b.symmetric2 - b.diagonal2;
  return std::max(0.0, 2 * off_diagonal);
}

double of_phases(const FormSums& b) {
  return std::max(0.0, b.frobenius2 - b.diagonal2);
}

/// The mean over an orthonormal frame of f columns: s²/f · (n−f)/(n−1).
double of_frame(const FormSums& b, Frame frame) {
  if (b.n == 1) return 0;
  const auto n = static_cast<double>(b.n);
  const auto f = static_cast<double>(frame.size);
  return sphere(b) / f * (n - f) / (n - 1);
}

}  // namespace

double value_variance(const FormSums& sums, const Law& law, bool normalised) {
  check_law(law, sums.field, sums.n);
  if (normalised) direction_moment(law, sums.n);  // throws if the law is not invariant
  if (const Frame* frame = law.as<Frame>()) return of_frame(sums, *frame);
  if (normalised && law.group() == 1) return sphere(sums);
  if (law.as<Gaussian>() != nullptr) return of_gaussian(sums);
  if (law.as<Signs>() != nullptr) return of_signs(sums);
  if (law.as<Phases>() != nullptr) return of_phases(sums);
  if (law.invariant() && law.group() == 1 && law.has_radial_variance()) {
    return of_radius(sums, law.radial_variance(sums.field, sums.n));
  }
  throw OptionError(fmt::format(
      "the variance of the law {} is not known: expected an invariant law of independent probes "
      "that states radial_variance",
      law.name()));
}

double probe_variance(const FormSums& sums, const Law& law, bool normalised) {
  return value_variance(sums, law, normalised) * static_cast<double>(group(law));
}

double riesz_mean_square_error(Index n, Index probes, const Law& law) {
  if (n < 1) throw ShapeError(fmt::format("the dimension is {}, expected at least 1", n));
  if (probes < 1) throw OptionError(fmt::format("probes is {}, expected at least 1", probes));
  const auto size = static_cast<double>(n);
  direction_moment(law, n);  // throws if the law is not invariant
  if (law.group() != 1 && law.as<Frame>() == nullptr) {
    throw OptionError(fmt::format(
        "the error of groups of {} probes of the law {} is not known: expected independent probes "
        "or a frame",
        law.group(), law.name()));
  }
  if (law.group() != 1) check_law(law, Field::real, n);  // throws for a frame wider than n
  return size * static_cast<double>(n - group(law)) / static_cast<double>(probes);
}

}  // namespace isotrace::exact
