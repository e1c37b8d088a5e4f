#pragma once

#include <optional>

#include <isotrace/operators/operator_ref.hpp>

namespace isotrace::exact::detail {

/// A matrix line by line: the rows of one that is stored by rows, else the columns.
template <Scalar S>
struct MatrixLines {
  bool by_rows = true;
  Index lines = 0;
  Index length = 0;            ///< entries of a dense line
  Index stride = 0;            ///< from a dense line to the next
  const S* values = nullptr;   ///< all of them
  const int* outer = nullptr;  ///< of a sparse matrix; null: dense
  const int* inner = nullptr;

  bool sparse() const { return outer != nullptr; }
  Index begin(Index line) const { return sparse() ? outer[line] : line * stride; }
  Index size(Index line) const { return sparse() ? Index{outer[line + 1]} - outer[line] : length; }
  const S* values_of(Index line) const { return values + begin(line); }
  /// The places of a line's entries; null if the line has them all.
  const int* places_of(Index line) const { return sparse() ? inner + begin(line) : nullptr; }
  Index entries() const { return sparse() ? Index{outer[lines]} : lines * length; }
};

template <Scalar S>
MatrixLines<S> lines_of(SparseView<S> a) {
  return {a.row_major, a.row_major ? a.rows : a.cols, 0, 0, a.values, a.outer, a.inner};
}
template <Scalar S>
MatrixLines<S> lines_of(DenseView<S> a) {
  return {a.row_major,
          a.row_major ? a.rows : a.cols,
          a.row_major ? a.cols : a.rows,
          a.stride,
          a.data,
          nullptr,
          nullptr};
}
/// The entries of an operator that is a matrix.
template <Scalar S>
std::optional<MatrixLines<S>> lines_of(const OperatorRef<S>& A) {
  if (const auto sparse = A.sparse()) return lines_of(*sparse);
  if (const auto dense = A.dense()) return lines_of(*dense);
  return std::nullopt;
}

/// Lines per task, from the shape alone.
template <Scalar S>
Index lines_per_task(const MatrixLines<S>& a) {
  constexpr Index entries = 1 << 16;
  const Index average = 1 + a.entries() / std::max<Index>(1, a.lines);
  return std::clamp<Index>(entries / average, 1, 8192);
}

/// Throws NotFiniteError, naming the entry, unless the lines [first, first + count) are finite.
template <Scalar S>
void require_finite(const MatrixLines<S>& a, Index first, Index count);

}  // namespace isotrace::exact::detail
