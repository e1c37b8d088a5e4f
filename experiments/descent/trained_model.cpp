#include <descent/trained_model.hpp>

#include <Eigen/SVD>

#include <algorithm>
#include <cmath>

#include <isotrace/exact/exact.hpp>
#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/factors.hpp>
#include <isotrace/gradient/parameter_metric.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/trace/frobenius.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

using gradient::Curvature;
using gradient::Perceptron;
using gradient::Propagation;

/// C + λI with λ relative to the mean eigenvalue, as a metric.
DenseMetric<double> damped(ConstBlockView<double> C, double relative) {
  const double mean = eigen(C).trace() / static_cast<double>(C.rows);
  return gradient::damped_metric(C, relative * (mean > 0 ? mean : 1));
}

/// K-FAC's metric on the parameters: ⊕(Y ⊗ C ⊕ Y).
DirectSumMetric<double> kfac_metric(const Perceptron& net, const gradient::Loss& loss,
                                    const Samples& samples) {
  Propagation propagation(net);
  propagation.forward(view(samples.X));
  gradient::Factors factors(net);
  factors.add_inputs(propagation);
  factors.add_outputs(propagation, loss, gradient::OutputMatrix::gauss_newton, view(samples.T),
                      Stream{1}, 0);
  std::vector<AnyMetric<double>> X;
  std::vector<AnyMetric<double>> Y;
  for (Index l = 0; l < net.layers(); ++l) {
    RowMatrix<double> outputs(net.outputs(l), net.outputs(l));
    factors.outputs(l, view(outputs));
    X.emplace_back(CovarianceMetric(damped(factors.inputs(l).covariance(), 1e-2)));
    Y.emplace_back(damped(view(outputs), 1e-2));
  }
  return gradient::parameter_metric(net, X, Y);
}

Options estimate_options(const TrainedModelOptions& options, Method method, Index matvecs) {
  Options own;
  own.method = method;
  own.matvecs = matvecs;
  own.seed = options.seed;
  own.threads = options.threads;
  own.stop = options.stop;
  return own;
}

/// max ‖Sv‖ for ‖v‖_X = 1: the greatest singular value of SQ.
double operator_norm(const RowMatrix<double>& S, MetricRef<double> X) {
  RowMatrix<double> Q = RowMatrix<double>::Identity(S.cols(), S.cols());
  X.map(Isometry::forward, view(Q));
  return Eigen::JacobiSVD<Eigen::MatrixXd>(S * Q).singularValues()(0);
}

}  // namespace

std::vector<CurvatureTrace> curvature_traces(const std::string& name, const Perceptron& net,
                                             const Dataset& data,
                                             const TrainedModelOptions& options) {
  const auto loss = make_loss(data.encoding.loss);
  const DirectSumMetric<double> kfac = kfac_metric(net, *loss, data.train);
  const EuclideanMetric<double> euclidean(net.size());
  const Index matvecs = std::min(std::max<Index>(net.size() / 3, 24), options.matvecs);
  std::vector<CurvatureTrace> traces;
  for (const Curvature kind : {Curvature::hessian, Curvature::gauss_newton}) {
    const gradient::CurvatureOperator A(kind, net, *loss, view(data.train.X), view(data.train.T));
    for (const bool with_kfac : {false, true}) {
      const MetricRef<double> V =
          with_kfac ? MetricRef<double>(kfac) : MetricRef<double>(euclidean);
      const double exact =
          exact::metric_trace(A, V, {.threads = options.threads, .stop = options.stop});
      for (const Method method : {Method::hutchinson, Method::xtrace}) {
        traces.push_back({name, kind, with_kfac, method, net.size(), exact,
                          metric_trace(A, V, estimate_options(options, method, matvecs))});
      }
    }
  }
  return traces;
}

std::vector<LayerResponse> layer_responses(const std::string& name, const Perceptron& net,
                                           const Dataset& data,
                                           const TrainedModelOptions& options) {
  Propagation propagation(net);
  propagation.forward(view(data.train.X));
  gradient::Factors factors(net);
  factors.add_inputs(propagation);
  std::vector<LayerResponse> responses;
  for (Index l = 0; l < net.layers(); ++l) {
    const RowMatrix<double> S = eigen(net.matrix(l));
    const auto& moments = factors.inputs(l);
    const CovarianceMetric X(damped(moments.covariance(), 1e-9));
    const EuclideanMetric<double> Y(S.rows());
    const RowMatrix<double> centred =
        eigen(propagation.inputs(l)).colwise() - eigen(moments.mean()).col(0);
    const auto samples = static_cast<double>(data.train.size());
    responses.push_back(
        {.model = name,
         .layer = l + 1,
         .rows = S.rows(),
         .cols = S.cols(),
         .average = std::sqrt((S * centred).squaredNorm() / samples),
         .exact = exact::frobenius_norm(S, X, Y),
         .estimate = frobenius_norm(S, X, Y, estimate_options(options, Method::hutchinson, 1000)),
         .operator_norm = operator_norm(S, X)});
  }
  return responses;
}

}  // namespace isotrace::program
