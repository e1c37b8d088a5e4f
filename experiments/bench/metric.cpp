#include <tbb/parallel_for.h>
#include <Eigen/SparseCholesky>

#include <string>
#include <vector>

#include <fmt/format.h>

#include <bench/bare_block.hpp>
#include <bench/each_block.hpp>
#include <bench/operators.hpp>
#include <bench/session.hpp>
#include <cli/stopwatch.hpp>
#include <isotrace/metric/sparse.hpp>
#include <isotrace/trace/trace.hpp>
#include <problems/finite_elements.hpp>

namespace isotrace::program {
namespace {

constexpr Index m = 260;  // 3m² − 4m + 1 = 201 761 unknowns
constexpr int blocks = 4;
constexpr Index probes = blocks * bare::columns;
constexpr Index few = 16;  // the columns of 64 that Eigen solves for

using Llt =
    Eigen::SimplicialLLT<Eigen::SparseMatrix<double>, Eigen::Lower, Eigen::AMDOrdering<int>>;

/// tr(V⁻¹A) by hand: P V Pᵀ = L Lᵀ from Eigen, and P A Pᵀ formed once, so that no rows are
/// permuted.
class BareTrace {
 public:
  BareTrace(const Llt& llt, const RowSparse& A) : L_(llt.matrixL().nestedExpression()) {
    Eigen::SparseMatrix<double> permuted;
    permuted = A.twistedBy(llt.permutationP());
    A_ = permuted;
    for (int k = 0; k < blocks; ++k) {
      X_.emplace_back(memory_, A.rows());
      Y_.emplace_back(memory_, A.rows());
      eigen(X_.back().view()).setRandom();
    }
  }

  /// X ← L⁻ᵀ X and Y ← A X for 64 columns. X is the result of the last call; its growth or decay
  /// stays within the range of double over twenty rounds.
  void operator()(int tasks) {
    const bare::Compressed L{L_.outerIndexPtr(), L_.innerIndexPtr(), L_.valuePtr()};
    each_block(blocks, tasks, [&](int k, int task) {
      bare::kernels().backward_solve(L, L_.rows(), X_[k].data());
      bare::kernels().product(compressed(A_), 0, A_.rows(), X_[k].data(), Y_[task].data());
    });
  }

 private:
  Eigen::SparseMatrix<double> L_;
  RowSparse A_;
  ScratchPool memory_;
  std::vector<BareBlock> X_;
  std::vector<BareBlock> Y_;
};

/// f(), with its time recorded.
template <class F>
auto noted(Session& session, const std::string& what, F&& f) {
  const Stopwatch watch;
  auto made = f();
  session.note_factorisation(what, watch.seconds());
  return made;
}

/// A metric factorised by the library and by Eigen, with both times recorded.
struct Factors {
  Factors(Session& session, const std::string& name, const RowSparse& V)
      : ours(noted(session, name + ", SparseMetric", [&] { return SparseMetric<double>(V); })) {
    noted(session, name + ", Eigen's SimplicialLLT", [&] { return eigen.compute(V).info(); });
  }

  SparseMetric<double> ours;
  Llt eigen;
};

void measure_trace(Session& session, const std::string& name, const Factors& factors,
                   const RowSparse& A) {
  if (!session.wants(name)) return;
  BareTrace bare_trace(factors.eigen, A);
  ScratchPool scratch;
  const Options options{.matvecs = probes, .seed = session.seed(), .scratch = &scratch};
  for (int threads : {1, 2}) {
    session.measure(
        fmt::format("{}.{}", name, threads),
        "bare block backward solve with Eigen's factor and bare product, 16 columns, 4 times",
        {.ours = [&] { metric_trace(A, factors.ours, options); },
         .limit = [&] { bare_trace(threads); }});
  }
}

/// x ← Pᵀ L⁻ᵀ x, column by column.
void solve_by_columns(const Llt& llt, ColMatrix<double>& X, int tasks) {
  const auto solve = [&](int task) {
    for (Index j = task; j < X.cols(); j += tasks) {
      Eigen::VectorXd x = X.col(j);
      llt.matrixU().solveInPlace(x);
      X.col(j) = llt.permutationPinv() * x;
    }
  };
  tbb::parallel_for(0, tasks, solve, tbb::simple_partitioner());
}

void measure_solve(Session& session, const std::string& name, const Factors& factors) {
  if (!session.wants(name)) return;
  const Index n = factors.ours.dim();
  RowMatrix<double> X = RowMatrix<double>::Random(n, probes);
  ColMatrix<double> columns = ColMatrix<double>::Random(n, few);
  for (int threads : {1, 2}) {
    const auto ours = [&](int task) {
      const Index width = probes / threads;
      factors.ours.map(Isometry::forward, view(X).columns(task * width, width));
    };
    session.measure(
        fmt::format("{}.{}", name, threads),
        fmt::format("Eigen's SimplicialLLT, column by column: {} columns, time × {}", few,
                    probes / few),
        {.ours = [&] { tbb::parallel_for(0, threads, ours, tbb::simple_partitioner()); },
         .limit = [&] { solve_by_columns(factors.eigen, columns, threads); },
         .limit_scale = static_cast<double>(probes) / few});
  }
}

}  // namespace

void measure_metric(Session& session) {
  if (!session.wants("metric.")) return;
  const StiffnessMass<double> pair = l_shape(m);
  if (session.wants("metric.mass.")) {
    const Factors mass(session, "mass", pair.mass);
    measure_trace(session, "metric.mass.trace", mass, pair.stiffness);
    measure_solve(session, "metric.mass.solve", mass);
  }
  if (session.wants("metric.stiffness.")) {
    const Factors stiffness(session, "stiffness", pair.stiffness);
    measure_trace(session, "metric.stiffness.trace", stiffness, pair.mass);
  }
}

}  // namespace isotrace::program
