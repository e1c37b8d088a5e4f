#include <fmt/format.h>

#include <bench/bare/gemm.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

constexpr Index n = 2000;
constexpr Index matvecs = 300;

constexpr int side = 447;  // 199 809 unknowns
constexpr Index sparse_matvecs = 400;

/// Memory of each sketch: five panels of 200 columns take 1.6 GB.
constexpr std::size_t memory = std::size_t{4} << 30;

/// G D² Gᵀ/n for random G and D = diag(1/j): eigenvalues near j⁻², a decay that suits sketches.
Eigen::MatrixXd decaying(std::uint64_t seed) {
  const Eigen::MatrixXd G = random_symmetric(n, seed);
  const Eigen::ArrayXd d = Eigen::ArrayXd::LinSpaced(n, 1, n).inverse();
  const Eigen::MatrixXd factor = G * d.matrix().asDiagonal();
  Eigen::MatrixXd A(n, n);
  gemm(1, factor, factor.transpose() / static_cast<double>(n), A);
  return (A + A.transpose()) / 2;
}

Options options_for(const Session& session, Method method, Index count, ScratchPool& scratch) {
  return {.matvecs = count,
          .method = method,
          .seed = session.seed(),
          .memory = memory,
          .scratch = &scratch};
}

void measure_dense_sketches(Session& session) {
  const Eigen::MatrixXd A = decaying(session.seed());
  const Eigen::MatrixXd Z = Eigen::MatrixXd::Random(n, matvecs);
  Eigen::MatrixXd Y(n, matvecs);
  ScratchPool scratch;
  const EuclideanMetric<double> V(n);
  for (const Method method : {Method::xtrace, Method::hutchpp, Method::xnystrace}) {
    const Options options = options_for(session, method, matvecs, scratch);
    for (int threads : {1, 2}) {
      session.measure(
          fmt::format("sketch.{}.{}", name(method), threads),
          fmt::format("one {}, A({} × {}) · Z({} × {})", gemm_name(), n, n, n, matvecs),
          {.ours = [&] { metric_trace(A, V, options); }, .limit = [&] { gemm(threads, A, Z, Y); }});
    }
  }
}

/// The panels' arithmetic, 8 n k² flops for k columns: a basis of BΩ (2 n k²), and QᴴΩ, QᴴBΩ or
/// (BQ)ᴴΩ, and QᴴBQ (2 n k² each). The limit leaves out the 400 products and the drawing.
void measure_sparse_sketch(Session& session) {
  if (!session.wants("sketch.sparse.")) return;
  const RowSparse A = laplacian(side);
  const Eigen::MatrixXd square = random_symmetric(n, session.seed());
  const Eigen::MatrixXd Z = Eigen::MatrixXd::Random(n, matvecs);
  Eigen::MatrixXd Y(n, matvecs);
  const double k = static_cast<double>(sparse_matvecs) / 2;
  const double flops = 8 * static_cast<double>(A.rows()) * k * k;
  const double product = 2.0 * n * n * matvecs;
  ScratchPool scratch;
  const EuclideanMetric<double> V(A.rows());
  const Options options = options_for(session, Method::xtrace, sparse_matvecs, scratch);
  for (int threads : {1, 2}) {
    session.measure(fmt::format("sketch.sparse.{}", threads),
                    fmt::format("8 n k² flops, n = {}, k = {}, at the rate of one {}, "
                                "A({} × {}) · Z({} × {})",
                                A.rows(), sparse_matvecs / 2, gemm_name(), n, n, n, matvecs),
                    {.ours = [&] { metric_trace(A, V, options); },
                     .limit = [&] { gemm(threads, square, Z, Y); },
                     .limit_scale = flops / product});
  }
}

}  // namespace

void measure_sketch(Session& session) {
  if (!session.wants("sketch.")) return;
  measure_dense_sketches(session);
  measure_sparse_sketch(session);
}

}  // namespace isotrace::program
