#pragma once

#include <functional>
#include <mutex>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// Counts finished work from any thread and reports it to a progress function, one call at a time.
class Tally {
 public:
  Tally(std::function<void(Index, Index)> progress, Index total)
      : progress_(std::move(progress)), total_(total) {}

  void add(Index count = 1) {
    const std::lock_guard lock(mutex_);
    done_ += count;
    if (progress_) progress_(done_, total_);
  }

 private:
  std::function<void(Index, Index)> progress_;
  Index total_;
  Index done_ = 0;
  std::mutex mutex_;
};

}  // namespace isotrace::program
