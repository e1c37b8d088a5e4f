#include <isotrace/gradient/perceptron.hpp>

#include <algorithm>
#include <cmath>

#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>

#include "checks.hpp"

namespace isotrace::gradient {

Perceptron::Perceptron(std::vector<Index> widths, Activation activation)
    : widths_(std::move(widths)), offsets_{0}, activation_(activation) {
  if (widths_.size() < 2) {
    throw OptionError(
        fmt::format("a perceptron of {} widths, expected those of its inputs and its "
                    "outputs at least",
                    widths_.size()));
  }
  for (const Index width : widths_) {
    if (width < 1)
      throw OptionError(fmt::format("a layer of width {}, expected at least 1", width));
  }
  for (Index l = 0; l < layers(); ++l) {
    offsets_.push_back(offsets_.back() + outputs(l) * (inputs(l) + 1));
  }
  values_.assign(static_cast<std::size_t>(size()), 0.0);
}

void Perceptron::initialise(const Stream& stream) {
  std::fill(values_.begin(), values_.end(), 0.0);
  for (Index l = 0; l < layers(); ++l) {
    const bool before_relu = activation_ == Activation::relu && l + 1 < layers();
    const BlockView<double> S = matrix(values_.data(), l);
    RowMatrix<double> rows(inputs(l), outputs(l));  // probe i is row i of S
    draw<double>(Gaussian{}, stream.substream(static_cast<std::uint64_t>(l)), 0, view(rows));
    const double variance = (before_relu ? 2.0 : 1.0) / static_cast<double>(inputs(l));
    eigen(S) = std::sqrt(variance) * rows.transpose();
  }
}

}  // namespace isotrace::gradient
