#include "columns.hpp"
#include "elementary.hpp"
#include "kernels.hpp"

namespace isotrace::ISOTRACE_ISA {

namespace {

/// Points of the unit circle, one word each. The upper 2 bits choose a quarter turn; the next 52
/// bits and a final bit 1 are the signed angle from the middle of that quarter, so that the lattice
/// of angles is symmetric.
template <class R>
struct Phase {
  static constexpr int words = 1;
  static constexpr int components = 2;

  template <int rows>
  void entries(const Words (&w)[rows][packs], Reals (&x)[2 * rows][packs]) const {
    constexpr double eighth_turn = 0x1.921fb54442d18p-1;
    constexpr Word sign = Word{1} << 63;
    for (int q = 0; q < rows; ++q) {
      for (int p = 0; p < packs; ++p) {
        const Words word = w[q][p];
        const Reals angle = odd_reals(word << 2) * (eighth_turn * 0x1p-63);
        const Reals s = sin_octant(angle);
        const Reals c = cos_octant(angle);
        const Words odd = 0 - ((word >> 62) & 1);
        x[2 * q][p] = as_reals(as_words(chosen(odd, s, c)) ^ ((word ^ (word << 1)) & sign));
        x[2 * q + 1][p] = as_reals(as_words(chosen(odd, c, s)) ^ (word & sign));
      }
    }
  }

  template <int rows>
  void inspect(const Words (&)[rows][packs], const Place<R>&) {}
};

template <class R>
void draw_phases(const Piece& piece, void* out, double* squared_norm) {
  draw_columns<R, Phase<R>>(piece, static_cast<R*>(out),
                            [&](Phase<R>&, const auto& columns, Count column, int cols) {
                              if (squared_norm == nullptr) return;
                              for (int j = 0; j < cols; ++j) {
                                squared_norm[column + j] += columns.sum(j);
                              }
                            });
}

}  // namespace

void phases(EntryType entry, const Piece& piece, void* out, double* squared_norm) {
  if (entry == EntryType::c32) draw_phases<float>(piece, out, squared_norm);
  if (entry == EntryType::c64) draw_phases<double>(piece, out, squared_norm);
}

}  // namespace isotrace::ISOTRACE_ISA
