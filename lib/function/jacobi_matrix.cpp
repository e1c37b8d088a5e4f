#include "jacobi_matrix.hpp"

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

double integral(const SpectralFunction& f, const Rule& rule) {
  double scale = 0;
  for (const double node : rule.nodes) scale = std::max(scale, std::abs(node));
  const double rounding = 100 * epsilon * static_cast<double>(rule.nodes.size()) * scale;
  long double sum = 0;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    if (rule.weights[i] > 0) sum += rule.weights[i] * f(rule.nodes[i], rounding);
  }
  return static_cast<double>(sum);
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

double gauss_value(const SpectralFunction& f, const JacobiMatrix& T) {
  return integral(f, gauss_rule(T));
}

JacobiMatrix without_last_row(JacobiMatrix T) {
  T.diagonal.pop_back();
  T.beside.pop_back();
  return T;
}

/// What the Gauss rule G_k may still be off, where no rule encloses: with d_k = |G_k − G_(k−1)|, or
/// the distance of the anti-Gauss rule of as many nodes, T with √2 β_(k−1), whose error is nearly
/// opposite to that of G_(k−1) (D. P. Laurie, Math. Comp. 65, 1996), if that is greater: d_k/(1 −
/// ρ), as if errors went on falling by ρ = d_k/d_(k−1), at most 0.95, a step. Infinite for k = 1.
double estimated_error(const SpectralFunction& f, const JacobiMatrix& T, double gauss) {
  constexpr double slowest = 0.95;
  if (T.beside.empty()) return std::numeric_limits<double>::infinity();
  const JacobiMatrix shorter = without_last_row(T);
  const double before = gauss_value(f, shorter);
  double distance = std::abs(gauss - before);
  double rate = slowest;
  if (!shorter.beside.empty()) {
    const double last = std::abs(before - gauss_value(f, without_last_row(shorter)));
    if (last > 0) rate = std::min(slowest, distance / last);
  }
  JacobiMatrix anti = T;
  anti.beside.back() *= std::sqrt(2.0);
  const Rule rule = gauss_rule(anti);
  if (std::all_of(rule.nodes.begin(), rule.nodes.end(), [&](double x) { return f.finite(x); })) {
    distance = std::max(distance, std::abs(gauss - integral(f, rule)));
  }
  return distance / (1 - rate);
}

}  // namespace

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

Quadrature quadrature(const SpectralFunction& f, const JacobiMatrix& T, double beta,
                      const SpectrumBounds& bounds) {
  const auto& properties = f.properties();
  const auto k = static_cast<Index>(T.diagonal.size());
  const double gauss = gauss_value(f, T);
  if (beta == 0 || (properties.degree && 2 * k > *properties.degree)) return {gauss, 0};
  const auto pin = pin_of(f, bounds);
  if (pin && k >= properties.from && f.finite(*pin)) {
    const bool from_below = properties.enclosure == Enclosure::lower;
    if (const auto radau = pinned(T, beta, *pin, from_below)) {
      Rule rule = gauss_rule(*radau);
      // the pinned node is the bound itself, not its rounding
      *(from_below ? std::min_element(rule.nodes.begin(), rule.nodes.end())
                   : std::max_element(rule.nodes.begin(), rule.nodes.end())) = *pin;
      const double other = integral(f, rule);
      return {gauss + (other - gauss) / 2, std::abs(other - gauss) / 2};
    }
  }
  return {gauss, estimated_error(f, T, gauss), false};
}

}  // namespace isotrace::detail
