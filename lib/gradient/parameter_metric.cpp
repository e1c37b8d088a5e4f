#include <isotrace/gradient/parameter_metric.hpp>

#include <fmt/format.h>

#include <isotrace/gradient/steepest_descent.hpp>

namespace isotrace::gradient {
namespace {

void require_count(const char* what, std::size_t found, Index layers) {
  if (static_cast<Index>(found) == layers) return;
  throw ShapeError(
      fmt::format("found {} metrics of {}, expected {}, one a layer", found, what, layers));
}

void require_dim(const char* what, Index layer, Index found, Index expected) {
  if (found == expected) return;
  throw ShapeError(fmt::format("the metric of the {} of layer {} has {} rows, expected {}", what,
                               layer, found, expected));
}

}  // namespace

DirectSumMetric<double> parameter_metric(const Perceptron& perceptron,
                                         const std::vector<AnyMetric<double>>& X,
                                         const std::vector<AnyMetric<double>>& Y) {
  require_count("inputs", X.size(), perceptron.layers());
  require_count("outputs", Y.size(), perceptron.layers());
  std::vector<AnyMetric<double>> parts;
  for (Index l = 0; l < perceptron.layers(); ++l) {
    const auto& inputs = X[static_cast<std::size_t>(l)];
    const auto& outputs = Y[static_cast<std::size_t>(l)];
    require_dim("inputs", l, inputs.dim(), perceptron.inputs(l));
    require_dim("outputs", l, outputs.dim(), perceptron.outputs(l));
    parts.emplace_back(frobenius_metric(inputs, outputs));
    parts.push_back(outputs);
  }
  return DirectSumMetric<double>(std::move(parts));
}

}  // namespace isotrace::gradient
