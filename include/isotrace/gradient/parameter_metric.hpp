#pragma once

#include <vector>

#include <isotrace/gradient/perceptron.hpp>
#include <isotrace/metric/direct_sum.hpp>

namespace isotrace::gradient {

/// The Frobenius-type inner products of a perceptron's layers as one metric on its parameters θ,
/// with dim() = perceptron.size(): Σ_l tr(X_l⁻¹ S_lᵀ Y_l S_l) + b_lᵀ Y_l b_l ((4.3)), which is
/// ⊕_l (Y_l ⊗ X_l⁻¹ ⊕ Y_l). Block-diagonal K-FAC, if X_l is the inverse covariance of a layer's
/// inputs and Y_l the Fisher matrix of its outputs. Throws ShapeError unless there is a metric of
/// n_l rows in X and one of m_l in Y for each layer.
DirectSumMetric<double> parameter_metric(const Perceptron& perceptron,
                                         const std::vector<AnyMetric<double>>& X,
                                         const std::vector<AnyMetric<double>>& Y);

}  // namespace isotrace::gradient
