#pragma once

#include <tbb/parallel_for.h>

#include <atomic>

namespace isotrace::program {

/// f(k, task) for the blocks k = 0 … blocks − 1, in so many tasks, each taking the next block when
/// it is free: a processor that is busy elsewhere then holds up neither side of a comparison alone.
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
