#pragma once

#include <tbb/info.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "parallel_for.hpp"

namespace isotrace {

/// Runs f with at most `threads` threads and no more than the machine has, in a task group context
/// of its own (parallel_for.hpp). 0: in the caller's arena, executing none of the caller's tasks.
template <class F>
auto in_arena(int threads, F&& f) {
  using Result = std::invoke_result_t<F&>;
  std::conditional_t<std::is_void_v<Result>, bool, std::optional<Result>> result{};
  const auto apart = [&] {
    in_own_context([&] {
      if constexpr (std::is_void_v<Result>) {
        f();
      } else {
        result.emplace(f());
      }
    });
  };
  if (threads == 0) {
    apart();
  } else {
    LoopOrder order;  // the arena may run `ordered` on another thread
    const auto ordered = [&] {
      const LoopOrder::Piece piece(order);
      apart();
    };
    tbb::task_arena(std::min(threads, tbb::info::default_concurrency())).execute(ordered);
  }
  if constexpr (!std::is_void_v<Result>) return Result(std::move(*result));
}

}  // namespace isotrace
