#include <tbb/parallel_for.h>

#include <array>
#include <vector>

#include <fmt/format.h>

#include <bench/bare_block.hpp>
#include <bench/each_block.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <cli/stopwatch.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

constexpr int side = 1000;
constexpr Index n = Index{side} * side;
constexpr int blocks = 4;
constexpr Index probes = blocks * bare::columns;

/// The bare work on 64 probes: four blocks of 16 columns, each with its own memory, and one result
/// for each task.
class BareBlocks {
 public:
  BareBlocks(const RowSparse& A, std::uint64_t seed) : A_(A), stream_{seed} {
    for (int k = 0; k < blocks; ++k) {
      X_.emplace_back(memory_, n);
      Y_.emplace_back(memory_, n);
      generate(k);
    }
  }

  /// Y ← A X, block by block, or with the blocks shared by two tasks.
  void product_by_blocks(int tasks) {
    each_block(blocks, tasks, [&](int k, int task) { product(k, task, 0, n); });
  }

  /// The same with the rows of each block shared by two tasks.
  void product_by_rows(int tasks) {
    for (int k = 0; k < blocks; ++k) {
      tbb::parallel_for(
          0, tasks, [&](int t) { product(k, 0, t * n / tasks, (t + 1) * n / tasks); },
          tbb::simple_partitioner());
    }
  }

  /// Generation, product and dots of each block.
  void all(int tasks) {
    each_block(blocks, tasks, [&](int k, int task) {
      generate(k);
      product(k, task, 0, n);
      bare::kernels().dots(n, X_[k].data(), Y_[task].data(), values_.data() + k * bare::columns);
    });
  }

 private:
  void generate(int k) {
    std::array<double, bare::columns> scale;
    std::array<double, bare::columns> norm;
    draw_raw(Law(Signs{}), stream_, k * bare::columns, X_[k].view(), {scale.data(), norm.data()});
  }

  void product(int k, int result, Index first, Index end) {
    bare::kernels().product(compressed(A_), first, end, X_[k].data(), Y_[result].data());
  }

  const RowSparse& A_;
  Stream stream_;
  ScratchPool memory_;
  std::vector<BareBlock> X_;
  std::vector<BareBlock> Y_;
  std::array<double, probes> values_{};
};

/// Whether it is faster that two tasks share the rows of each block rather than the blocks.
bool rows_win(BareBlocks& bare_blocks) {
  double seconds[2] = {};
  for (int repeat = 0; repeat < 3; ++repeat) {
    const Stopwatch by_blocks;
    bare_blocks.product_by_blocks(2);
    const double blocks_seconds = by_blocks.seconds();
    const Stopwatch by_rows;
    bare_blocks.product_by_rows(2);
    const double rows_seconds = by_rows.seconds();
    if (repeat == 0 || blocks_seconds < seconds[0]) seconds[0] = blocks_seconds;
    if (repeat == 0 || rows_seconds < seconds[1]) seconds[1] = rows_seconds;
  }
  return seconds[1] < seconds[0];
}

const char* const by_hand = "bare row-major CSR × 16 columns, 4 times";

void measure_apply(Session& session, const RowSparse& A, BareBlocks& bare_blocks) {
  ScratchPool scratch;
  const SparseOperator op{A};
  const EuclideanMetric<double> V(n);
  const Options options{
      .matvecs = probes, .seed = session.seed(), .law = Signs{}, .scratch = &scratch};
  for (int threads : {1, 2}) {
    session.measure(fmt::format("sparse.apply.signs.{}", threads),
                    fmt::format("drawing of signs, {}, and bare dots", by_hand),
                    {.ours = [&] { metric_trace(op, V, options); },
                     .limit = [&] { bare_blocks.all(threads); }});
  }
}

void measure_values(Session& session, const RowSparse& A, BareBlocks& bare_blocks) {
  ScratchPool scratch;
  const EuclideanMetric<double> V(n);
  for (const Law& law : {Law(Signs{}), Law(Sphere{})}) {
    const Options options{
        .matvecs = probes, .seed = session.seed(), .law = law, .scratch = &scratch};
    for (int threads : {1, 2}) {
      const std::string name = fmt::format("sparse.values.{}.{}", isotrace::name(law), threads);
      if (!session.wants(name)) continue;
      const bool rows = threads == 2 && rows_win(bare_blocks);
      session.measure(name,
                      fmt::format("{}, probes in memory{}", by_hand,
                                  threads == 1 ? ""
                                  : rows       ? ", two tasks by rows"
                                               : ", two tasks by blocks"),
                      {.ours = [&] { metric_trace(A, V, options); },
                       .limit =
                           [&] {
                             if (rows) {
                               bare_blocks.product_by_rows(threads);
                             } else {
                               bare_blocks.product_by_blocks(threads);
                             }
                           }});
    }
  }
}

}  // namespace

void measure_sparse(Session& session) {
  if (!session.wants("sparse.")) return;
  const RowSparse A = laplacian(side);
  BareBlocks bare_blocks(A, session.seed());
  measure_apply(session, A, bare_blocks);
  measure_values(session, A, bare_blocks);
}

}  // namespace isotrace::program
