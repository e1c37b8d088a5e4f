#include "problem.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/SparseCore>

#include <isotrace/laws/laws.hpp>
#include <isotrace/metric/metrics.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// A matrix of standard normal entries, determined by its name.
template <class S>
ColMatrix<S> gaussian_matrix(const std::string& name, Index rows, Index cols) {
  RowMatrix<S> X(rows, cols);
  draw<S>(Gaussian{}, Stream{.seed = 20231128}.substream(name), 0, view(X));
  return X;
}

// G Gᴴ/n + ½ I with rows and columns of different scales: Hermitian, over ℂ far from real,
// condition number below 10³.
template <class S>
ColMatrix<S> definite_matrix(const std::string& name, Index n) {
  const ColMatrix<S> G = gaussian_matrix<S>(name, n, n);
  ColMatrix<S> V = G * G.adjoint() / static_cast<double>(n);
  V.diagonal().array() += S(0.5);
  for (Index i = 0; i < n; ++i) {
    const double scale = 1.0 + 0.5 * static_cast<double>(i % 3);
    V.row(i) *= scale;
    V.col(i) *= scale;
  }
  return V;
}

// Bands at distances 1 and 3 and a full first row and column, diagonally dominant. A fill-reducing
// permutation must move the first row.
template <class S>
ColMatrix<S> arrow_matrix(const std::string& name, Index n) {
  const ColMatrix<S> G = gaussian_matrix<S>(name, n, n);
  ColMatrix<S> V = ColMatrix<S>::Zero(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < i; ++j) {
      if (i - j != 1 && i - j != 3 && j != 0) continue;
      V(i, j) = G(i, j);
      V(j, i) = conjugate(G(i, j));
    }
  }
  for (Index i = 0; i < n; ++i) {
    V(i, i) = 0.2 + 0.1 * static_cast<double>(i % 4) + V.row(i).cwiseAbs().sum();
  }
  return V;
}

template <class S, class M>
OwnedSpace<S> own(const std::string& name, M metric) {
  auto owner = std::make_shared<const M>(std::move(metric));
  return {owner, {name, MetricRef<S>(*owner)}};
}

// The space with a metric of the given kind. Sets V to the metric's matrix.
template <class S>
OwnedSpace<S> make_space(const std::string& kind, Index n, ColMatrix<S>& V) {
  const std::string name = fmt::format("V/{}/{}", kind, n);
  if (kind == "euclidean") {
    V = ColMatrix<S>::Identity(n, n);
    return own<S>(kind, EuclideanMetric<S>(n));
  }
  if (kind == "diagonal") {
    std::vector<double> weights;
    weights.reserve(static_cast<std::size_t>(n));
    for (Index i = 0; i < n; ++i) weights.push_back(0.25 * static_cast<double>((i + 1) * (i + 1)));
    V = ColMatrix<S>::Zero(n, n);
    for (Index i = 0; i < n; ++i) V(i, i) = weights[static_cast<std::size_t>(i)];
    return own<S>(kind, DiagonalMetric<S>(std::move(weights)));
  }
  if (kind == "sparse") {
    V = arrow_matrix<S>(name, n);
    Eigen::SparseMatrix<S> sparse = V.sparseView();
    sparse.makeCompressed();
    return own<S>(kind, SparseMetric<S>(sparse));
  }
  if (kind == "kronecker") {  // 2 × n/2
    const ColMatrix<S> V1 = definite_matrix<S>(name + "/1", 2);
    const ColMatrix<S> V2 = definite_matrix<S>(name + "/2", n / 2);
    V.resize(n, n);
    for (Index i = 0; i < 2; ++i) {
      for (Index j = 0; j < 2; ++j) V.block(i * n / 2, j * n / 2, n / 2, n / 2) = V1(i, j) * V2;
    }
    return own<S>(kind, KroneckerMetric(DenseMetric<S>(V1), DenseMetric<S>(V2)));
  }
  V = definite_matrix<S>(name, n);
  if (kind == "covariance") {
    const ColMatrix<S> C = V;
    V = C.llt().solve(ColMatrix<S>::Identity(n, n));
    V = ColMatrix<S>((V + V.adjoint()) / 2.0);
    return own<S>(kind, CovarianceMetric(DenseMetric<S>(C)));
  }
  return own<S>(kind, DenseMetric<S>(V));
}

template <class S>
VerifiedProblem<S> make_problem(const std::string& kind, Index n) {
  const std::string name = fmt::format("{}/{}", kind, n);
  const Index m = std::min<Index>(n + 1, 8);
  ColMatrix<S> V;
  const OwnedSpace<S> space = make_space<S>(kind, n, V);
  ColMatrix<S> W = definite_matrix<S>("W/" + name, m);
  const OwnedSpace<S> codomain = own<S>("dense", DenseMetric<S>(W));
  const double root = std::sqrt(static_cast<double>(n));
  const ColMatrix<S> A1 = V + gaussian_matrix<S>("A1/" + name, n, n) / root;
  const ColMatrix<S> A2 = gaussian_matrix<S>("A2/" + name, n, n) / root - 0.5 * V;
  const ColMatrix<S> V_inverse = V.llt().solve(ColMatrix<S>::Identity(n, n));
  const RowMatrix<S> T_map = gaussian_matrix<S>("T/" + name, m, n);
  const RowMatrix<S> S_map = RowMatrix<S>(gaussian_matrix<S>("S/" + name, m, n)) + 0.5 * T_map;
  return {space.space,
          codomain.space,
          {space.owner, codomain.owner},
          V,
          V_inverse,
          W,
          {A1, A2},
          S_map,
          T_map,
          gaussian_matrix<S>("F/" + name, n, n / 2)};
}

}  // namespace

template <VerifiedScalar S>
OwnedSpace<S> dual_space(const ColMatrix<S>& V) {
  return own<S>("dual", CovarianceMetric(DenseMetric<S>(ColMatrix<S>(V.conjugate()))));
}

template <VerifiedScalar S>
std::vector<VerifiedProblem<S>> problems() {
  std::vector<VerifiedProblem<S>> all;
  all.push_back(make_problem<S>("euclidean", 1));
  all.push_back(make_problem<S>("dense", 1));
  all.push_back(make_problem<S>("dense", 2));
  all.push_back(make_problem<S>("diagonal", 3));
  all.push_back(make_problem<S>("covariance", 3));
  all.push_back(make_problem<S>("euclidean", 10));
  all.push_back(make_problem<S>("dense", 10));
  all.push_back(make_problem<S>("sparse", 10));
  all.push_back(make_problem<S>("kronecker", 10));
  all.push_back(make_problem<S>("sparse", 60));
  all.push_back(make_problem<S>("euclidean", 60));
  all.push_back(make_problem<S>("dense", 200));
  return all;
}

#define INSTANTIATE(S)                                    \
  template OwnedSpace<S> dual_space(const ColMatrix<S>&); \
  template std::vector<VerifiedProblem<S>> problems();
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
