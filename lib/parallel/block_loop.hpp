#pragma once

#include <algorithm>
#include <atomic>

#include <isotrace/core/stop.hpp>

#include "parallel_for.hpp"

namespace isotrace {

/// Runs body(memory, block) for blocks 0, 1, …, handed out in order to at most `tasks` tasks, each
/// with its own memory from make_memory(). No block starts after the caller asks to stop, or after
/// a body throws; the exception reaches the caller. Every block that started is finished, so the
/// finished blocks are the first ones. Returns their number.
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
