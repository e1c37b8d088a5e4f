#pragma once

#include <tbb/parallel_for.h>

#include <atomic>

namespace isotrace::program {

/// Calls f(k, task) for the blocks k = 0 … blocks − 1 in `tasks` tasks, each of which takes the
/// next block when it is free, so that a busy processor delays both sides of a comparison alike.
template <class F>
void each_block(int blocks, int tasks, F&& f) {
  std::atomic<int> next{0};
  tbb::parallel_for(
      0, tasks,
      [&](int task) {
        for (int k = next++; k < blocks; k = next++) f(k, task);
      },
      tbb::simple_partitioner());
}

}  // namespace isotrace::program
