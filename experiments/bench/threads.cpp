#include <bench/operators.hpp>
#include <bench/pinning.hpp>
#include <bench/session.hpp>
#include <isotrace/trace/trace.hpp>

namespace isotrace::program {
namespace {

/// Compares work() on two pinned threads with one.
template <class F>
void measure_scaling(Session& session, const std::string& name, F&& work) {
  PinnedArena one(1);
  PinnedArena two(2);
  session.measure_unpinned(
      name, "the same on one thread",
      {.ours = [&] { two.execute(work); }, .limit = [&] { one.execute(work); }});
}

void measure_dense_threads(Session& session) {
  if (!session.wants("threads.dense")) return;
  const Eigen::MatrixXd A = random_symmetric(4000, session.seed());
  const EuclideanMetric<double> V(A.rows());
  ScratchPool scratch;
  measure_scaling(session, "threads.dense", [&] {
    metric_trace(A, V, {.matvecs = 256, .seed = session.seed(), .scratch = &scratch});
  });
}

/// 256 blocks of 16 Gaussian probes that fit the L2 cache, only drawn.
void measure_law_threads(Session& session) {
  if (!session.wants("threads.law")) return;
  constexpr Index n = 4096;
  const FirstEntryForm form{n};
  const EuclideanMetric<double> V(n);
  ScratchPool scratch;
  measure_scaling(session, "threads.law", [&] {
    mean_form(form, V,
              {.matvecs = 4096,
               .seed = session.seed(),
               .law = Gaussian{},
               .block = 16,
               .scratch = &scratch});
  });
}

}  // namespace

void measure_threads(Session& session) {
  measure_dense_threads(session);
  measure_law_threads(session);
}

}  // namespace isotrace::program
