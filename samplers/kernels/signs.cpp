#include "engines.hpp"
#include "kernels.hpp"

namespace isotrace::ISOTRACE_ISA {

namespace {

/// The words of a group of columns, each for 64 rows: bit r % 64 of word r / 64 is the sign of row
/// r.
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

/// Calls f(first row, end row, bit of the first row) for each range of rows of a piece that share a
/// word.
template <class F>
void for_word_rows(const Piece& piece, F f) {
  for (Count row = 0; row < piece.rows;) {
    const int bit = static_cast<int>((piece.row + row) % 64);
    const Count end = row + (64 - bit) < piece.rows ? row + (64 - bit) : piece.rows;
    f(row, end, bit);
    row = end;
  }
}

/// Writes entries ±1 as the bits of real numbers of the size of U; over ℂ two per entry, with
/// imaginary part +0. The sign of a real number in row r is bit r of its word; for imaginary parts
/// `words` holds 0.
template <class U, int components>
class SignRows {
 public:
  static constexpr int bits = 8 * sizeof(U);

  /// Writes `rows` rows of `reals` real numbers each, whose signs start at bit `bit`.
  static void put(const U* words, int bit, int rows, int reals, U* out, Count stride) {
    int j = 0;
    for (; j + 4 * lanes <= reals; j += 4 * lanes) {
      put_vectors<4>(words + j, bit, rows, out + j, stride);
    }
    for (; j + lanes <= reals; j += lanes) {
      put_vectors<1>(words + j, bit, rows, out + j, stride);
    }
    for (; j < reals; ++j) {
      const U unit = j % components == 0 ? one : 0;
      for (int r = 0; r < rows; ++r) {
        out[r * stride + j] = ((words[j] << (bits - 1 - bit - r)) & minus) | unit;
      }
    }
  }

 private:
  typedef U Lanes __attribute__((vector_size(vector_bytes)));
  static constexpr int lanes = vector_bytes / static_cast<int>(sizeof(U));
  static constexpr U minus = U{1} << (bits - 1);
  static constexpr U one = bits == 64 ? static_cast<U>(0x3ff0000000000000ULL) : U{0x3f800000};

  template <int vectors>
  static void put_vectors(const U* words, int bit, int rows, U* out, Count stride) {
    Lanes unit = {};
    for (int l = 0; l < lanes; l += components) unit[l] = one;
    Lanes word[vectors];
    for (int v = 0; v < vectors; ++v) word[v] = load<Lanes>(words + v * lanes);
    for (int left = bits - 1 - bit; rows > 0; --rows, --left, out += stride) {
      for (int v = 0; v < vectors; ++v) store(out + v * lanes, ((word[v] << left) & minus) | unit);
    }
  }
};

template <class U, int components>
void draw_signs(const Piece& piece, U* out) {
  constexpr int bits = SignRows<U, components>::bits;
  U part[group * components] = {};
  for (Count column = 0; column < piece.cols; column += group) {
    SignBits engines(piece, column);
    for_word_rows(piece, [&](Count row, Count end, int bit) {
      Word words[group] = {};
      engines.next(words);
      while (row < end) {  // the part of each word of the size of U
        for (int j = 0; j < group; ++j) {
          part[j * components] = static_cast<U>(words[j] >> (bit / bits * bits));
        }
        const int rest = bits - bit % bits;
        const int rows = end - row < rest ? static_cast<int>(end - row) : rest;
        SignRows<U, components>::put(part, bit % bits, rows, engines.cols() * components,
                                     out + (row * piece.stride + column) * components,
                                     piece.stride * components);
        row += rows;
        bit += rows;
      }
    });
  }
}

/// Transposes a 64×64 bit matrix: bit j of a[i] ↔ bit i of a[j] (Hacker's Delight, 7-3).
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

void signs(EntryType entry, const Piece& piece, void* out) {
  switch (entry) {
    case EntryType::f32:
      return draw_signs<std::uint32_t, 1>(piece, static_cast<std::uint32_t*>(out));
    case EntryType::f64: return draw_signs<Word, 1>(piece, static_cast<Word*>(out));
    case EntryType::c32:
      return draw_signs<std::uint32_t, 2>(piece, static_cast<std::uint32_t*>(out));
    case EntryType::c64: return draw_signs<Word, 2>(piece, static_cast<Word*>(out));
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
