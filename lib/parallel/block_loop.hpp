#pragma once

#include <algorithm>
#include <atomic>

#include <isotrace/core/stop.hpp>

#include "parallel_for.hpp"

namespace isotrace {

/// body(memory, block) for blocks 0, 1, … , handed out in order to at most `tasks` tasks, each with
/// a memory of its own from make_memory(). None is begun once the caller asks to stop, or a body
/// has thrown (which reaches the caller); every one begun is finished: those done are the first
/// ones, and their number is returned.
template <class MakeMemory, class Body>
Index for_blocks(Index blocks, Index tasks, const Stop& stop, const MakeMemory& make_memory,
                 const Body& body) {
  std::atomic<Index> next{0};
  std::atomic<bool> failed{false};
  parallel_for(std::min(tasks, blocks), [&](Index) {
    auto memory = make_memory();
    while (!stop.requested() && !failed.load(std::memory_order_relaxed)) {
      const Index block = next.fetch_add(1);
      if (block >= blocks) return;
      try {
        body(memory, block);
      } catch (...) {
        failed = true;
        throw;
      }
    }
  });
  return std::min(blocks, next.load());
}

}  // namespace isotrace
