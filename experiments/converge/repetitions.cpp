#include <converge/repetitions.hpp>

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace isotrace::program {

std::vector<Index> repeat(const Repetitions& repetitions, const std::function<bool(Index)>& run) {
  const auto stopped = [&] { return repetitions.stop != nullptr && repetitions.stop->load(); };
  std::vector<char> done(static_cast<std::size_t>(repetitions.count), 0);
  const auto all = [&] {
    tbb::parallel_for(Index{0}, repetitions.count, [&](Index r) {
      if (stopped()) return;
      tbb::this_task_arena::isolate([&] { done[r] = run(r) ? 1 : 0; });
    });
  };
  if (repetitions.threads == 0) {
    all();
  } else {
    tbb::task_arena(repetitions.threads).execute(all);
  }
  std::vector<Index> finished;
  for (Index r = 0; r < repetitions.count; ++r) {
    if (done[r] != 0) finished.push_back(r);
  }
  return finished;
}

}  // namespace isotrace::program
