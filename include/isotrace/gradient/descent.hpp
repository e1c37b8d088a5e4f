#pragma once

#include <cstdint>
#include <vector>

#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/factors.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace::gradient {

/// The inner products (X, Y) of a layer's inputs and outputs, C the covariance of the inputs and Y
/// the matrix of the outputs, both damped.
enum class LayerMetric {
  euclidean,    ///< (I, I)
  mahalanobis,  ///< (C⁻¹, I)
  fisher,       ///< (I, Y)
  kfac          ///< (C⁻¹, Y)
};

/// How long a step α along a direction d is.
enum class StepRule {
  fixed,   ///< options.step
  armijo,  ///< options.step, halved until f(θ + αd) ≤ f(θ) + 10⁻⁴ α f′d, at most 40 times
  /// The minimum of f′d + ½dᵀ(B + λI)d, B the Gauss–Newton matrix of the batch: over multiples of
  /// δθ or, with momentum, over combinations of δθ and the last step (Martens and Grosse, 6.4, 7).
  quadratic
};

struct DescentOptions {
  LayerMetric metric = LayerMetric::kfac;
  OutputMatrix outputs = OutputMatrix::fisher;
  /// Whether the bias is a column of the matrix, for inputs (x, 1) with their uncentred moment
  /// (Martens and Grosse). Else, as in section 4, the metric does not mix them.
  bool homogeneous = false;
  Damping damping_kind = Damping::plain;
  double damping = 1e-2;  ///< λ ≥ 0; 0 if no matrix is singular
  double memory = 0.95;   ///< of the moments (RunningMoments)
  Index refresh = 10;     ///< steps from one update of the metrics to the next, at least 1
  StepRule rule = StepRule::fixed;
  double step = 0.1;    ///< > 0
  double momentum = 0;  ///< 0 ≤ momentum < 1; the quadratic rule asks only whether there is one
};

/// Gradient descent of a perceptron's mean loss in a Frobenius-type inner product for each layer.
/// Refers to the perceptron, whose parameters it changes, and to the loss. One thread.
class Descent {
 public:
  /// stream: of the labels that are drawn. Throws OptionError.
  Descent(Perceptron& perceptron, const Loss& loss, const DescentOptions& options,
          const Stream& stream);
  Descent(Perceptron&, const Loss&&, const DescentOptions&, const Stream&) = delete;

  /// One step on a batch, X: n × b and T: m × b: d ← δθ + momentum · d, δθ the direction of
  /// steepest descent ((4.2), (4.6)), then θ ← θ + αd. If d is no direction of descent, d ← δθ. The
  /// quadratic rule has its own combination, with α = 1.
  /// Returns the batch's mean loss before the step. If that is not finite, nothing is changed.
  /// Where Armijo's rule finds no length, α = 0. Throws ShapeError; MetricError if a damped matrix
  /// is numerically singular or overflows; NotFiniteError if a derivative does.
  double step(ConstBlockView<double> X, ConstBlockView<double> T);

  /// δθ of the last step, and its d and α.
  ConstBlockView<double> steepest() const { return column(steepest_); }
  ConstBlockView<double> direction() const { return column(direction_); }
  double length() const { return length_; }
  /// Products of a layer's matrix, or of a gradient of its shape, with a sample so far.
  std::int64_t products() const { return products_; }

 private:
  static ConstBlockView<double> column(const std::vector<double>& v) {
    return {v.data(), static_cast<Index>(v.size()), 1, 1};
  }
  void refresh(ConstBlockView<double> T);
  void find_steepest();
  void combine(double a, double b);
  double armijo(double loss, ConstBlockView<double> X, ConstBlockView<double> T);
  void minimise_model();
  void move(double length);

  Perceptron& perceptron_;
  const Loss& loss_;
  DescentOptions options_;
  Stream stream_;
  Propagation propagation_;
  Factors factors_;
  std::vector<AnyMetric<double>> inputs_;   // X of each layer
  std::vector<AnyMetric<double>> outputs_;  // Y of each layer
  std::vector<double> gradient_, steepest_, direction_;
  double length_ = 0;
  Index steps_ = 0;
  Index drawn_ = 0;  // samples whose labels were drawn
  std::int64_t products_ = 0;
};

}  // namespace isotrace::gradient
