#pragma once

#include <string>
#include <vector>

#include <isotrace/core/stop.hpp>
#include <isotrace/gradient/curvature.hpp>
#include <isotrace/trace/estimate.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

// Where the two halves of the paper meet: traces and Frobenius-type norms of a trained model.

/// tr(V⁻¹A) of a second derivative A of the training loss, in one metric and by one method.
struct CurvatureTrace {
  std::string model;
  gradient::Curvature curvature;
  bool kfac;  ///< V = ⊕(Y ⊗ C ⊕ Y) of the trained model, damped; else V = I
  Method method;
  Index n;       ///< parameters
  double exact;  ///< by n products
  Estimate<double> estimate;
};

/// A layer's matrix S, between its inputs with the metric X = C⁻¹ and its outputs with I.
struct LayerResponse {
  std::string model;
  Index layer;  ///< from 1
  Index rows, cols;
  double average;  ///< (mean ‖S(x − x̂)‖²)^½ over the layer's inputs x, sample by sample
  double exact;    ///< tr(X⁻¹SᵀS)^½ (2.13), which is the same
  Estimate<double> estimate;
  double operator_norm;  ///< the operator norm: max ‖Sv‖ for ‖v‖_X = 1
};

struct TrainedModelOptions {
  Index matvecs = 200;  ///< of an estimate; at most a third of n, but 24 for a small n
  std::uint64_t seed = 1;
  int threads = 0;
  Stop stop = {};
};

/// Hessian and Gauss–Newton matrix in both metrics, by Hutchinson's method and XTrace. Throws
/// Interrupted.
std::vector<CurvatureTrace> curvature_traces(const std::string& name,
                                             const gradient::Perceptron& net, const Dataset& data,
                                             const TrainedModelOptions& options);

/// All layers. Throws Interrupted.
std::vector<LayerResponse> layer_responses(const std::string& name, const gradient::Perceptron& net,
                                           const Dataset& data, const TrainedModelOptions& options);

}  // namespace isotrace::program
