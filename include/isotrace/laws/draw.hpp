#pragma once

#include <isotrace/laws/law.hpp>

namespace isotrace {

/// Draws probes first … first + X.cols − 1 of the law on 𝕂ⁿ, n = X.rows, as raw columns X and
/// scales: probe j is column j of X times norms.scale[j]. A sphere or ball probe is a Gaussian
/// column times its scale; the library's other laws have scale 1. first and X.cols must be
/// multiples of the law's group.
/// Throws OptionError as check_law and check_groups do, and for a law that cannot be drawn over S.
/// Cost: O(n) per probe, O(n · size) per column of a frame.
template <class S>
void draw_raw(const Law& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms);

/// Draws the probes themselves: as draw_raw, with the scales multiplied in. Same errors and cost.
template <class S>
void draw(const Law& law, const Stream& stream, Index first, BlockView<S> X);

/// Whether single rows of the law's probes can be drawn over S.
template <class S>
bool draws_rows(const Law& law) {
  return law.table().template draws<S>().rows != nullptr;
}

/// Draws rows first_row … first_row + X.rows − 1 of the raw columns of probes first … first +
/// X.cols − 1. The bits are those of draw_raw, for every partition into rows and probes. No scale
/// is applied. If squared_norm is not null, it holds X.cols numbers, to which the squared norms of
/// the drawn parts are added; added up over whole chunks in order they equal those of draw_raw.
/// Throws OptionError for a law whose rows cannot be drawn alone, such as a frame, and for phases
/// over ℝ. Cost: O(1) per entry, and O(log stream_chunk) per piece that starts inside a chunk.
template <class S>
void draw_rows(const Law& law, const Stream& stream, Index first_row, Index first, BlockView<S> X,
               double* squared_norm = nullptr);

/// Sets norms.scale as draw_raw does, from the squared norms of the raw columns of these probes.
/// dimension is the real dimension of 𝕂ⁿ: n over ℝ, 2n over ℂ. O(1) per probe.
void draw_scales(const Law& law, const Stream& stream, Index dimension, ProbeRange probes,
                 RawNorms norms);

/// Packs the signs of at most 64 probes of the law Signs into words: bit j of words[i] is set if
/// row first_row + i of probe first + j is −1, for 0 ≤ i < rows and 0 ≤ j < count; the bits from
/// count on are 0. The signs are those of draw. Throws OptionError unless 0 ≤ count ≤ 64. O(rows).
void draw_sign_words(const Stream& stream, Index first_row, Index rows, Index first, Index count,
                     std::uint64_t* words);

}  // namespace isotrace
