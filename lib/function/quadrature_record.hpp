#pragma once

#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>

namespace isotrace::detail {

/// x ← max(x, value), from any thread.
template <class T>
void raise(std::atomic<T>& x, T value) {
  T before = x.load(std::memory_order_relaxed);
  while (before < value && !x.compare_exchange_weak(before, value, std::memory_order_relaxed)) {
  }
}

/// A mean of half-widths that does not depend on their order, so on no thread: they are counted by
/// size, in steps of 2^(1/8), and each counts as the upper end of its step.
class MeanHalfWidth {
 public:
  void add(double half_width) {
    count_.fetch_add(1, std::memory_order_relaxed);
    if (half_width == 0) return;
    counts_[bin(half_width)].fetch_add(1, std::memory_order_relaxed);
  }
  /// At most 9 % above the mean; infinite with a half-width beyond 2^500, zero without any.
  double mean() const {
    const auto count = static_cast<double>(count_.load());
    if (count == 0) return 0;
    if (counts_.back() > 0) return std::numeric_limits<double>::infinity();
    double sum = 0;
    for (std::size_t k = 0; k < counts_.size(); ++k) {
      const auto c = static_cast<double>(counts_[k].load());
      if (c > 0) sum += c / count * std::exp2(static_cast<double>(k + 1) / parts - lowest);
    }
    return sum;
  }

 private:
  static constexpr int parts = 8;     // steps of an octave
  static constexpr int lowest = 500;  // 2^−500 and less is the first step
  static constexpr std::size_t last = std::size_t{2} * lowest * parts;
  static std::size_t bin(double x) {
    if (!(x < std::exp2(double(lowest)))) return last;
    const double at = std::floor(parts * (std::log2(x) + lowest));
    return static_cast<std::size_t>(at < 0 ? 0 : at);
  }

  std::array<std::atomic<std::uint32_t>, last + 1> counts_ = {};
  std::atomic<std::uint64_t> count_ = 0;
};

/// What a form's values and products left open.
struct QuadratureRecord {
  MeanHalfWidth values;              ///< of probes with ‖x‖ = 1
  std::atomic<double> products = 0;  ///< the greatest estimated error of a product with ‖x‖ = 1
  std::atomic<long> steps = 0;
  std::atomic<bool> estimated = false;  ///< whether an error is an estimate
};

}  // namespace isotrace::detail
