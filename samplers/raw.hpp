#pragma once

#include <algorithm>

#include "engine.hpp"

#include <isotrace/core/block.hpp>

namespace isotrace {

/// Fills X (n×b) with entries of the raw stream: entry (i, j) comes from the engine of probe
/// first + j and chunk i / stream_chunk, drawn in the order of the rows. `make` is called once a
/// (probe, chunk) with its engine and returns what draws the entries one after another.
/// squared_norm[j] = ‖x_j‖² is summed within each chunk, then over the chunks in their order.
template <Scalar S, class Make>
void fill_raw(const Stream& stream, Index first, BlockView<S> X, double* squared_norm, Make make) {
  std::fill_n(squared_norm, X.cols, 0.0);
  for (Index begin = 0; begin < X.rows; begin += stream_chunk) {
    const Index end = std::min(begin + stream_chunk, X.rows);
    for (Index j = 0; j < X.cols; ++j) {
      auto next = make(engine_at(stream, first + j, begin / stream_chunk));
      double sum = 0;
      for (Index i = begin; i < end; ++i) {
        const S entry = next();
        X(i, j) = entry;
        sum += squared_modulus(entry);
      }
      squared_norm[j] += sum;
    }
  }
}

}  // namespace isotrace
