#pragma once

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

namespace isotrace {

/// Runs f with so many threads, at most as many as the machine has; 0: in the caller's arena. In a
/// context of its own: when the caller's tasks are cancelled (one of them threw), loops begun here
/// still do all of their work, or what comes after them would read what was never written.
template <class F>
auto in_arena(int threads, F&& f) {
  using Result = std::invoke_result_t<F&>;
  std::conditional_t<std::is_void_v<Result>, bool, std::optional<Result>> result{};
  const auto isolated = [&] {
    tbb::task_group_context context(tbb::task_group_context::isolated);
    const auto once = [&](int) {
      if constexpr (std::is_void_v<Result>) {
        f();
      } else {
        result.emplace(f());
      }
    };
    tbb::parallel_for(0, 1, once, context);
  };
  if (threads == 0) {
    isolated();
  } else {
    tbb::task_arena(std::min(threads, tbb::info::default_concurrency())).execute(isolated);
  }
  if constexpr (!std::is_void_v<Result>) return Result(std::move(*result));
}

}  // namespace isotrace
