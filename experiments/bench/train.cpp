#include <bench/bare/gemm.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <isotrace/gradient/descent.hpp>
#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::program {
namespace {

using gradient::Descent;
using gradient::Perceptron;

constexpr Index samples = 1437;  // of the digits, 8 × 8 pixels
constexpr Index batch = 128;
constexpr Index refresh = 10;

/// Factors of a product.
struct Factors {
  Eigen::MatrixXd A, B;
  Eigen::MatrixXd Y;
  Factors(Index m, Index k, Index n)
      : A(Eigen::MatrixXd::Ones(m, k)), B(Eigen::MatrixXd::Ones(k, n)), Y(m, n) {}
};

/// The products of one step on b samples: there, back, the gradient, and its direction Y⁻¹GX; where
/// the metrics are refreshed those of the moments, and one way back more.
std::vector<Factors> products_of_step(const Perceptron& net, Index b, bool refreshed) {
  std::vector<Factors> all;
  for (Index l = 0; l < net.layers(); ++l) {
    const Index m = net.outputs(l);
    const Index n = net.inputs(l);
    all.emplace_back(m, n, b);
    all.emplace_back(m, b, n);
    all.emplace_back(m, n, n);
    all.emplace_back(m, m, n);
    if (l > 0) all.emplace_back(n, m, b);
    if (!refreshed) continue;
    all.emplace_back(n, b, n);
    all.emplace_back(m, b, m);
    if (l > 0) all.emplace_back(n, m, b);
  }
  return all;
}

}  // namespace

/// An epoch of K-FAC's steps with hidden layers 64 and 32, beside its matrix products alone.
void measure_train(Session& session) {
  if (!session.wants("train.epoch")) return;
  Perceptron net({64, 64, 32, 10});
  net.initialise(Stream{session.seed()});
  const gradient::SoftmaxLoss loss;
  Descent descent(net, loss, {.damping = 0.1, .refresh = refresh, .step = 0.01}, Stream{1});
  std::vector<RowMatrix<double>> X;
  std::vector<RowMatrix<double>> T;
  std::vector<std::vector<Factors>> products;
  for (Index first = 0; first < samples; first += batch) {
    const Index b = std::min(batch, samples - first);
    draw<double>(Ball{}, Stream{session.seed()}, first, view(X.emplace_back(64, b)));
    T.emplace_back(RowMatrix<double>::Zero(10, b));
    for (Index j = 0; j < b; ++j) T.back()((first + j) % 10, j) = 1;
    products.push_back(
        products_of_step(net, b, static_cast<Index>(products.size()) % refresh == 0));
  }
  session.measure("train.epoch", "the bare products of the same epoch by " + gemm_name(),
                  {.ours =
                       [&] {
                         for (std::size_t k = 0; k < X.size(); ++k) {
                           descent.step(view(X[k]), view(T[k]));
                         }
                       },
                   .limit =
                       [&] {
                         for (auto& step : products) {
                           for (auto& [A, B, Y] : step) gemm(1, A, B, Y);
                         }
                       }});
}

}  // namespace isotrace::program
