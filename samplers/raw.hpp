#pragma once

#include <algorithm>

#include <isotrace/core/block.hpp>
#include <isotrace/laws/stream.hpp>

#include "dispatch.hpp"
#include "hash.hpp"

namespace isotrace {

/// Splits rows first_row … first_row + X.rows − 1 at the borders of chunks, and calls draw(piece,
/// block) for each part with its block of X, in order.
template <Scalar S, class Draw>
void for_pieces(const Stream& stream, Index first_row, Index first, BlockView<S> X, Draw draw) {
  const std::uint64_t hash = absorb(absorb(0, stream.seed), stream.domain);
  for (Index i = 0; i < X.rows;) {
    const Index row = (first_row + i) % stream_chunk;
    const Index rows = std::min(stream_chunk - row, X.rows - i);
    draw(Piece{hash, static_cast<std::uint64_t>((first_row + i) / stream_chunk),
               static_cast<std::uint64_t>(first), row, rows, X.cols, X.stride},
         X.row_range(i, rows));
    i += rows;
  }
}

/// Fills X with standard normal entries. If squared_norm is not null, adds to it the squared norms
/// of the columns, summed within each chunk and then over the chunks in order.
template <Scalar S>
void normal_rows(const Stream& stream, Index first_row, Index first, BlockView<S> X,
                 double* squared_norm) {
  for_pieces(stream, first_row, first, X, [&](const Piece& piece, BlockView<S> part) {
    active_kernels().normals(entry_of<S>, piece, part.data, squared_norm);
  });
}

}  // namespace isotrace
