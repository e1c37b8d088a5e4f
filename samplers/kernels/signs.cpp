#include "engines.hpp"
#include "kernels.hpp"

namespace isotrace::ISOTRACE_ISA {

namespace {

/// The words of a group of columns, 64 rows to each: bit r % 64 of word r / 64 is the sign of row r.
class SignBits {
 public:
  SignBits(const Piece& piece, Count column)
      : cols_(static_cast<int>(piece.cols - column < group ? piece.cols - column : group)),
        engines_(piece, piece.first + static_cast<Word>(column), cols_,
                 static_cast<Word>(piece.row / 64)) {}

  int cols() const { return cols_; }

  /// The next word of each column.
  void next(Word* words) {
    for (int j = 0; j < cols_; j += width) {
      const Words state = load<Words>(engines_.state + j);
      store(words + j, pcg_output(state));
      store(engines_.state + j, state * pcg_multiplier + load<Words>(engines_.increment + j));
    }
  }

 private:
  int cols_;
  Engines engines_;
};

/// The rows of a piece that share their words: f(first row, row after the last, bit of the first).
template <class F>
void for_word_rows(const Piece& piece, F f) {
  for (Count row = 0; row < piece.rows;) {
    const int bit = static_cast<int>((piece.row + row) % 64);
    const Count end = row + (64 - bit) < piece.rows ? row + (64 - bit) : piece.rows;
    f(row, end, bit);
    row = end;
  }
}

/// Entries ±1 as their bits: U of the size of a real. A complex entry's imaginary part is +0.
template <class U, int components>
void draw_signs(const Piece& piece, U* out) {
  constexpr int bits = 8 * sizeof(U);
  constexpr U minus = U{1} << (bits - 1);
  constexpr U one = bits == 64 ? static_cast<U>(0x3ff0000000000000ULL) : U{0x3f800000};
  for (Count column = 0; column < piece.cols; column += group) {
    SignBits engines(piece, column);
    const int reals = engines.cols() * components;
    for_word_rows(piece, [&](Count row, Count end, int bit) {
      Word words[group] = {};
      engines.next(words);
      for (; row < end; ++row, ++bit) {
        U* to = out + (row * piece.stride + column) * components;
        for (int j = 0; j < reals; j += components) {
          to[j] = ((static_cast<U>(words[j / components] >> bit) << (bits - 1)) & minus) | one;
          if constexpr (components == 2) to[j + 1] = 0;
        }
      }
    });
  }
}

/// A[i] bit j ↔ A[j] bit i (Hacker's Delight, 7-3).
void transpose(Word (&a)[64]) {
  Word mask = 0x00000000ffffffffULL;
  for (int half = 32; half != 0; half /= 2, mask ^= mask << half) {
    for (int i = 0; i < 64; i += 2 * half) {
      for (int k = i; k < i + half; ++k) {
        const Word swap = ((a[k] >> half) ^ a[k + half]) & mask;
        a[k] ^= swap << half;
        a[k + half] ^= swap;
      }
    }
  }
}

}  // namespace

void signs(Entry entry, const Piece& piece, void* out) {
  switch (entry) {
    case Entry::f32: return draw_signs<std::uint32_t, 1>(piece, static_cast<std::uint32_t*>(out));
    case Entry::f64: return draw_signs<Word, 1>(piece, static_cast<Word*>(out));
    case Entry::c32: return draw_signs<std::uint32_t, 2>(piece, static_cast<std::uint32_t*>(out));
    case Entry::c64: return draw_signs<Word, 2>(piece, static_cast<Word*>(out));
  }
}

void sign_words(const Piece& piece, std::uint64_t* out) {
  SignBits engines(piece, 0);
  for_word_rows(piece, [&](Count row, Count end, int bit) {
    Word words[64] = {};
    engines.next(words);
    for (int j = engines.cols(); j < 64; ++j) words[j] = 0;
    transpose(words);
    for (; row < end; ++row, ++bit) out[row] = words[bit];
  });
}

}  // namespace isotrace::ISOTRACE_ISA
