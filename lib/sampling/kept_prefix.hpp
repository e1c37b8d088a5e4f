#pragma once

#include <algorithm>
#include <mutex>
#include <vector>

#include <isotrace/trace/sample_store.hpp>

namespace isotrace {

/// Hands the blocks of a wave to a store in their order, whichever is done first. Without a store
/// it does nothing.
class KeptPrefix {
 public:
  /// blocks: of width `width` probes, the last one shorter; `begun` of them are there already.
  KeptPrefix(SampleStore* store, Index first, Index count, Index width, Index begun)
      : store_(store), first_(first), count_(count), width_(width), next_(begun) {
    if (store_ != nullptr) done_.resize(static_cast<std::size_t>((count + width - 1) / width));
  }

  /// Block number `block` of the wave's values, which start at `values`, is done.
  template <class W>
  void done(Index block, const W* values) {
    if (store_ == nullptr) return;
    constexpr Index numbers = sizeof(W) / sizeof(double);
    const std::lock_guard lock(mutex_);
    done_[static_cast<std::size_t>(block)] = true;
    for (; next_ < static_cast<Index>(done_.size()) && done_[static_cast<std::size_t>(next_)];
         ++next_) {
      const Index begin = next_ * width_;
      store_->add(first_ + begin, std::min(width_, count_ - begin), numbers,
                  reinterpret_cast<const double*>(values + begin));
    }
  }

 private:
  SampleStore* store_;
  Index first_;
  Index count_;
  Index width_;
  Index next_;
  std::vector<bool> done_;
  std::mutex mutex_;
};

}  // namespace isotrace
