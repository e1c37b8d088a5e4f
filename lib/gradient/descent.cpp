#include <isotrace/gradient/descent.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/gradient/tangent.hpp>
#include <isotrace/metric/euclidean.hpp>

#include "checks.hpp"

namespace isotrace::gradient {
namespace {

void check(const DescentOptions& o) {
  const auto refuse = [](const char* what, double found, const char* expected) {
    throw OptionError(fmt::format("the {} is {}, expected {}", what, found, expected));
  };
  const auto positive = [](double x) { return x > 0 && std::isfinite(x); };
  if (!(o.damping >= 0) || !std::isfinite(o.damping)) {
    refuse("damping", o.damping, "a number not below 0");
  }
  if (!positive(o.step)) refuse("step", o.step, "a positive number");
  if (!(o.momentum >= 0 && o.momentum < 1)) refuse("momentum", o.momentum, "0 to less than 1");
  if (o.refresh < 1) refuse("refresh", static_cast<double>(o.refresh), "at least 1");
}

bool uses_inputs(const DescentOptions& o) {
  return o.metric == LayerMetric::mahalanobis || o.metric == LayerMetric::kfac;
}
bool uses_outputs(const DescentOptions& o) {
  return o.metric == LayerMetric::fisher || o.metric == LayerMetric::kfac;
}

BlockView<double> writable(std::vector<double>& v) {
  return {v.data(), static_cast<Index>(v.size()), 1, 1};
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// The second moment that the metric of a layer's inputs inverts.
RowMatrix<double> input_moment(const RunningMoments& moments, bool homogeneous) {
  if (!homogeneous) return eigen(moments.covariance());
  RowMatrix<double> M(moments.dim() + 1, moments.dim() + 1);
  moments.homogeneous_moment(view(M));
  return M;
}

}  // namespace

Descent::Descent(Perceptron& perceptron, const Loss& loss, const DescentOptions& options,
                 const Stream& stream)
    : perceptron_(perceptron),
      loss_(loss),
      options_(options),
      stream_(stream),
      propagation_(perceptron),
      factors_(perceptron, options.memory) {
  check(options);
  const auto size = static_cast<std::size_t>(perceptron.size());
  for (auto* vector : {&gradient_, &steepest_, &direction_}) vector->resize(size);
  const Index more = options.homogeneous ? 1 : 0;
  for (Index l = 0; l < perceptron.layers(); ++l) {
    inputs_.emplace_back(EuclideanMetric<double>(perceptron.inputs(l) + more));
    outputs_.emplace_back(EuclideanMetric<double>(perceptron.outputs(l)));
  }
}

/// Takes the batch that was propagated into the moments, and makes the metrics of them.
void Descent::refresh(ConstBlockView<double> T) {
  if (uses_inputs(options_)) factors_.add_inputs(propagation_);
  if (uses_outputs(options_)) {
    factors_.add_outputs(propagation_, loss_, options_.outputs, T, stream_, drawn_);
    drawn_ += propagation_.batch();
    const Index passes = options_.outputs == OutputMatrix::gauss_newton ? T.rows : 1;
    products_ += passes * propagation_.batch() * (perceptron_.layers() - 1);
  }
  for (Index l = 0; l < perceptron_.layers(); ++l) {
    RowMatrix<double> C = RowMatrix<double>::Identity(1, 1);
    RowMatrix<double> Y = RowMatrix<double>::Identity(1, 1);
    if (uses_inputs(options_)) C = input_moment(factors_.inputs(l), options_.homogeneous);
    if (uses_outputs(options_)) {
      Y.resize(perceptron_.outputs(l), perceptron_.outputs(l));
      factors_.outputs(l, view(Y));
    }
    const auto kind = options_.metric == LayerMetric::kfac ? options_.damping_kind : Damping::plain;
    const FactorDamping damping = factor_damping(kind, options_.damping, view(C), view(Y));
    if (uses_inputs(options_)) {
      inputs_[l] = CovarianceMetric(damped_metric(view(C), damping.input));
    }
    if (uses_outputs(options_)) outputs_[l] = damped_metric(view(Y), damping.output);
  }
}

void Descent::find_steepest() {
  for (Index l = 0; l < perceptron_.layers(); ++l) {
    const ConstBlockView<double> G = perceptron_.matrix(std::as_const(gradient_).data(), l);
    const ConstBlockView<double> g = perceptron_.bias(std::as_const(gradient_).data(), l);
    const BlockView<double> S = perceptron_.matrix(steepest_.data(), l);
    const BlockView<double> b = perceptron_.bias(steepest_.data(), l);
    if (!options_.homogeneous) {
      steepest_descent<double>(inputs_[l], outputs_[l], G, S);
      steepest_descent<double>(outputs_[l], g, b);
      continue;
    }
    RowMatrix<double> both(G.rows, G.cols + 1);
    both << eigen(G), eigen(g);
    steepest_descent<double>(inputs_[l], outputs_[l], view(std::as_const(both)), view(both));
    eigen(S) = both.leftCols(G.cols);
    eigen(b) = both.rightCols(1);
  }
}

double Descent::step(ConstBlockView<double> X, ConstBlockView<double> T) {
  const Index layers = perceptron_.layers();
  propagation_.forward(X);
  const ConstBlockView<double> Z = propagation_.outputs();
  require_shape("the labels", T, Z.rows, Z.cols);
  const double samples = static_cast<double>(X.cols);
  const double loss = loss_.total(Z, T) / samples;
  products_ += X.cols * layers;
  if (!std::isfinite(loss)) return loss;
  const bool euclidean = options_.metric == LayerMetric::euclidean;
  if (steps_++ % options_.refresh == 0 && !euclidean) refresh(T);
  RowMatrix<double> D(Z.rows, Z.cols);
  loss_.derivative(Z, T, view(D));
  propagation_.backward(view(D));
  propagation_.gradient(1 / samples, writable(gradient_));
  products_ += X.cols * (2 * layers - 1);
  find_steepest();
  if (options_.rule == StepRule::quadratic) {
    minimise_model();
  } else {
    combine(1, options_.momentum);
    if (!(dot(gradient_, direction_) < 0)) direction_ = steepest_;
    length_ = options_.rule == StepRule::fixed ? options_.step : armijo(loss, X, T);
  }
  move(length_);
  return loss;
}

/// d ← a δθ + b d.
void Descent::combine(double a, double b) {
  for (std::size_t i = 0; i < direction_.size(); ++i) {
    direction_[i] = a * steepest_[i] + (b == 0 ? 0 : b * direction_[i]);
  }
}

double Descent::armijo(double loss, ConstBlockView<double> X, ConstBlockView<double> T) {
  constexpr double enough = 1e-4;
  constexpr int halvings = 40;
  const std::vector<double> start(perceptron_.parameters().data,
                                  perceptron_.parameters().data + perceptron_.size());
  const double slope = dot(gradient_, direction_);
  double length = options_.step;
  for (int k = 0; k <= halvings; ++k, length /= 2) {
    move(length);
    propagation_.forward(X);
    products_ += X.cols * perceptron_.layers();
    const double there = loss_.total(propagation_.outputs(), T) / static_cast<double>(X.cols);
    std::copy(start.begin(), start.end(), perceptron_.parameters().data);
    if (there <= loss + enough * length * slope) return length;
  }
  return 0;
}

/// d ← αδθ + μs, s being the last step: f′d + ½dᵀ(B + λI)d is least for the solution of
/// [δᵀAδ δᵀAs; sᵀAδ sᵀAs] (α, μ) = −(f′δ, f′s), A = B + λI.
void Descent::minimise_model() {
  const auto n = static_cast<double>(propagation_.batch());
  const ConstBlockView<double> Z = propagation_.outputs();
  Tangent tangent(propagation_);
  const auto image = [&](const std::vector<double>& direction) {
    products_ += propagation_.batch() * (2 * perceptron_.layers() - 1);
    return RowMatrix<double>(eigen(tangent.forward(column(direction))));
  };
  const auto curvature = [&](const RowMatrix<double>& u, RowMatrix<double> v) {
    loss_.curvature(Z, view(v));
    return u.cwiseProduct(v).sum() / n;
  };
  const RowMatrix<double> along = image(steepest_);
  const double slope = dot(gradient_, steepest_);
  const double first = curvature(along, along) + options_.damping * dot(steepest_, steepest_);
  if (options_.momentum > 0 && steps_ > 1) {
    for (double& entry : direction_) entry *= length_;  // the last step
    const RowMatrix<double> before = image(direction_);
    const double mixed = curvature(along, before) + options_.damping * dot(steepest_, direction_);
    const double second =
        curvature(before, before) + options_.damping * dot(direction_, direction_);
    const double determinant = first * second - mixed * mixed;
    if (determinant > 1e-12 * first * second) {
      const double other = dot(gradient_, direction_);
      combine((mixed * other - second * slope) / determinant,
              (mixed * slope - first * other) / determinant);
      length_ = 1;
      return;
    }
  }
  if (!std::isfinite(first)) throw NotFiniteError("the curvature along a step overflows");
  direction_ = steepest_;
  length_ = first > 0 ? -slope / first : 0;
}

void Descent::move(double length) {
  if (length == 0) return;
  double* parameters = perceptron_.parameters().data;
  for (std::size_t i = 0; i < direction_.size(); ++i) parameters[i] += length * direction_[i];
}

}  // namespace isotrace::gradient
