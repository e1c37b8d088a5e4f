#pragma once

#include "engines.hpp"

namespace isotrace::ISOTRACE_ISA {

/// Where a tile of columns is written. All its lanes are drawn, but only the first `cols` are
/// stored.
template <class R>
struct Place {
  R* out;        ///< the first entry
  Count stride;  ///< between rows, in entries
  int column;    ///< the first column, counted within the group
  int cols;
};

/// Stores a row of a tile, whose entries have the components x[0] (and x[1]): the first `cols`
/// lanes go to `out`, and the squared moduli of what was stored are added to `sum`.
template <class R, int components, bool whole>
inline void put_row(const Reals (*x)[packs], R* out, int cols, Reals (&sum)[packs]) {
  R part[whole ? 1 : tile * components];
  R* to = whole ? out : part;
  for (int p = 0; p < packs; ++p) {
    Reals stored[components];
    R* at = to + p * width * components;
    if constexpr (sizeof(R) == 4) {
      Floats narrow[components];
      for (int c = 0; c < components; ++c) {
        narrow[c] = narrowed(x[c][p]);
        stored[c] = widened(narrow[c]);
      }
      if constexpr (components == 2) store_pairs(at, narrow[0], narrow[1]);
      if constexpr (components == 1) store(at, narrow[0]);
    } else {
      for (int c = 0; c < components; ++c) stored[c] = x[c][p];
      if constexpr (components == 2) store_pairs(at, stored[0], stored[1]);
      if constexpr (components == 1) store(at, stored[0]);
    }
    if constexpr (components == 2) sum[p] += stored[0] * stored[0] + stored[1] * stored[1];
    if constexpr (components == 1) sum[p] += stored[0] * stored[0];
  }
  if constexpr (!whole) {
    for (int l = 0; l < cols * components; ++l) out[l] = part[l];
  }
}

/// Draws rows of a group of columns with independent, identically distributed entries:
///   Law::words                words per entry, consecutive ones of its lane
///   Law::components           real components per entry, 1 or 2
///   law.entries<rows>(w, x)   computes the components of some rows of a tile from their words
///   law.inspect<rows>(w, at)  is passed these words and the tile's place once the rows are stored
template <class Law, class R>
class Columns {
 public:
  static constexpr int words = Law::words;
  static constexpr int components = Law::components;
  static constexpr int rows_at_once = chains > words ? chains / words : 1;

  Columns(Law& law, const Engines& engines, int cols) : law_(law), cols_(cols) {
    for (int j = 0; j < cols; j += width) {
      const Words state = load<Words>(engines.state + j);
      const Words odd = load<Words>(engines.increment + j);
      for (int q = 0; q < in_flight; ++q) store(state_[q] + j, jump(q)(state, odd));
      store(step_ + j, odd * whole_step.sum);
      store(sum_ + j, Reals{});
    }
  }

  /// Draws the next `rows` rows: a multiple of rows_at_once, except in the last call.
  void draw(Count rows, R* out, Count stride) {
    for (int j = 0; j < cols_; j += tile) {
      const Place<R> at{out + j * components, stride, j, cols_ - j < tile ? cols_ - j : tile};
      if (at.cols == tile) draw_tile<true>(rows, at);
      if (at.cols < tile) draw_tile<false>(rows, at);
    }
  }

  /// Σ |entry|² of the rows of column j drawn so far, in their order.
  double sum(int j) const { return sum_[j]; }

 private:
  static constexpr int in_flight = rows_at_once * words;
  static constexpr Jump whole_step = jump(in_flight);

  template <bool whole>
  void draw_tile(Count rows, Place<R> at) {
    Words state[in_flight][packs], step[packs];
    Reals sum[packs];
    for (int p = 0; p < packs; ++p) {
      const int j = at.column + p * width;
      for (int q = 0; q < in_flight; ++q) state[q][p] = load<Words>(state_[q] + j);
      step[p] = load<Words>(step_ + j);
      sum[p] = load<Reals>(sum_ + j);
    }
    for (; rows >= rows_at_once; rows -= rows_at_once) {
      put_rows<whole, rows_at_once>(state, at, sum);
      for (int q = 0; q < in_flight; ++q) {
        for (int p = 0; p < packs; ++p) state[q][p] = state[q][p] * whole_step.power + step[p];
      }
      at.out += rows_at_once * at.stride * components;
    }
    for (Count row = 0; row < rows; ++row) {
      put_rows<whole, 1>(state + row * words, at, sum);
      at.out += at.stride * components;
    }
    for (int p = 0; p < packs; ++p) {
      const int j = at.column + p * width;
      for (int q = 0; q < in_flight; ++q) store(state_[q] + j, state[q][p]);
      store(sum_ + j, sum[p]);
    }
  }

  template <bool whole, int rows>
  void put_rows(const Words (*state)[packs], const Place<R>& at, Reals (&sum)[packs]) {
    Words w[rows * words][packs];
    for (int q = 0; q < rows * words; ++q) {
      for (int p = 0; p < packs; ++p) w[q][p] = pcg_output(state[q][p]);
    }
    Reals x[rows * components][packs];
    law_.template entries<rows>(w, x);
#pragma GCC unroll 8
    for (int row = 0; row < rows; ++row) {
      put_row<R, components, whole>(x + row * components, at.out + row * at.stride * components,
                                    at.cols, sum);
    }
    law_.template inspect<rows>(w, at);
  }

  Law& law_;
  int cols_;
  alignas(64) Word state_[in_flight][group];
  alignas(64) Word step_[group];
  alignas(64) double sum_[group];
};

/// Rows that are drawn for all tiles of a group before the next rows, so that writes stay close
/// together in memory.
inline constexpr Count section = 128;

/// Draws a piece group by group of columns. After each group, calls done(law, columns, column,
/// cols) with its first column and the number of its columns.
template <class R, class Law, class Done>
void draw_columns(const Piece& piece, R* out, Done done) {
  for (Count column = 0; column < piece.cols; column += group) {
    const Count left = piece.cols - column;
    const int cols = static_cast<int>(left < group ? left : group);
    const Engines engines(piece, piece.first + static_cast<Word>(column), cols,
                          static_cast<Word>(piece.row) * Law::words);
    Law law;
    Columns<Law, R> columns(law, engines, cols);
    for (Count row = 0; row < piece.rows; row += section) {
      const Count rows = piece.rows - row < section ? piece.rows - row : section;
      columns.draw(rows, out + (row * piece.stride + column) * Law::components, piece.stride);
    }
    done(law, columns, column, cols);
  }
}

}  // namespace isotrace::ISOTRACE_ISA
