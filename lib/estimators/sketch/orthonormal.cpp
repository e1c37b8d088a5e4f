#include "orthonormal.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>
#include <utility>

namespace isotrace {

namespace {

/// σ/σ_max that one Gram matrix resolves: its rounding is ε σ_max², and that of a basis made of it
/// ε (σ_max/σ)², which a second Gram matrix removes.
constexpr double resolved = 1e-6;

/// P ← P L⁻ᴴ for PᴴP = LLᴴ, where PᴴP is near I.
template <Scalar S>
void orthonormalise(Panel<S>& P) {
  const Small<S> G = inner(P, P);
  const Eigen::LLT<Small<S>> factor(G);
  const Small<S> inverse =
      factor.matrixU().solve(Small<S>::Identity(G.rows(), G.cols()));  // U = Lᴴ
  P = times(P, inverse);
}

}  // namespace

template <Scalar S>
Panel<S> orthonormal_complement(const Panel<S>& Q, Panel<S> Y, double floor) {
  Panel<S> basis(Y.rows(), 0);
  const double size = Y.stableNorm();
  if (!(size > 0)) return basis;
  Y /= size;  // squares must neither vanish nor overflow
  floor /= size;
  project_off(Q, Y);
  while (Y.cols() > 0) {
    const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(inner(Y, Y));
    const Eigen::ArrayXd sigma = eigen.eigenvalues().array().max(0.0).sqrt();  // ascending
    const double greatest = sigma[sigma.size() - 1];
    if (!(greatest > floor)) break;
    const Index kept = (sigma > std::max(resolved * greatest, floor)).count();
    const Index rest = Y.cols() - kept;
    const Small<S> scaled = eigen.eigenvectors().rightCols(kept) *
                            sigma.tail(kept).inverse().matrix().template cast<S>().asDiagonal();
    Panel<S> P = times(Y, scaled);
    Y = times(Y, Small<S>(eigen.eigenvectors().leftCols(rest)));
    project_off(Q, P);
    project_off(basis, P);
    orthonormalise(P);
    project_off(P, Y);
    basis = joined(std::move(basis), std::move(P));
  }
  return basis;
}

template Panel<double> orthonormal_complement(const Panel<double>&, Panel<double>, double);
template Panel<std::complex<double>> orthonormal_complement(const Panel<std::complex<double>>&,
                                                            Panel<std::complex<double>>, double);

}  // namespace isotrace
