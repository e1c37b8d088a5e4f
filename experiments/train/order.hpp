#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::program {

/// A random order of 0, …, n − 1: that of independent normal numbers.
inline std::vector<Index> shuffled(Index n, const Stream& stream) {
  RowMatrix<double> keys(1, n);
  draw<double>(Gaussian{}, stream, 0, view(keys));
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return keys(0, a) < keys(0, b); });
  return order;
}

}  // namespace isotrace::program
