#include <utility>

#include <isotrace/gradient/descent.hpp>

#include <lib/core/instantiate.hpp>
#include "checks.hpp"
#include "reparametrised.hpp"

namespace isotrace::verify {
namespace {

using gradient::LayerMetric;
using gradient::LogisticLoss;
using gradient::SoftmaxLoss;
using Matrix = RowMatrix<double>;

/// Rows of unequal scale that depend on each other, and have a mean.
Matrix sample_inputs(Index n, Index samples, const Stream& stream) {
  Matrix X(n, samples);
  draw<double>(Gaussian{}, stream, 0, view(X));
  for (Index i = n - 1; i > 0; --i) X.row(i) = static_cast<double>(i) * (X.row(i) + X.row(i - 1));
  X.array() += 0.5;
  return X;
}

Matrix centred(const Matrix& X) {
  return X.colwise() - Eigen::VectorXd(X.rowwise().mean());
}

Matrix descent(const Context<double>& context, const Space<double>& X, const Space<double>& Y,
               const Matrix& G) {
  Matrix direction(G.rows(), G.cols());
  context.implementation.gradient.steepest_descent(X, Y, view(G), view(direction));
  return direction;
}

Matrix covariance(const Context<double>& context, const Matrix& X) {
  Matrix C(X.rows(), X.rows());
  context.implementation.gradient.input_covariance(view(X), view(C));
  return C;
}

// (4.1) – (4.6), against the matrices of the metrics. The paper's (4.3a) lacks a trace, and its
// 𝒜 is Gᵀ.
void check_direction(const Context<double>& context) {
  const auto& p = context.problem;
  const Matrix& G = p.S_map;
  const Matrix& H = p.T_map;
  const Matrix d = descent(context, p.space, p.codomain, G);
  const Matrix product = p.V_inverse * d.transpose() * p.W;  // X⁻¹ δSᵀ Y
  const double scale = p.V_inverse.norm() * p.W.norm() * d.norm() + G.norm();
  context.record.identity("direction", "(4.5): Gᵀ + X⁻¹ δSᵀ Y = 0",
                          (G.transpose() + product).norm(), 0.0, context.rounding(scale));
  context.record.identity("direction", "(4.4): tr(GᵀH) + tr(X⁻¹ δSᵀ Y H) = 0 for a matrix H",
                          (G.transpose() * H).trace() + (product * H).trace(), 0.0,
                          context.rounding(scale * H.norm()));
  context.record.identity("direction", "(4.1): f' δS = −(δS, δS), the minimum of the model",
                          (G.transpose() * d).trace(), -(product * d).trace(),
                          context.rounding(scale * d.norm()));
}

// The average response of section 3 on data: ‖δS‖² in the metric of their covariance.
void check_response(const Context<double>& context) {
  const auto& p = context.problem;
  const Matrix X = sample_inputs(context.dim(), 64, context.record.stream("response inputs"));
  const Matrix C = covariance(context, X);
  const Matrix response = p.S_map * centred(X);
  const double mean = response.cwiseProduct(p.W * response).sum() / 64;
  context.record.identity("response", "tr(X⁻¹ Sᵀ Y S) = mean ‖S(x − x̂)‖²_Y, X⁻¹ = Cov(x)",
                          (C * p.S_map.transpose() * p.W * p.S_map).trace(), mean,
                          context.rounding(mean));
}

// Y by labels drawn from the model has the mean ℓ″ as its expectation.
void check_fisher(const Context<double>& context) {
  constexpr Index classes = 3;
  constexpr Index samples = 8;
  const SoftmaxLoss loss;
  gradient::Perceptron model({context.dim(), classes});
  model.initialise(context.record.stream("fisher parameters"));
  const Matrix X = sample_inputs(context.dim(), samples, context.record.stream("fisher inputs")) /
                   static_cast<double>(context.dim());
  Matrix T = Matrix::Zero(classes, samples);
  T.row(0).setOnes();  // labels that the model does not believe
  gradient::Propagation propagation(model);
  propagation.forward(view(X));
  // vᵀYv of one batch is the mean of (vᵀ(μ − t))², whose moments follow from those of t = e_k
  const Eigen::Vector3d v(1, -2, 0.5);
  double mean = 0;
  double variance = 0;
  Matrix mu(classes, samples);
  loss.mean(propagation.outputs(), view(mu));
  for (Index j = 0; j < samples; ++j) {
    const Eigen::VectorXd squares = (v.dot(mu.col(j)) - v.array()).square();  // at t = e_k
    const double first = mu.col(j).dot(squares);
    mean += first / samples;
    variance += (mu.col(j).dot(squares.cwiseAbs2()) - first * first) / (samples * samples);
  }
  const Stream stream = context.record.stream("fisher labels");
  std::vector<double> values(static_cast<std::size_t>(context.probes() / samples));
  Matrix Y(classes, classes);
  double row_sums = 0;  // μ and t sum up to one
  for (std::size_t k = 0; k < values.size(); ++k) {
    context.implementation.gradient.output_fisher(propagation, loss, view(T), stream,
                                                  static_cast<Index>(k) * samples, view(Y));
    values[k] = v.dot(Y * v);
    row_sums = std::max(row_sums, Y.rowwise().sum().norm());
  }
  expectation(context, "fisher", "E[vᵀYv] = vᵀ(mean ℓ″)v for labels drawn from the model", values,
              mean, ValueVariances{{variance, 0}, variance});
  context.record.identity("fisher", "Y 1 = 0, as softmax's means and labels sum up to 1", row_sums,
                          0.0, context.rounding(1.0));
}

void check_damping(const Context<double>& context) {
  const Index n = context.dim();
  const Matrix X = sample_inputs(n, 64, context.record.stream("damping inputs"));
  const Matrix C = centred(X) * centred(X).transpose() / 64;
  const Matrix G = sample_inputs(n, 3, context.record.stream("damping derivatives"));
  const double lambda = 0.1 * C.trace() / static_cast<double>(n);
  Matrix solution(n, 3);
  context.implementation.gradient.damped_solve(view(C), lambda, view(G), view(solution));
  const Matrix residual = C * solution + lambda * solution - G;
  context.record.identity("damping", "(C + λI) δ = g for the damped matrix", residual.norm(), 0.0,
                          context.rounding(G.norm() * C.norm() / lambda));
}

/// Undamped, with ℓ″ itself for the Fisher matrix in place of drawn labels.
gradient::DescentOptions undamped(LayerMetric metric) {
  return {
      .metric = metric, .outputs = gradient::OutputMatrix::gauss_newton, .damping = 0, .step = 0.5};
}

/// mean JᵀJ and mean Jᵀe of a layer z = M(Sa + b) + c, by rows (S, b): the Fisher matrix of the
/// squared loss and its gradient, J = M ⊗ (a, 1)ᵀ being dz/d(S, b) and e = z − t.
struct LayerSystem {
  LayerSystem(const Matrix& M, const Matrix& inputs, const Matrix& errors) {
    const Index m = M.cols();
    const Index n = inputs.rows();
    const auto samples = static_cast<double>(inputs.cols());
    fisher = Matrix::Zero(m * (n + 1), m * (n + 1));
    gradient = Eigen::VectorXd::Zero(m * (n + 1));
    Matrix J(M.rows(), m * (n + 1));
    J.rightCols(m) = M;
    for (Index j = 0; j < inputs.cols(); ++j) {
      for (Index i = 0; i < m; ++i) {
        J.middleCols(i * n, n) = M.col(i) * inputs.col(j).transpose();
      }
      fisher += J.transpose() * J / samples;
      gradient += J.transpose() * errors.col(j) / samples;
    }
  }

  Matrix fisher;
  Eigen::VectorXd gradient;
};

// K-FAC's factors E[(a, 1)(a, 1)ᵀ] and E[d dᵀ] are exact in a linear perceptron with the squared
// loss: for labels drawn from the model d = Mᵀ(z − t) is independent of the inputs.
void check_kfac(const Context<double>& context) {
  constexpr Index samples = 64;
  gradient::Perceptron model({context.dim(), 3, 4}, gradient::Activation::identity);
  model.initialise(context.record.stream("kfac parameters"));
  const Matrix X = sample_inputs(context.dim(), samples, context.record.stream("kfac inputs"));
  Matrix T(4, samples);
  draw<double>(Gaussian{}, context.record.stream("kfac labels"), 0, view(T));
  gradient::DescentOptions options = undamped(LayerMetric::kfac);
  options.homogeneous = true;
  Matrix direction(model.size(), 1);
  context.implementation.gradient.first_direction(model, gradient::SquaredLoss(), options, view(X),
                                                  view(T), view(direction));
  const Matrix M = eigen(std::as_const(model).matrix(1));
  const Matrix hidden = eigen(std::as_const(model).matrix(0)) * X;  // b = 0
  const Matrix errors = M * hidden - T;
  const auto solves = [&](const char* statement, const LayerSystem& layer, const Matrix& vec) {
    const double residual = (layer.fisher * vec + layer.gradient).norm();
    context.record.identity("kfac", statement, residual, 0.0,
                            context.rounding(layer.fisher.norm() * vec.norm()));
  };
  const LayerSystem first(M, X, errors);
  const LayerSystem last(Matrix::Identity(4, 4), hidden, errors);
  solves("F vec δS = −vec G for the first layer, F its Fisher matrix E[d dᵀ] ⊗ E[(x, 1)(x, 1)ᵀ]",
         first, direction.topRows(first.gradient.size()));
  solves("the same for the last layer, E[d dᵀ] = I", last,
         direction.bottomRows(last.gradient.size()));
}

/// The outputs on X after each of five steps from zero, side by side.
Matrix trained(const Context<double>& context, const Matrix& X, const Matrix& T,
               const gradient::Loss& loss, LayerMetric metric) {
  constexpr Index steps = 5;
  const gradient::DescentOptions options = undamped(metric);
  gradient::Perceptron model({X.rows(), T.rows()});
  gradient::Propagation propagation(model);
  Matrix direction(model.size(), 1);
  Matrix outputs(T.rows(), steps * X.cols());
  for (Index k = 0; k < steps; ++k) {
    context.implementation.gradient.first_direction(model, loss, options, view(X), view(T),
                                                    view(direction));
    eigen(model.parameters()) += options.step * direction;
    propagation.forward(view(X));
    outputs.middleCols(k * X.cols(), X.cols()) = eigen(propagation.outputs());
  }
  return outputs;
}

/// Two labels, 0 or 1 each, for 64 samples.
Matrix two_labels() {
  Matrix T(2, 64);
  for (Index j = 0; j < 64; ++j) T.col(j) << (j % 2), (j % 3 == 0);
  return T;
}

void check_input_maps(const Context<double>& context) {
  const Index n = context.dim();
  const LogisticLoss loss;
  const Matrix X = sample_inputs(n, 64, context.record.stream("input maps inputs"));
  const Matrix T = two_labels();
  Matrix P(n, n);
  draw<double>(Gaussian{}, context.record.stream("input maps"), 0, view(P));
  P.diagonal().array() += 2 * std::sqrt(static_cast<double>(n));
  const auto gap = [&](LayerMetric metric) {
    const Matrix z = trained(context, X, T, loss, metric);
    return (trained(context, P * X, T, loss, metric) - z).norm() / z.norm();
  };
  context.record.identity("input-maps", "training in (Cov(x)⁻¹, I) does not see x ↦ Px",
                          gap(LayerMetric::mahalanobis), 0.0, 1e-8);
  context.record.at_least("input-maps", "training in (I, I) sees it", gap(LayerMetric::euclidean),
                          0.01);
}

void check_output_maps(const Context<double>& context) {
  const LogisticLoss loss;
  const Matrix X = sample_inputs(context.dim(), 64, context.record.stream("output maps inputs"));
  const Matrix T = two_labels();
  const Reparametrised other(loss, Matrix{{2, 1}, {0.5, -1}});
  const auto gap = [&](LayerMetric metric) {
    const Matrix z = trained(context, X, T, loss, metric);
    const Matrix mapped = trained(context, X, other.labels(view(T)), other, metric);
    return (other.outputs(view(mapped)) - z).norm() / z.norm();
  };
  context.record.identity("output-maps", "training in (Cov(x)⁻¹, mean ℓ″) does not see z ↦ Rz",
                          gap(LayerMetric::kfac), 0.0, 1e-8);
  context.record.at_least("output-maps", "training in (Cov(x)⁻¹, I) sees it",
                          gap(LayerMetric::mahalanobis), 0.01);
}

}  // namespace

template <VerifiedScalar S>
void check_section_4(const Context<S>& context) {
  if constexpr (!is_complex<S>) {
    check_direction(context);
    check_response(context);
    if (!context.problem.euclidean() || context.dim() < 2 || context.dim() > 16) return;
    check_fisher(context);
    check_damping(context);
    check_kfac(context);
    check_input_maps(context);
    check_output_maps(context);
  }
}

#define INSTANTIATE(S) template void check_section_4(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
