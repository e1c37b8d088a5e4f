#pragma once

#include <utility>
#include <vector>

#include "block_kernels.hpp"

namespace isotrace::detail {

/// A permutation of rows kept as its cycles, to be applied in place with one row of a tile as
/// buffer.
class RowPermutation {
 public:
  RowPermutation() = default;

  /// (P x)[target[i]] = x[i].
  explicit RowPermutation(const std::vector<int>& target) {
    std::vector<bool> seen(target.size(), false);
    for (std::size_t start = 0; start < target.size(); ++start) {
      if (seen[start] || target[start] == static_cast<int>(start)) continue;
      std::size_t i = start;
      while (!seen[i]) {
        seen[i] = true;
        rows_.push_back(static_cast<int>(i));
        i = static_cast<std::size_t>(target[i]);
      }
      ends_.push_back(rows_.size());
    }
  }

  /// x ← P x on a tile.
  template <Scalar S, int W>
  void apply(Tile<S, W> x) const {
    S carried[tile_width];
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      copy<S, W>(x.row(rows_[end - 1]), carried, x.count);
      for (std::size_t k = end - 1; k > begin; --k) {
        copy<S, W>(x.row(rows_[k - 1]), x.row(rows_[k]), x.count);
      }
      copy<S, W>(carried, x.row(rows_[begin]), x.count);
      begin = end;
    }
  }

  /// x ← Pᵀ x on a tile.
  template <Scalar S, int W>
  void apply_transposed(Tile<S, W> x) const {
    S carried[tile_width];
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      copy<S, W>(x.row(rows_[begin]), carried, x.count);
      for (std::size_t k = begin; k + 1 < end; ++k) {
        copy<S, W>(x.row(rows_[k + 1]), x.row(rows_[k]), x.count);
      }
      copy<S, W>(carried, x.row(rows_[end - 1]), x.count);
      begin = end;
    }
  }

 private:
  template <Scalar S, int W>
  static void copy(const S* from, S* to, Index count) {
    const Index width = W > 0 ? W : count;
    for (Index j = 0; j < width; ++j) to[j] = from[j];
  }

  std::vector<int> rows_;          // the cycles one after another, each in the order it is walked
  std::vector<std::size_t> ends_;  // where each ends
};

}  // namespace isotrace::detail
