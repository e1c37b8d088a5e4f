#pragma once

#include <isotrace/laws/law.hpp>

namespace isotrace {

/// Draws probes first … first + X.cols − 1 of the law on 𝕂ⁿ, n = X.rows, as raw columns and scales
/// (a sphere or ball is a Gaussian column times its scale; the others have scale 1). first and
/// X.cols are multiples of the law's group.
/// Throws OptionError as check_law and check_groups do, and for a law that is not drawn over S.
/// Cost: O(n) a probe, O(n · size) a frame's column.
template <class S>
void draw_raw(const Law& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms);

/// The probes themselves: draw_raw with the scales multiplied in.
template <class S>
void draw(const Law& law, const Stream& stream, Index first, BlockView<S> X);

/// Whether rows of the law's probes can be drawn alone over S.
template <class S>
bool draws_rows(const Law& law) {
  return law.table().template draws<S>().rows != nullptr;
}

/// Rows first_row … first_row + X.rows − 1 of the raw columns of probes first … first + X.cols − 1:
/// the same bits as draw_raw's, for any cut into rows and probes. No scale is applied. Unless it is
/// null, the pieces' squared norms are added to squared_norm: over whole chunks in their order they
/// become those of draw_raw.
/// Throws OptionError for a law whose rows cannot be drawn alone, such as a frame, and for phases
/// over ℝ. Cost: O(1) an entry, and O(log stream_chunk) a piece that starts inside a chunk.
template <class S>
void draw_rows(const Law& law, const Stream& stream, Index first_row, Index first, BlockView<S> X,
               double* squared_norm = nullptr);

/// The scales that draw_raw sets, from the squared norms of the raw columns of a range of probes,
/// in 𝕂ⁿ of the real dimension (n or 2n).
void draw_scales(const Law& law, const Stream& stream, Index dimension, ProbeRange probes,
                 RawNorms norms);

/// Signs of at most 64 probes packed into words: bit j of words[i] is set where probe first + j of
/// the law Signs has −1 in row first_row + i, for 0 ≤ i < rows and 0 ≤ j < count; the bits from
/// count on are 0. The same signs as draw's. Throws OptionError unless 0 ≤ count ≤ 64. Cost:
/// O(rows), a fraction of a cycle a sign.
void draw_sign_words(const Stream& stream, Index first_row, Index rows, Index first, Index count,
                     std::uint64_t* words);

}  // namespace isotrace
