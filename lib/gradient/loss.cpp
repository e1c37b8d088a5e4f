#include <isotrace/gradient/loss.hpp>

#include <cmath>
#include <limits>

#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>

#include "checks.hpp"
#include "kernels/dispatch.hpp"

namespace isotrace::gradient {
namespace {

void require_same(ConstBlockView<double> Z, ConstBlockView<double> other) {
  require_shape("a block of labels, means or directions", other, Z.rows, Z.cols);
}

/// log(1 + eᶻ) and 1/(1 + e^{−z}) without overflow.
double softplus(double z) {
  return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}
double sigmoid(double z) {
  const double e = std::exp(-std::abs(z));
  return (z < 0 ? e : 1.0) / (1 + e);
}

/// The distribution function of the standard normal law: uniform numbers from normal ones.
double normal_distribution(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

double sum_of_columns(const Eigen::RowVectorXd& columns) {
  double sum = 0;
  for (Index j = 0; j < columns.size(); ++j) sum += columns[j];
  return sum;
}

/// Y ← e^{x_j − c_j} for the columns x_j of X, c_j their largest entries. The blocks may be the
/// same.
void exp_below(ConstBlockView<double> X, const Eigen::RowVectorXd& c, BlockView<double> Y) {
  for (Index i = 0; i < X.rows; ++i) {
    entrywise_kernels().exp_below(&X(i, 0), c.data(), &Y(i, 0), X.cols);
  }
}

void check_root(ConstBlockView<double> Z, Index k, ConstBlockView<double> R) {
  require_same(Z, R);
  if (k >= 0 && k < Z.rows) return;
  throw OptionError(fmt::format("column {} of a root, expected 0 to {}", k, Z.rows - 1));
}

}  // namespace

double SquaredLoss::total(ConstBlockView<double> Z, ConstBlockView<double> T) const {
  require_same(Z, T);
  return sum_of_columns(0.5 * (eigen(Z) - eigen(T)).colwise().squaredNorm());
}

void SquaredLoss::mean(ConstBlockView<double> Z, BlockView<double> M) const {
  require_same(Z, M);
  if (M.data != Z.data) eigen(M) = eigen(Z);
}

void SquaredLoss::curvature(ConstBlockView<double> Z, BlockView<double> V) const {
  require_same(Z, V);
}

void SquaredLoss::curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const {
  check_root(Z, k, R);
  eigen(R).setZero();
  eigen(R).row(k).setOnes();
}

void SquaredLoss::draw(ConstBlockView<double> Z, const Stream& stream, Index first,
                       BlockView<double> T) const {
  require_same(Z, T);
  isotrace::draw<double>(Gaussian{}, stream, first, T);
  eigen(T) += eigen(Z);
}

/// t log(1 + e^{−z}) + (1 − t) log(1 + e^z), whose terms do not cancel.
double LogisticLoss::total(ConstBlockView<double> Z, ConstBlockView<double> T) const {
  require_same(Z, T);
  const auto loss = [](double z, double t) { return t * softplus(-z) + (1 - t) * softplus(z); };
  return sum_of_columns(eigen(Z).binaryExpr(eigen(T), loss).colwise().sum());
}

void LogisticLoss::mean(ConstBlockView<double> Z, BlockView<double> M) const {
  require_same(Z, M);
  eigen(M) = eigen(Z).unaryExpr(&sigmoid);
}

void LogisticLoss::curvature(ConstBlockView<double> Z, BlockView<double> V) const {
  require_same(Z, V);
  const auto slope = [](double z) { return sigmoid(z) * sigmoid(-z); };
  eigen(V).array() *= eigen(Z).unaryExpr(slope).array();
}

void LogisticLoss::curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const {
  check_root(Z, k, R);
  const auto root = [](double z) { return std::sqrt(sigmoid(z) * sigmoid(-z)); };
  eigen(R).setZero();
  eigen(R).row(k) = eigen(Z).row(k).unaryExpr(root);
}

void LogisticLoss::draw(ConstBlockView<double> Z, const Stream& stream, Index first,
                        BlockView<double> T) const {
  require_same(Z, T);
  isotrace::draw<double>(Gaussian{}, stream, first, T);
  const auto label = [](double noise, double z) {
    return normal_distribution(noise) < sigmoid(z) ? 1.0 : 0.0;
  };
  eigen(T) = eigen(T).binaryExpr(eigen(Z), label).eval();
}

/// log Σ_i e^{z_i − z*} + tᵀ(z* − z) + (1 − Σ t_i) z*, z* being the largest output: for labels the
/// last term is 0, and the others are not negative.
double SoftmaxLoss::total(ConstBlockView<double> Z, ConstBlockView<double> T) const {
  require_same(Z, T);
  const Eigen::RowVectorXd largest = eigen(Z).colwise().maxCoeff();
  RowMatrix<double> powers(Z.rows, Z.cols);
  exp_below(Z, largest, view(powers));
  const RowMatrix<double> below = (-eigen(Z)).rowwise() + largest;
  const Eigen::RowVectorXd rest = 1 - eigen(T).colwise().sum().array();
  return sum_of_columns(powers.array().colwise().sum().log().matrix() +
                        eigen(T).cwiseProduct(below).colwise().sum() + rest.cwiseProduct(largest));
}

void SoftmaxLoss::mean(ConstBlockView<double> Z, BlockView<double> M) const {
  require_same(Z, M);
  const Eigen::RowVectorXd largest = eigen(Z).colwise().maxCoeff();
  exp_below(Z, largest, M);
  const Eigen::RowVectorXd sums = eigen(M).colwise().sum();
  eigen(M).array().rowwise() /= sums.array();
}

/// p_i (v_i − pᵀv).
void SoftmaxLoss::curvature(ConstBlockView<double> Z, BlockView<double> V) const {
  require_same(Z, V);
  RowMatrix<double> p(Z.rows, Z.cols);
  mean(Z, view(p));
  const Eigen::RowVectorXd averages = p.cwiseProduct(eigen(V)).colwise().sum();
  eigen(V) = p.cwiseProduct((eigen(V).rowwise() - averages).matrix()).eval();
}

void SoftmaxLoss::curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const {
  check_root(Z, k, R);
  mean(Z, R);
  const Eigen::RowVectorXd root = eigen(R).row(k).cwiseSqrt();
  eigen(R) = -(eigen(R).array().rowwise() * root.array());
  eigen(R).row(k) += root;
}

/// The first i with p_1 + … + p_i > u, u uniform.
void SoftmaxLoss::draw(ConstBlockView<double> Z, const Stream& stream, Index first,
                       BlockView<double> T) const {
  require_same(Z, T);
  RowMatrix<double> noise(1, Z.cols);
  isotrace::draw<double>(Gaussian{}, stream, first, view(noise));
  RowMatrix<double> p(Z.rows, Z.cols);
  mean(Z, view(p));
  eigen(T).setZero();
  for (Index j = 0; j < Z.cols; ++j) {
    double left = normal_distribution(noise(0, j));
    Index i = 0;
    while (i + 1 < Z.rows && left >= p(i, j)) left -= p(i++, j);
    T(i, j) = 1;
  }
}

}  // namespace isotrace::gradient
