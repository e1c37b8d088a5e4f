#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// Independent runs of a study, side by side.
struct Repetitions {
  Index count = 0;
  int threads = 0;  ///< 0: the caller's arena
  const std::atomic<bool>* stop = nullptr;
};

/// Calls run(r) for r = 0 … count − 1 on several threads, none any more once stop is set; run
/// returns whether it was finished. A run's own parallel loops do not take up other runs. The
/// finished runs, in their order.
std::vector<Index> repeat(const Repetitions& repetitions, const std::function<bool(Index)>& run);

}  // namespace isotrace::program
