#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// Independent runs of a study, in parallel.
struct Repetitions {
  Index count = 0;
  int threads = 0;  ///< 0: the caller's arena
  const std::atomic<bool>* stop = nullptr;
};

/// Calls run(r) for r = 0 … count − 1 on several threads and starts no more once stop is set; run
/// returns whether it finished. A run's own parallel loops do not pick up other runs. Returns the
/// finished runs in order.
std::vector<Index> repeat(const Repetitions& repetitions, const std::function<bool(Index)>& run);

}  // namespace isotrace::program
