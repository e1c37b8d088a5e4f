#include <cmath>

#include <descent/tasks.hpp>
#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/haar.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::program {
namespace {

RowMatrix<double> normal(Index rows, Index cols, const Stream& stream) {
  RowMatrix<double> out(rows, cols);
  draw<double>(Gaussian{}, stream, 0, view(out));
  return out;
}

/// P = U diag(1, …, least) Wᵀ, U and W with Haar's distribution.
RowMatrix<double> ill_conditioned(Index n, double least, const Stream& stream) {
  RowMatrix<double> U = normal(n, n, stream.substream("U"));
  RowMatrix<double> W = normal(n, n, stream.substream("W"));
  orthonormalise(view(U));
  orthonormalise(view(W));
  for (Index i = 0; i < n; ++i) {
    U.col(i) *= std::pow(least, n > 1 ? double(i) / double(n - 1) : 0);
  }
  return U * W.transpose();
}

}  // namespace

Dataset badly_scaled(Index features, Index samples, double test, std::uint64_t seed) {
  const Stream stream = Stream{seed}.substream("badly scaled");
  const RowMatrix<double> Z = normal(features, samples, stream.substream("z"));
  const RowMatrix<double> weights = normal(features, 1, stream.substream("weights"));
  const RowMatrix<double> shift = normal(features, 1, stream.substream("shift"));
  const RowMatrix<double> X =
      (ill_conditioned(features, 1e-3, stream) * Z).colwise() + shift.col(0);
  RowMatrix<double> T(1, samples);
  const RowMatrix<double> logits = weights.transpose() * Z;
  gradient::LogisticLoss{}.draw(view(logits), stream.substream("labels"), 0, view(T));
  const auto tested = static_cast<Index>(std::lround(test * static_cast<double>(samples)));
  const auto n = static_cast<std::size_t>(features);
  return {.encoding = {.loss = LossKind::logistic,
                       .classes = {"0", "1"},
                       .shift = std::vector<double>(n, 0),
                       .divisor = std::vector<double>(n, 1)},
          .train = {X.rightCols(samples - tested), T.rightCols(samples - tested)},
          .test = {X.leftCols(tested), T.leftCols(tested)}};
}

}  // namespace isotrace::program
