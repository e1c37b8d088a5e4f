#pragma once

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <utility>

#include "loop_order.hpp"

#include <isotrace/core/scalar.hpp>

namespace isotrace {

// The one place where the library's loops run in parallel. A thread that waits for the end of a
// loop takes up other tasks meanwhile. Left alone it may take up one of the caller's, around the
// very call that it waits in: a caller that holds a lock around the call, or keeps something per
// thread, would then meet itself. So every wait is isolated, and takes up tasks of its own loop
// only; and so is every body, whose own loops (a user's operator may have some) must not take up
// another body on a thread that is inside one.

/// f(), whose waits take up no task from outside.
template <class F>
decltype(auto) isolated(F&& f) {
  return tbb::this_task_arena::isolate(std::forward<F>(f));
}

/// f(), in a context of its own: when the caller's tasks are cancelled (one of them threw), loops
/// begun here still do all of their work, or what comes after them would read what was never
/// written.
template <class F>
void in_own_context(const F& f) {
  tbb::task_group_context context(tbb::task_group_context::isolated);
  LoopOrder order;
  const auto task = [&](int) {
    const LoopOrder::Piece piece(order);
    f();
  };
  isolated([&] { tbb::parallel_for(0, 1, task, context); });
}

/// body(i) for 0 ≤ i < count, each a task.
template <class Body>
void parallel_for(Index count, const Body& body) {
  if (count <= 0) return;
  LoopOrder order;
  const auto task = [&](Index i) {
    isolated([&] {
      const LoopOrder::Piece piece(order);
      body(i);
    });
  };
  isolated([&] { tbb::parallel_for(Index{0}, count, task, tbb::simple_partitioner()); });
}

/// The pieces look(first, last, identity) of [0, count), of at most grain each, put together by
/// merge, which must be associative and commutative.
template <class T, class Look, class Merge>
T parallel_reduce(Index count, Index grain, const T& identity, const Look& look,
                  const Merge& merge) {
  LoopOrder order;
  const auto piece = [&](const tbb::blocked_range<Index>& range, const T& sofar) {
    return isolated([&] {
      const LoopOrder::Piece ordered(order);
      return look(range.begin(), range.end(), sofar);
    });
  };
  const auto merged = [&](const T& a, const T& b) {
    const LoopOrder::Merge ordered(order);
    return merge(a, b);
  };
  return isolated([&] {
    return tbb::parallel_reduce(tbb::blocked_range<Index>(0, count, grain), identity, piece,
                                merged);
  });
}

}  // namespace isotrace
