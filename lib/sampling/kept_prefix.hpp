#pragma once

#include <algorithm>
#include <mutex>
#include <vector>

#include <isotrace/core/scalar.hpp>
#include <isotrace/trace/sample_store.hpp>

namespace isotrace {

/// Passes the blocks of a wave to a store in order, although they may finish in any order. Does
/// nothing without a store.
class KeptPrefix {
 public:
  /// The blocks of the wave have `width` probes each, the last one perhaps fewer. The store already
  /// has the first `begun` of them.
  KeptPrefix(SampleStore* store, Index first, Index count, Index width, Index begun)
      : store_(store), first_(first), count_(count), width_(width), next_(begun) {
    if (store_ != nullptr) done_.resize(static_cast<std::size_t>((count + width - 1) / width));
  }

  /// Reports that a block is done. values: those of the whole wave.
  template <class W>
  void done(Index block, const W* values) {
    if (store_ == nullptr) return;
    constexpr Index numbers = is_complex<W> ? 2 : 1;
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
