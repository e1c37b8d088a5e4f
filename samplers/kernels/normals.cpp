#include "kernels.hpp"
#include "rejects.hpp"

namespace isotrace::ISOTRACE_ISA {

namespace {

/// Standard normal numbers, one word each. The low 10 bits choose a layer of the ziggurat; the
/// others are an odd signed number k of 54 bits, and x = k · 2⁻⁵³ · edge is uniform over the
/// rectangle. Over ℂ the components are multiplied by √½.
template <class R, int parts>
class Normal {
 public:
  static constexpr int words = parts;
  static constexpr int components = parts;

  template <int rows>
  void entries(const Words (&w)[rows * parts][packs], Reals (&x)[rows * parts][packs]) const {
    for (int q = 0; q < rows * parts; ++q) {
      for (int p = 0; p < packs; ++p) {
        const Reals k = odd_reals(w[q][p]);
        x[q][p] = k * lookup(ziggurat.scaled_edge, w[q][p] & (layers - 1));
        if constexpr (parts == 2) x[q][p] *= scale;
      }
    }
  }

  template <int rows>
  void inspect(const Words (&w)[rows * parts][packs], const Place<R>& at) {
    Words highest = broadcast(0);
    for (int q = 0; q < rows * parts; ++q) {
      for (int p = 0; p < packs; ++p) highest = larger(highest, w[q][p] & (layers - 1));
    }
    if (__builtin_expect(lanes_not_below(highest, rectangles) != 0, 0)) {
      collect(&w[0][0], rows, at);
    }
  }

  /// Draws the rejected entries that remain, and returns the sums of squares of all redrawn
  /// entries, per column of the group.
  const double* finish() {
    rejects_.flush(scale, squares_);
    return squares_;
  }

 private:
  static constexpr double scale = parts == 2 ? 0x1.6a09e667f3bcdp-1 : 1.0;

  __attribute__((noinline)) void collect(const Words* w, int rows, const Place<R>& at) {
    for (int q = 0; q < rows * parts; ++q) {
      R* row = at.out + q / parts * at.stride * parts + q % parts;
      for (int p = 0; p < packs; ++p) {
        const Words words = w[q * packs + p];
        unsigned lanes = lanes_not_below(words & (layers - 1), rectangles);
        for (; lanes != 0; lanes &= lanes - 1) {
          const int lane = __builtin_ctz(lanes);
          const int column = p * width + lane;
          if (column >= at.cols) continue;
          Word word[width];
          store(word, words);
          rejects_.add(word[lane], row + column * parts, at.column + column);
        }
      }
    }
    if (rejects_.nearly_full()) rejects_.flush(scale, squares_);
  }

  Rejects<R, parts> rejects_;
  double squares_[group] = {};
};

template <class R, int components>
void draw_normals(const Piece& piece, void* out, double* squared_norm) {
  using Law = Normal<R, components>;
  draw_columns<R, Law>(piece, static_cast<R*>(out),
                       [&](Law& law, const auto& columns, Count column, int cols) {
                         const double* redone = law.finish();
                         if (squared_norm == nullptr) return;
                         for (int j = 0; j < cols; ++j) {
                           squared_norm[column + j] += columns.sum(j) + redone[j];
                         }
                       });
}

}  // namespace

void normals(EntryType entry, const Piece& piece, void* out, double* squared_norm) {
  switch (entry) {
    case EntryType::f32: return draw_normals<float, 1>(piece, out, squared_norm);
    case EntryType::f64: return draw_normals<double, 1>(piece, out, squared_norm);
    case EntryType::c32: return draw_normals<float, 2>(piece, out, squared_norm);
    case EntryType::c64: return draw_normals<double, 2>(piece, out, squared_norm);
  }
}

}  // namespace isotrace::ISOTRACE_ISA
