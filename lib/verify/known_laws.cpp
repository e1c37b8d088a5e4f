#include "known_laws.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace isotrace::verify {
namespace {

// In double precision: a sample of some thousands cannot resolve errors of 1e-14.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

}  // namespace

double sphere_marginal(double x, Index d) {
  if (!(std::abs(x) <= 1.0)) return std::isnan(x) ? x : (x > 0.0 ? 1.0 : 0.0);
  const double within = boost::math::ibeta(0.5, 0.5 * static_cast<double>(d - 1), x * x, Policy());
  return x < 0.0 ? 0.5 - 0.5 * within : 0.5 + 0.5 * within;
}

double sphere_modulus(double s, Index n) {
  if (!(s <= 1.0)) return std::isnan(s) ? s : 1.0;
  return -std::expm1(static_cast<double>(n - 1) * std::log1p(-s));
}

double normal_marginal(double x, double variance) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0 * variance));
}

double chi_square(double s, Index d) {
  if (!(s >= 0.0)) return s;
  return boost::math::gamma_p(0.5 * static_cast<double>(d), 0.5 * s, Policy());
}

}  // namespace isotrace::verify
