#pragma once

#include <fmt/format.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <functional>
#include <limits>
#include <ranges>

#include <isotrace/core/error.hpp>
#include <isotrace/core/scratch.hpp>
#include <isotrace/core/stop.hpp>

#include <lib/parallel/arena.hpp>
#include <lib/parallel/block_loop.hpp>
#include <lib/parallel/pages.hpp>
#include <lib/parallel/progress.hpp>
#include "front.hpp"
#include "schedule.hpp"

namespace isotrace::detail {

/// How the fronts are walked over.
struct WalkOptions {
  int threads = 0;                                               ///< 0: the caller's TBB arena
  std::size_t memory = std::numeric_limits<std::size_t>::max();  ///< bytes
  Stop stop = {};
  std::function<void(Index, Index)> progress = {};  ///< (operations done, all), one call at a time
};

/// Visits the supernodes, children before parents (up) or parents before children (down), as the
/// schedule shares them among threads, and holds the fronts and what they leave for each other.
template <Scalar S>
class FrontWalk {
 public:
  /// What one thread works in.
  struct Memory {
    ScratchPool::Buffer front;
    ScratchPool::Buffer stack;
    ScratchPool::Buffer work;
    std::size_t used = 0;    // entries on the stack
    std::vector<int> local;  // positions of rows in the front
    double unreported = 0;   // operations
    bool parallel = false;   // whether the other threads help
  };

  /// A packed upper triangle, and the memory that it is in unless it is on a stack.
  struct Triangle {
    S* data = nullptr;
    Pages own;
  };

  /// work_rows: rows of a front that fit into Memory::work, besides a square of as many. kept:
  /// bytes of the results, which count as memory, too. Throws OptionError if one thread needs more
  /// than options.memory.
  FrontWalk(const char* what, const Supernodes& nodes, const Schedule& schedule,
            const WalkOptions& options, int work_rows, std::size_t kept)
      : what_(what),
        nodes_(nodes),
        schedule_(schedule),
        options_(options),
        work_rows_(work_rows),
        progress_(options_.progress, static_cast<Index>(schedule.operations)),
        left_(nodes.parent.size()) {
    const std::size_t needed = kept + bytes(nodes, schedule, work_rows);
    if (needed > options.memory) {
      throw OptionError(
          fmt::format("{} needs {} bytes of memory, allowed are {}", what, needed, options.memory));
    }
    const std::size_t others = std::max<std::size_t>(
        1, memory_bytes(nodes, schedule.tallest_in_range, schedule.stack, work_rows));
    most_at_once_ = 1 + static_cast<Index>(std::min<std::size_t>((options.memory - needed) / others,
                                                                 schedule.ranges.size()));
  }

  /// The least memory of a walk at a time, that of one thread, without `kept`.
  static std::size_t bytes(const Supernodes& nodes, const Schedule& schedule, int work_rows) {
    return schedule.triangles * sizeof(S) +
           std::max(memory_bytes(nodes, schedule.tallest_in_range, schedule.stack, work_rows),
                    memory_bytes(nodes, schedule.tallest_at_top, 0, work_rows)) +
           nodes.parent.size() * sizeof(Pages);
  }

  /// Calls visit(s, memory) for every supernode, children first. A MetricError that reaches the
  /// caller is that of the lowest range that threw one.
  template <class Visit>
  void up(const Visit& visit) {
    in_arena(options_.threads, [&] {
      ranges([&](NodeRange range, Memory& memory) {
        for (int s = range.first; s < range.last; ++s) visit(s, memory);
      });
      top(schedule_.top, visit);
    });
    progress_.finish();
  }

  /// The same, parents first.
  template <class Visit>
  void down(const Visit& visit) {
    in_arena(options_.threads, [&] {
      top(std::views::reverse(schedule_.top), visit);
      ranges([&](NodeRange range, Memory& memory) {
        for (int s = range.last - 1; s >= range.first; --s) visit(s, memory);
      });
    });
    progress_.finish();
  }

  Front<S> front(int s, const Memory& memory) const {
    const int height = nodes_.height(s);
    return {static_cast<S*>(memory.front.data()), Front<S>::padded(height), height};
  }

  /// Memory for the triangle between supernode s and its parent. Those on a stack are taken in
  /// reverse order.
  S* put(int s, Memory& memory) {
    const std::size_t size = packed(nodes_.height(s) - nodes_.width(s));
    if (!on_stack(s)) {
      left_[s] = allocate_pages(size * sizeof(S));
      return static_cast<S*>(left_[s].get());
    }
    S* place = static_cast<S*>(memory.stack.data()) + memory.used;
    memory.used += size;
    return place;
  }
  Triangle take(int s, Memory& memory) {
    if (!on_stack(s)) {
      Pages own = std::move(left_[s]);
      S* data = static_cast<S*>(own.get());
      return {data, std::move(own)};
    }
    memory.used -= packed(nodes_.height(s) - nodes_.width(s));
    return {static_cast<S*>(memory.stack.data()) + memory.used, nullptr};
  }

  /// Reports operations that are done. Throws Interrupted if the caller asks to stop.
  void step(Memory& memory, double operations) {
    if (options_.stop.requested()) interrupt();
    memory.unreported += operations;
    if (memory.unreported > schedule_.operations / 1000) report(memory);
  }

 private:
  static std::size_t work_entries(int tallest, int work_rows) {
    return static_cast<std::size_t>(work_rows) *
           static_cast<std::size_t>(Front<S>::padded(tallest) + 2 * work_rows);
  }
  /// Of one thread. Three buffers may be rounded up to huge pages.
  static std::size_t memory_bytes(const Supernodes& nodes, int tallest, std::size_t stack,
                                  int work_rows) {
    constexpr std::size_t rounding = 3 * (std::size_t{2} << 20);
    return (Front<S>::entries(tallest) + stack + work_entries(tallest, work_rows)) * sizeof(S) +
           nodes.order.size() * sizeof(int) + rounding;
  }

  bool on_stack(int s) const {
    return schedule_.at_top[s] == 0 && schedule_.at_top[nodes_.parent[s]] == 0;
  }

  Memory memory(ScratchPool& pool, int tallest, std::size_t stack, bool parallel) {
    return {pool.borrow(Front<S>::entries(tallest) * sizeof(S)),
            pool.borrow(stack * sizeof(S)),
            pool.borrow(work_entries(tallest, work_rows_) * sizeof(S)),
            0,
            std::vector<int>(nodes_.order.size()),
            0,
            parallel};
  }

  template <class Work>
  void ranges(const Work& work) {
    const auto count = static_cast<Index>(schedule_.ranges.size());
    std::vector<std::exception_ptr> failures(schedule_.ranges.size());
    std::atomic<Index> lowest_failed{count};
    ScratchPool pool;  // of this phase: what it holds is freed before the next
    const Index threads = tbb::this_task_arena::max_concurrency();
    const Index done = for_blocks(
        count, std::min(threads, most_at_once_), options_.stop,
        [&] { return memory(pool, schedule_.tallest_in_range, schedule_.stack, false); },
        [&](Memory& memory, Index k) {
          if (k > lowest_failed) return;
          try {
            work(schedule_.ranges[k], memory);
            report(memory);
          } catch (const MetricError&) {
            failures[k] = std::current_exception();
            Index lowest = lowest_failed;
            while (k < lowest && !lowest_failed.compare_exchange_weak(lowest, k)) {
            }
          }
        });
    for (const auto& failure : failures) {
      if (failure != nullptr) std::rethrow_exception(failure);
    }
    if (done < count) interrupt();
  }

  template <class List, class Visit>
  void top(const List& list, const Visit& visit) {
    if (list.empty()) return;
    ScratchPool pool;
    Memory memory = this->memory(pool, schedule_.tallest_at_top, 0, true);
    for (const int s : list) visit(s, memory);
    report(memory);
  }

  void report(Memory& memory) {
    progress_.add(static_cast<Index>(memory.unreported));
    memory.unreported = 0;
  }
  [[noreturn]] void interrupt() const {
    throw Interrupted(fmt::format("stopped before {} was complete", what_));
  }

  const char* what_;
  const Supernodes& nodes_;
  const Schedule& schedule_;
  const WalkOptions& options_;
  int work_rows_;
  Progress progress_;
  Index most_at_once_ = 1;
  std::vector<Pages> left_;  // triangles that are on no stack
};

}  // namespace isotrace::detail
