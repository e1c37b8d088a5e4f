#include <reference/spectra.hpp>

#include <cmath>

namespace isotrace::program {
namespace {

Eigen::VectorXd step(Index n, double low) {
  Eigen::VectorXd values = Eigen::VectorXd::Constant(n, low);
  values.head(n / 20).setOnes();
  return values;
}

Eigen::VectorXd powers_of(double base, Index n) {
  return Eigen::VectorXd::NullaryExpr(
      n, [base](Eigen::Index k) { return std::pow(base, static_cast<double>(k)); });
}

}  // namespace

std::vector<Spectrum> reference_spectra(Index n) {
  const Eigen::ArrayXd k = Eigen::ArrayXd::LinSpaced(n, 1, static_cast<double>(n));
  return {{"flat", Eigen::VectorXd::LinSpaced(n, 1, 3)},
          {"poly", k.square().inverse().matrix()},
          {"slowexp", powers_of(0.9, n)},
          {"fastexp", powers_of(0.7, n)},
          {"smallstep", step(n, 1e-3)},
          {"bigstep", step(n, 1e-8)}};
}

}  // namespace isotrace::program
