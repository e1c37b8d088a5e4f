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

// All parallel loops of the library run through this file. A thread that waits for the end of a
// loop executes other tasks meanwhile. Without isolation it could execute one of the caller's tasks
// inside the library call that is waiting; a caller that holds a lock around the call, or keeps
// state per thread, would then re-enter its own code. So every wait is isolated: it executes only
// tasks of its own loop. Every body is isolated, too: a body may run parallel loops of its own (a
// user's operator, for example), and a thread inside it must not start another body.

/// Calls f(). Waits inside it execute no tasks from outside.
template <class F>
decltype(auto) isolated(F&& f) {
  return tbb::this_task_arena::isolate(std::forward<F>(f));
}

/// Calls f() in a task group context of its own. If the caller's tasks are cancelled because one of
/// them threw, loops inside f still run to completion, so that later code finds all their results.
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

/// Runs body(i) for 0 ≤ i < count, one task each.
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

/// Reduces [0, count) in pieces of at most `grain`: look(first, last, value) returns `value`, at
/// first `identity`, extended by a piece; merge, associative and commutative, combines two results.
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
