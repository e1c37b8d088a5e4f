#pragma once

#include <tbb/info.h>
#include <tbb/task_arena.h>

#include <algorithm>

namespace isotrace {

/// Runs f with so many threads, at most as many as the machine has; 0: in the caller's arena.
template <class F>
auto in_arena(int threads, F&& f) {
  if (threads == 0) return f();
  return tbb::task_arena(std::min(threads, tbb::info::default_concurrency())).execute(f);
}

}  // namespace isotrace
