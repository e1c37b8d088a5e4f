#pragma once

#include <fmt/format.h>

#include <isotrace/core/block.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::gradient {

/// Throws ShapeError, with both shapes, unless a block is rows × cols.
inline void require_shape(const char* what, ConstBlockView<double> x, Index rows, Index cols) {
  if (x.rows == rows && x.cols == cols) return;
  throw ShapeError(
      fmt::format("{} is {} × {}, expected {} × {}", what, x.rows, x.cols, rows, cols));
}

}  // namespace isotrace::gradient
