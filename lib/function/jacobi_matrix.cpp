#include "jacobi_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>

namespace isotrace::detail {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// Diagonalises T in place by implicit QL steps, which turn `first`, the first row of the
/// eigenvectors, with them.
class FirstRowQl {
 public:
  FirstRowQl(std::vector<double>& d, std::vector<double>& e, std::vector<double>& first)
      : d_(d), e_(e), first_(first) {}

  void run() {
    const std::size_t k = d_.size();
    for (std::size_t l = 0; l < k; ++l) {
      for (int step = 0; !separated(l); ++step) {
        if (step == 100) throw Error("the eigenvalues of a tridiagonal matrix did not converge");
        sweep(l, end_of_part(l));
      }
    }
  }

 private:
  bool negligible(std::size_t i) const {
    return std::abs(e_[i]) <= epsilon * (std::abs(d_[i]) + std::abs(d_[i + 1]));
  }
  bool separated(std::size_t l) const { return l + 1 == d_.size() || negligible(l); }
  /// The last row of the unreduced part that begins at l.
  std::size_t end_of_part(std::size_t l) const {
    std::size_t m = l;
    while (m + 1 < d_.size() && !negligible(m)) ++m;
    return m;
  }

  /// One step on rows l … m with Wilkinson's shift: rotations of neighbours chase the bulge
  /// upwards.
  void sweep(std::size_t l, std::size_t m) {
    const double half = (d_[l + 1] - d_[l]) / (2 * e_[l]);
    double g = d_[m] - d_[l] + e_[l] / (half + std::copysign(std::hypot(half, 1.0), half));
    double s = 1;
    double c = 1;
    double p = 0;
    for (std::size_t i = m; i-- > l;) {
      const double f = s * e_[i];
      const double b = c * e_[i];
      const double r = std::hypot(f, g);
      if (i + 1 < m) e_[i + 1] = r;
      if (r == 0) {  // the bulge vanished: the matrix has come apart below
        d_[i + 1] -= p;
        return;
      }
      s = f / r;
      c = g / r;
      g = d_[i + 1] - p;
      const double t = (d_[i] - g) * s + 2 * c * b;
      p = s * t;
      d_[i + 1] = g + p;
      g = c * t - b;
      const double z = first_[i + 1];
      first_[i + 1] = s * first_[i] + c * z;
      first_[i] = c * first_[i] - s * z;
    }
    d_[l] -= p;
    e_[l] = g;
  }

  std::vector<double>& d_;
  std::vector<double>& e_;
  std::vector<double>& first_;
};

double integral(const SpectralFunction& f, const Rule& rule, double rounding) {
  long double sum = 0;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    if (rule.weights[i] > 0) sum += rule.weights[i] * f(rule.nodes[i], rounding);
  }
  return static_cast<double>(sum);
}

/// Σ w_i |f(θ_i) − f(θ_i ± δ)|, the greater of both; infinite where θ_i − δ is below the domain.
double rounding_of(const SpectralFunction& f, const Rule& rule, double delta) {
  double sum = 0;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    if (!(rule.weights[i] > 0)) continue;
    const double value = f(rule.nodes[i], delta);
    const bool at_end = f.properties().closed && rule.nodes[i] - delta <= f.properties().low;
    const double below = at_end ? f.properties().low : rule.nodes[i] - delta;
    if (!f.finite(below)) return std::numeric_limits<double>::infinity();
    double change = std::abs(f(below) - value);
    if (f.finite(rule.nodes[i] + delta)) {
      change = std::max(change, std::abs(f(rule.nodes[i] + delta) - value));
    }
    sum += rule.weights[i] * change;
  }
  return sum;
}

JacobiMatrix with_row(const JacobiMatrix& T, double beta, double alpha) {
  JacobiMatrix longer = T;
  longer.diagonal.push_back(alpha);
  longer.beside.push_back(beta);
  return longer;
}

/// The end of the spectrum that f's enclosure needs.
std::optional<double> pin_of(const SpectralFunction& f, const SpectrumBounds& bounds) {
  switch (f.properties().enclosure) {
    case Enclosure::lower: return bounds.lower;
    case Enclosure::upper: return bounds.upper;
    case Enclosure::none: break;
  }
  return std::nullopt;
}

/// The first k rows.
JacobiMatrix leading(const JacobiMatrix& T, std::size_t k) {
  return {{T.diagonal.begin(), T.diagonal.begin() + static_cast<std::ptrdiff_t>(k)},
          {T.beside.begin(), T.beside.begin() + static_cast<std::ptrdiff_t>(k - 1)}};
}

/// What the Gauss rule G_k may still be off, where no rule encloses: the greater of two estimates.
/// One supposes that errors fall by a factor in each step: d/(1 − ρ) with d = |G_k − G_(k−1)| and
/// ρ = d/|G_(k−1) − G_(k−2)|, at most 0.95; or the distance of the anti-Gauss rule of as many
/// nodes, T with √2 β_(k−1), whose error is nearly opposite to that of G_(k−1) (D. P. Laurie, Math.
/// Comp. 65, 1996), in place of d. The other that they fall by a factor with each doubling of k
/// (extrapolated_error). Infinite for k < 4.
double estimated_error(const SpectralFunction& f, const JacobiMatrix& T, double gauss,
                       double rounding) {
  constexpr double slowest = 0.95;
  const std::size_t k = T.diagonal.size();
  if (k < 4) return std::numeric_limits<double>::infinity();
  const auto value = [&](std::size_t rows) {
    return integral(f, gauss_rule(leading(T, rows)), rounding);
  };
  const double before = value(k - 1);
  double distance = std::abs(gauss - before);
  const double last = std::abs(before - value(k - 2));
  const double rate = last > 0 ? std::min(slowest, distance / last) : slowest;
  JacobiMatrix anti = T;
  anti.beside.back() *= std::sqrt(2.0);
  const Rule rule = gauss_rule(anti);
  if (std::all_of(rule.nodes.begin(), rule.nodes.end(), [&](double x) { return f.finite(x); })) {
    distance = std::max(distance, std::abs(gauss - integral(f, rule, rounding)));
  }
  const double half = value(k / 2);
  return std::max(distance / (1 - rate),
                  extrapolated_error(std::abs(gauss - half), std::abs(half - value(k / 4))));
}

}  // namespace

double node_rounding(const Rule& rule, double epsilon) {
  double scale = 0;
  for (const double node : rule.nodes) scale = std::max(scale, std::abs(node));
  return (4 + std::sqrt(static_cast<double>(rule.nodes.size()))) * epsilon * scale;
}

double extrapolated_error(double distance, double before) {
  if (distance == 0) return 0;
  if (!(distance < before)) return std::numeric_limits<double>::infinity();
  const double rate = distance / before;
  return 1.5 * distance * rate / (1 - rate);
}

Rule gauss_rule(const JacobiMatrix& T) {
  const std::size_t k = T.diagonal.size();
  Rule rule{T.diagonal, std::vector<double>(k, 0.0)};
  std::vector<double> beside = T.beside;
  rule.weights[0] = 1;
  FirstRowQl(rule.nodes, beside, rule.weights).run();
  for (double& w : rule.weights) w *= w;
  return rule;
}

std::optional<JacobiMatrix> pinned(const JacobiMatrix& T, double beta, double pin,
                                   bool from_below) {
  // T − pin I = LDLᵀ has one sign if pin is outside; the last entry of its inverse is 1/d_k, and
  // α = pin + β² e_kᵀ(T − pin I)⁻¹e_k
  double d = T.diagonal[0] - pin;
  for (std::size_t i = 1;; ++i) {
    if (from_below ? !(d > 0) : !(d < 0)) return std::nullopt;
    if (i == T.diagonal.size()) break;
    d = T.diagonal[i] - pin - T.beside[i - 1] * T.beside[i - 1] / d;
  }
  return with_row(T, beta, pin + beta * beta / d);
}

namespace {

/// Gauss–Radau's value, where it encloses together with Gauss's.
std::optional<double> radau_value(const SpectralFunction& f, const JacobiMatrix& T, double beta,
                                  const SpectrumBounds& bounds, const Rule& gauss,
                                  double rounding) {
  const auto& properties = f.properties();
  const auto pin = pin_of(f, bounds);
  const auto k = static_cast<Index>(T.diagonal.size());
  if (!pin || k < properties.from || !f.finite(*pin)) return std::nullopt;
  const bool from_below = properties.enclosure == Enclosure::lower;
  // the eigenvalues of T are known to its rounding, by which the bound may have to give way
  const double apart = from_below ? *pin - rounding : *pin + rounding;
  const double node = f.finite(apart) ? apart : *pin;
  const auto radau = pinned(T, beta, node, from_below);
  if (!radau) {
    const auto [least, greatest] = std::minmax_element(gauss.nodes.begin(), gauss.nodes.end());
    const double found = from_below ? *least : *greatest;
    const double far = static_cast<double>(k + 1) * rounding;
    if (from_below ? found < *pin - far : found > *pin + far) {
      throw OperatorError(
          fmt::format("found the eigenvalue {:.6g}, expected none {} {:.6g}, the {} "
                      "bound",
                      node, from_below ? "below" : "above", *pin, from_below ? "lower" : "upper"));
    }
    return std::nullopt;
  }
  Rule rule = gauss_rule(*radau);
  // the pinned node is the one that was asked for, not its rounding
  *(from_below ? std::min_element(rule.nodes.begin(), rule.nodes.end())
               : std::max_element(rule.nodes.begin(), rule.nodes.end())) = node;
  return integral(f, rule, rounding);
}

}  // namespace

Quadrature quadrature(const SpectralFunction& f, const JacobiMatrix& T, double beta,
                      const SpectrumBounds& bounds, double epsilon) {
  const auto& degree = f.properties().degree;
  const Rule rule = gauss_rule(T);
  const double delta = node_rounding(rule, epsilon);
  const double gauss = integral(f, rule, delta);
  const double rounding = rounding_of(f, rule, delta);
  const bool exact = degree && 2 * static_cast<Index>(T.diagonal.size()) > *degree;
  if (beta == 0 || exact) return {gauss, rounding};
  if (const auto other = radau_value(f, T, beta, bounds, rule, delta)) {
    return {gauss + (*other - gauss) / 2, std::abs(*other - gauss) / 2 + rounding};
  }
  return {gauss, estimated_error(f, T, gauss, delta) + rounding, false};
}

}  // namespace isotrace::detail
