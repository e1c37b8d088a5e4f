#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Counts work done by several tasks and reports it to the caller's function, one call at a time,
/// with increasing counts. A task does not wait for a running report; finish() reports the last
/// count.
class Progress {
 public:
  Progress(const std::function<void(Index, Index)>& tell, Index total)
      : tell_(tell), total_(total) {}

  void add(Index count) {
    done_ += count;
    if (!tell_) return;
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (lock.owns_lock()) tell();
  }

  void finish() {
    if (!tell_) return;
    const std::lock_guard lock(mutex_);
    tell();
  }

 private:
  void tell() {
    const Index done = done_;
    if (done > told_) tell_(done, total_);
    told_ = done;
  }

  const std::function<void(Index, Index)>& tell_;
  Index total_;
  Index told_ = 0;
  std::atomic<Index> done_{0};
  std::mutex mutex_;
};

}  // namespace isotrace
