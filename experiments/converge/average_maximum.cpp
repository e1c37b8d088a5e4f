#include <converge/average_maximum.hpp>

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>

#include <converge/random_matrices.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/laws/haar.hpp>
#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/trace/form_values.hpp>
#include <isotrace/trace/interval.hpp>

namespace isotrace::program {
namespace {

constexpr Index probe_count = 1 << 16;
constexpr Index block = 256;
constexpr int bins = 96;

// ‖T v_k‖²_W, k = 0 … probe_count − 1.
std::vector<double> squared_lengths(FormRef<double> form, MetricRef<double> V, const Stream& stream,
                                    int threads) {
  std::vector<double> values(probe_count);
  const auto all = [&] {
    tbb::parallel_for(Index{0}, probe_count / block, [&](Index b) {
      Workspace<double> workspace;
      std::vector<double> norms(block);
      form_values(form, V, Law(Sphere{}), stream, {b * block, block}, workspace,
                  values.data() + b * block, norms.data());
    });
  };
  if (threads == 0) {
    all();
  } else {
    tbb::task_arena(threads).execute(all);
  }
  return values;
}

// The largest eigenvalue of a Hermitian positive semidefinite B.
double greatest_eigenvalue(const PulledBack<double>& B, const Stream& stream) {
  RowMatrix<double> x(B.dim(), 1);
  RowMatrix<double> y(B.dim(), 1);
  draw(Law(Sphere{}), stream, 0, view(x));
  Workspace<double> workspace;
  for (int step = 0; step < 100000; ++step) {
    RowMatrix<double> copy = x;
    B.apply(view(copy), workspace, view(y));
    const double lambda = x.col(0).dot(y.col(0));
    if ((y - lambda * x).norm() <= 1e-10 * lambda) return lambda;
    x = y / y.norm();
  }
  throw Error("the power iteration for an operator norm did not converge in 100000 steps");
}

void histogram(AverageMaximum& about, const std::vector<double>& squared) {
  const double width = 1.1 * about.maximum / bins;
  about.centres.resize(bins);
  about.density.assign(bins, 0.0);
  for (int i = 0; i < bins; ++i) about.centres[i] = (i + 0.5) * width;
  for (const double value : squared) {
    const auto bin = std::min(bins - 1, static_cast<int>(std::sqrt(value) / width));
    about.density[bin] += 1.0 / (width * static_cast<double>(squared.size()));
  }
}

}  // namespace

AverageMaximum average_and_maximum(AverageMaximum about, OperatorRef<double> T, MetricRef<double> V,
                                   MetricRef<double> W, std::uint64_t seed, int threads) {
  const ProductForm<double> form(T, W);
  const Stream stream = Stream{seed}.substream("average and maximum").substream(about.name);
  const auto squared = squared_lengths(form, V, stream.substream("sphere"), threads);
  const Moments moments = moments_of(squared);
  const Interval interval = mean_interval(moments, 0.95);
  const double exact = exact::metric_trace<double>(form, V, {.threads = threads});
  about.rows = T.rows();
  about.cols = T.cols();
  about.probes = probe_count;
  about.rms_estimate = std::sqrt(moments.mean());
  about.rms_interval = {std::sqrt(std::max(0.0, interval.low)), std::sqrt(interval.high)};
  about.rms_exact = std::sqrt(exact / static_cast<double>(T.cols()));
  about.maximum =
      std::sqrt(greatest_eigenvalue(PulledBack<double>(form, V), stream.substream("start")));
  histogram(about, squared);
  return about;
}

std::vector<AverageMaximum> average_and_maximum_cases(std::uint64_t seed, int threads) {
  constexpr Index n = 40;
  constexpr Index m = 60;
  const Stream stream = Stream{seed}.substream("average and maximum");
  const DenseMetric<double> V = random_metric<double>(stream.substream("V"), n);
  const DenseMetric<double> W = random_metric<double>(stream.substream("W"), m);
  // T = Q_W M Q_V⁻¹ has the pulled-back operator MᵀM, so its singular values are those of M.
  const auto carried = [&](RowMatrix<double> M) {
    W.map(Isometry::forward, view(M));
    RowMatrix<double> transposed = M.transpose();
    V.map(Isometry::inverse_adjoint, view(transposed));
    return RowMatrix<double>(transposed.transpose());
  };
  const RowMatrix<double> random = random_matrix<double>(stream.substream("map"), m, n);
  RowMatrix<double> left = random_matrix<double>(stream.substream("left"), m, n);
  RowMatrix<double> right = random_matrix<double>(stream.substream("right"), n, 2);
  orthonormalise(view(left));
  orthonormalise(view(right));
  const RowMatrix<double> low_rank = left.leftCols(2) * right.transpose();

  std::vector<AverageMaximum> out;
  const auto add = [&](const char* name, const char* title, Index rank,
                       const RowMatrix<double>& T) {
    AverageMaximum about{.name = name, .title = title, .rank = rank};
    out.push_back(average_and_maximum(std::move(about), T, V, W, seed, threads));
  };
  add("average-maximum-random", "a random map", n, carried(random / std::sqrt(double(n))));
  add("average-maximum-low-rank", "a map of rank 2", 2, carried(low_rank));
  add("average-maximum-isometry", "an isometry", n, carried(left));
  return out;
}

}  // namespace isotrace::program
