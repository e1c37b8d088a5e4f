#include "hutchpp.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/core/sum.hpp>
#include <lib/linalg/orthonormal.hpp>
#include <lib/linalg/svd/svd.hpp>
#include <lib/sketch/nystrom.hpp>

namespace isotrace {

namespace {

/// Singular values of SᴴZ below this times ε times the largest are rounding errors.
constexpr double sigma_digits = 8;
/// Values of the remainder that give a useful interval.
constexpr Index enough_values = 16;

}  // namespace

template <Scalar W>
Estimate<W> hutchpp(Run<W>& run) {
  const Index cost = 2 * run.B.apply_cost() + run.B.value_cost();
  const Index matvecs = sketch_budget(run);
  Index k = matvecs / cost;
  run.require_probes(k, Method::hutchpp, cost);
  // a third of the matvecs, rounded up if enough values of the remainder are left
  if (matvecs % cost != 0 && k >= enough_values) ++k;
  k = std::min(k, run.B.dim() - 1);
  Panel<W> Y = run.B.sketch(run.B.probes(0, k));
  LowRankPart<W> known = part_of_range(run.B, Y);
  Y = {};
  return sample_remainder(run, std::move(known));
}

template <Scalar W>
Estimate<W> nystrompp(Run<W>& run) {
  const Index cost = run.B.apply_cost() + run.B.value_cost();
  const Index k = std::min(sketch_budget(run) / cost, run.B.dim() - 1);
  run.require_probes(k, Method::nystrompp, cost);
  Panel<W> omega = run.B.probes(0, k);
  Panel<W> Y = run.B.sketch(omega);
  const double noise = scaled(run.noise(), -run.B.unit());
  Nystrom<W> approximation = nystrom(omega, Y, run.B.epsilon(), noise);
  Y = {};
  LowRankPart<W> known = part_of_nystrom(run.B, omega, std::move(approximation));
  omega = {};
  return sample_remainder(run, std::move(known));
}

template <Scalar W>
Estimate<W> na_hutchpp(Run<W>& run) {
  const Index cost = 3 * run.B.apply_cost() + run.B.value_cost();
  const Index k = std::min(sketch_budget(run) / cost, (run.B.dim() - 1) / 2);
  run.require_probes(k, Method::na_hutchpp, cost);
  const Panel<W> Z = run.B.sketch(run.B.probes(0, 2 * k));
  Panel<W> S = run.B.probes(2 * k, k);
  const Panel<W> BS = run.B.has_adjoint() ? run.B.apply_adjoint(S) : run.B.apply(S);
  // SᴴZ = U Σ Vᴴ, with Σ^(−1/2) on either side, so that each side loses at most √ε
  const Svd<W> product = svd(inner(S, Z));
  S = {};
  const Eigen::ArrayXd sigma = product.sigma.array();  // descending
  const Index rank = (sigma > sigma_digits * run.B.epsilon() * sigma[0]).count();
  const Eigen::VectorXd root = sigma.head(rank).sqrt().inverse().matrix();
  const auto scale = root.template cast<W>().asDiagonal();
  LowRankPart<W> known;
  known.remainder.left = times(Z, Small<W>(product.V.leftCols(rank) * scale));
  known.remainder.right = times(BS, Small<W>(product.U.leftCols(rank) * scale));
  known.trace =
      scaled(sum(inner_diagonal<W>(known.remainder.right, known.remainder.left)), run.B.unit());
  known.magnitude = std::abs(known.trace);
  known.probes = 3 * k;
  return sample_remainder(run, std::move(known));
}

#define INSTANTIATE(S)                      \
  template Estimate<S> hutchpp(Run<S>&);    \
  template Estimate<S> na_hutchpp(Run<S>&); \
  template Estimate<S> nystrompp(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
