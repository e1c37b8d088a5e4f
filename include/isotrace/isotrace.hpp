#pragma once

// The whole library except its verification (isotrace/verification.hpp), in the order of the
// layers.
#include <isotrace/core/block.hpp>
#include <isotrace/core/cost.hpp>
#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/core/isa.hpp>
#include <isotrace/core/kept.hpp>
#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/core/matrix_view.hpp>
#include <isotrace/core/scalar.hpp>
#include <isotrace/core/scratch.hpp>
#include <isotrace/core/stop.hpp>
#include <isotrace/core/version.hpp>

#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/haar.hpp>
#include <isotrace/laws/law.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/laws/stream.hpp>

#include <isotrace/metric/covariance.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/diagonal.hpp>
#include <isotrace/metric/direct_sum.hpp>
#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/haar.hpp>
#include <isotrace/metric/kronecker.hpp>
#include <isotrace/metric/metric.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/metric/sparse.hpp>

#include <isotrace/operators/arguments.hpp>
#include <isotrace/operators/composed_form.hpp>
#include <isotrace/operators/deflated_form.hpp>
#include <isotrace/operators/difference_form.hpp>
#include <isotrace/operators/form.hpp>
#include <isotrace/operators/function_operator.hpp>
#include <isotrace/operators/linear_operator.hpp>
#include <isotrace/operators/multiply.hpp>
#include <isotrace/operators/operator_ref.hpp>
#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/operators/workspace.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/exact/exact.hpp>
#include <isotrace/exact/form_sums.hpp>
#include <isotrace/exact/variances.hpp>

#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/estimator.hpp>
#include <isotrace/trace/exchangeable.hpp>
#include <isotrace/trace/form_values.hpp>
#include <isotrace/trace/frobenius.hpp>
#include <isotrace/trace/interval.hpp>
#include <isotrace/trace/known_parts.hpp>
#include <isotrace/trace/method.hpp>
#include <isotrace/trace/moments.hpp>
#include <isotrace/trace/options.hpp>
#include <isotrace/trace/riesz.hpp>
#include <isotrace/trace/sample_store.hpp>
#include <isotrace/trace/trace.hpp>

#include <isotrace/function/exact_function.hpp>
#include <isotrace/function/function_form.hpp>
#include <isotrace/function/function_trace.hpp>
#include <isotrace/function/log_determinant.hpp>
#include <isotrace/function/spectral_density.hpp>
#include <isotrace/function/spectral_function.hpp>

#include <isotrace/gradient/curvature.hpp>
#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/descent.hpp>
#include <isotrace/gradient/factors.hpp>
#include <isotrace/gradient/loss.hpp>
#include <isotrace/gradient/parameter_metric.hpp>
#include <isotrace/gradient/perceptron.hpp>
#include <isotrace/gradient/propagation.hpp>
#include <isotrace/gradient/running_moments.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/gradient/tangent.hpp>
