#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/factors.hpp>
#include <isotrace/gradient/running_moments.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/metric/haar.hpp>
#include <isotrace/trace/frobenius.hpp>
#include <isotrace/trace/riesz.hpp>
#include <isotrace/verify/implementation.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

template <class S>
ProductForm<S> product_form(OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& W) {
  return ProductForm<S>(S_map, T_map, W.metric);
}

template <class S>
void set_samplers(Implementation<S>& implementation) {
  implementation.draw_raw = [](const Law& law, const Stream& stream, Index first, BlockView<S> X,
                               RawNorms norms) { draw_raw<S>(law, stream, first, X, norms); };
  implementation.draw = [](const Law& law, const Stream& stream, Index first, BlockView<S> X) {
    draw<S>(law, stream, first, X);
  };
  implementation.second_moment = [](const Law& law, Index n) {
    return second_moment(law, field_of<S>, n);
  };
  implementation.direction_moment = [](const Law& law, Index n) {
    return direction_moment(law, n);
  };
}

template <class S>
void set_metric(Implementation<S>& implementation) {
  implementation.map = [](const Space<S>& V, Isometry which, BlockView<S> X) {
    V.metric.map(which, X);
  };
  implementation.gram = [](const Space<S>& V, ConstBlockView<S> X, BlockView<S> Y) {
    V.metric.gram(X, Y);
  };
  implementation.covariance_factor = [](OperatorRef<S> F, ConstBlockView<S> X, BlockView<S> Y) {
    F.apply(X, Y);
  };
  implementation.haar_isometry = [](const Space<S>& V, const Stream& stream, Index index,
                                    BlockView<S> X) {
    HaarIsometry<S>(V.metric, stream, index).apply(X);
  };
}

template <class S>
void set_forms(Implementation<S>& implementation) {
  implementation.form_values = [](OperatorRef<S> A, ConstBlockView<S> X, Wide<S>* out) {
    Workspace<S> workspace;
    OperatorForm<S>(A).values(X, workspace, out);
  };
  implementation.endomorphism_values = [](OperatorRef<S> E, const Space<S>& V, ConstBlockView<S> X,
                                          Wide<S>* out) {
    Workspace<S> workspace;
    EndomorphismForm<S>(E, V.metric).values(X, workspace, out);
  };
  implementation.product_values = [](OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& W,
                                     ConstBlockView<S> X, Wide<S>* out) {
    Workspace<S> workspace;
    product_form(S_map, T_map, W).values(X, workspace, out);
  };
}

template <class S>
void set_exact(Implementation<S>& implementation) {
  implementation.form_sums = [](OperatorRef<S> A, const Space<S>& V) {
    const OperatorForm<S> form(A);
    return exact::form_sums<S>(form, V.metric);
  };
  implementation.product_sums = [](OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& V,
                                   const Space<S>& W) {
    const auto form = product_form(S_map, T_map, W);
    return exact::form_sums<S>(form, V.metric);
  };
  implementation.value_variance = [](const exact::FormSums& sums, const Law& law, bool normalised) {
    return exact::value_variance(sums, law, normalised);
  };
}

template <class S>
void set_estimators(Implementation<S>& implementation) {
  implementation.trace = [](OperatorRef<S> A, const Space<S>& V, const Options& options) {
    const OperatorForm<S> form(A);
    return form_trace<S>(form, V.metric, options);
  };
  implementation.inner_product = [](OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& V,
                                    const Space<S>& W, const Options& options) {
    const auto form = product_form(S_map, T_map, W);
    return form_trace<S>(form, V.metric, options);
  };
  implementation.norm = [](OperatorRef<S> T_map, const Space<S>& V, const Space<S>& W,
                           const Options& options) {
    return form_norm<S>(ProductForm<S>(T_map, W.metric), V.metric, options);
  };
  implementation.mean = [](OperatorRef<S> A, const Space<S>& V, const Options& options) {
    const OperatorForm<S> form(A);
    return mean_form<S>(form, V.metric, options);
  };
  implementation.factor_mean = [](OperatorRef<S> A, OperatorRef<S> F, const Options& options) {
    const OperatorForm<S> form(A);
    return mean_form_factor<S>(form, F, options);
  };
  implementation.inverse_riesz = [](const Space<S>& V, const Options& options,
                                    BlockView<S> inverse) {
    return inverse_riesz<S>(V.metric, inverse, options);
  };
}

GradientImplementation gradient_implementation() {
  GradientImplementation g;
  g.steepest_descent = [](const Space<double>& X, const Space<double>& Y, ConstBlockView<double> G,
                          BlockView<double> direction) {
    gradient::steepest_descent<double>(X.metric, Y.metric, G, direction);
  };
  g.input_covariance = [](ConstBlockView<double> samples, BlockView<double> C) {
    gradient::RunningMoments moments(samples.rows);
    moments.add(samples);
    eigen(C) = eigen(moments.covariance());
  };
  g.output_fisher = [](gradient::Propagation& propagation, const gradient::Loss& loss,
                       ConstBlockView<double> T, const Stream& stream, Index first,
                       BlockView<double> Y) {
    gradient::Factors factors(propagation.perceptron());
    factors.add_outputs(propagation, loss, gradient::OutputMatrix::fisher, T, stream, first);
    factors.outputs(propagation.perceptron().layers() - 1, Y);
  };
  g.damped_solve = [](ConstBlockView<double> C, double lambda, ConstBlockView<double> right,
                      BlockView<double> x) {
    const DenseMetric<double> metric = gradient::damped_metric(C, lambda);
    eigen(x) = eigen(right);
    metric.map(Isometry::adjoint, x);
    metric.map(Isometry::forward, x);
  };
  g.first_direction = [](const gradient::Perceptron& perceptron, const gradient::Loss& loss,
                         const gradient::DescentOptions& options, ConstBlockView<double> X,
                         ConstBlockView<double> T, BlockView<double> direction) {
    gradient::Perceptron moved = perceptron;
    gradient::Descent descent(moved, loss, options, Stream{});
    descent.step(X, T);
    eigen(direction) = eigen(descent.steepest());
  };
  return g;
}

}  // namespace

template <class S>
Implementation<S> library_implementation() {
  Implementation<S> implementation;
  set_samplers(implementation);
  set_metric(implementation);
  set_forms(implementation);
  set_exact(implementation);
  set_estimators(implementation);
  implementation.gradient = gradient_implementation();
  return implementation;
}

#define INSTANTIATE(S) template Implementation<S> library_implementation();
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
