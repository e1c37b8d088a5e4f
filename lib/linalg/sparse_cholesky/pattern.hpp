#pragma once

#include <cstdint>
#include <vector>

#include <isotrace/core/scalar.hpp>

namespace isotrace::detail {

/// The sparsity pattern of a symmetric matrix, both triangles given. The entries of row (or column)
/// i are inner[outer[i]], …, inner[outer[i + 1] − 1].
struct Pattern {
  const int* outer;
  const int* inner;
  Index size;
};

/// order[k] is the row eliminated k-th.
using Order = std::vector<int>;

/// position[order[k]] = k.
std::vector<int> inverse(const Order& order);

}  // namespace isotrace::detail
