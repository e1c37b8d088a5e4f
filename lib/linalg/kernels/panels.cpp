#include "panels.hpp"

#include "panel_tiles.hpp"

namespace isotrace::detail::ISOTRACE_ISA {
namespace {

/// x_J ← L_JJ⁻ᴴ (x_J − L_RJᴴ x_R), from the last panel to the first.
struct SolveLowerAdjoint {
  static constexpr bool ascending = false;
  template <class R, bool Complex, int W, class Tile>
  static void apply(const View<R, Complex, W>& p, std::ptrdiff_t first, const Tile& tile) {
    constexpr int N = Tile::vectors;
    Sums<R, Complex, W, -1, Tile> sums;
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) {
        sums.by_re[j][v] = tile.load(p.row(j) + first, v);
        if constexpr (Complex) sums.by_im[j][v] = Vector<R>{};
      }
    }
    for (std::int64_t k = 0; k < p.below; ++k) sums.add(p.l_below(k), p.row_below(k) + first, tile);
    sums.finish();
#pragma GCC unroll 8
    for (int i = W - 1; i >= 0; --i) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) {
        const Vector<R> x = sums.by_re[i][v] * p.inverse[i];
        tile.store(p.row(i) + first, v, x);
        Vector<R> ix = {};
        if constexpr (Complex) ix = -times_i<R>(x);
#pragma GCC unroll 8
        for (int j = 0; j < i; ++j) {
          sums.by_re[j][v] = plus_product<R, Complex, -1>(sums.by_re[j][v], p.l(i, j), x, ix);
        }
      }
    }
  }
};

/// x_J ← L_JJᴴ x_J + L_RJᴴ x_R, from the first panel to the last.
struct MultiplyLowerAdjoint {
  static constexpr bool ascending = true;
  template <class R, bool Complex, int W, class Tile>
  static void apply(const View<R, Complex, W>& p, std::ptrdiff_t first, const Tile& tile) {
    constexpr int N = Tile::vectors;
    Sums<R, Complex, W, 1, Tile> sums;
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) sums.by_re[j][v] = Vector<R>{};
      if constexpr (Complex) {
#pragma GCC unroll 8
        for (int v = 0; v < N; ++v) sums.by_im[j][v] = Vector<R>{};
      }
    }
    // L_JJ is stored with zeros above its diagonal, so x_i contributes only to the columns j ≤ i.
#pragma GCC unroll 8
    for (int i = 0; i < W; ++i) sums.add(p.l(i, 0), p.row(i) + first, tile);
    for (std::int64_t k = 0; k < p.below; ++k) sums.add(p.l_below(k), p.row_below(k) + first, tile);
    sums.finish();
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) tile.store(p.row(j) + first, v, sums.by_re[j][v]);
    }
  }
};

/// x_J ← L_JJ⁻¹ x_J, then x_R ← x_R − L_RJ x_J, from the first panel to the last. Either step can
/// be left out.
template <bool Triangle, bool Rectangle>
struct SolveLower {
  static constexpr bool ascending = true;
  template <class R, bool Complex, int W, class Tile>
  static void apply(const View<R, Complex, W>& p, std::ptrdiff_t first, const Tile& tile) {
    Rows<R, Complex, W, Tile> rows;
    rows.load(p, first, tile);
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) {
      if constexpr (Triangle) rows.scale(j, p.inverse[j]);
      rows.turn(j);
      if constexpr (Triangle) {
#pragma GCC unroll 8
        for (int i = j + 1; i < W; ++i) rows.template combine<-1>(i, p.l(i, j), j);
      }
    }
    if constexpr (Triangle) rows.store(p, first, tile);
    if constexpr (Rectangle) {
      for (std::int64_t k = 0; k < p.below; ++k) {
        rows.template add_to<-1>(p.row_below(k) + first, p.l_below(k), tile);
      }
    }
  }
};

/// x_R ← x_R + L_RJ x_J, then x_J ← L_JJ x_J, from the last panel to the first.
struct MultiplyLower {
  static constexpr bool ascending = false;
  template <class R, bool Complex, int W, class Tile>
  static void apply(const View<R, Complex, W>& p, std::ptrdiff_t first, const Tile& tile) {
    Rows<R, Complex, W, Tile> rows;
    rows.load(p, first, tile);
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) rows.turn(j);
    for (std::int64_t k = 0; k < p.below; ++k) {
      rows.template add_to<1>(p.row_below(k) + first, p.l_below(k), tile);
    }
#pragma GCC unroll 8
    for (int i = W - 1; i >= 0; --i) {
      rows.scale(i, p.l(i, i)[0]);
#pragma GCC unroll 8
      for (int j = 0; j < i; ++j) rows.template combine<1>(i, p.l(i, j), j);
    }
    rows.store(p, first, tile);
  }
};

template <class Op, class R, bool Complex, int W>
void panel_on_block(const PanelList<R>& list, const FactorPanel& panel, RealBlock<R> block) {
  const View<R, Complex, W> view(list, panel, block);
  for_tiles<R, tile_vectors<Complex, W>()>(
      block.count, [&](const auto& tile, std::ptrdiff_t first) { Op::apply(view, first, tile); });
}

/// Calls panel_on_block with the width of the panel.
template <class Op, class R, bool Complex, int W = Complex ? complex_panel_width : real_panel_width>
inline void dispatch(const PanelList<R>& list, const FactorPanel& panel, RealBlock<R> block) {
  if constexpr (W > 0) {
    if (panel.width == W) return panel_on_block<Op, R, Complex, W>(list, panel, block);
    dispatch<Op, R, Complex, W - 1>(list, panel, block);
  }
}

template <class Op, class R, bool Complex>
void all_panels(PanelList<R> list, RealBlock<R> x) {
  constexpr auto chunk = chunk_bytes / static_cast<std::ptrdiff_t>(sizeof(R));
  for (std::ptrdiff_t first = 0; first < x.count; first += chunk) {
    const std::ptrdiff_t left = x.count - first;
    const RealBlock<R> part{x.data + first, x.stride, left < chunk ? left : chunk};
    for (std::int64_t p = 0; p < list.size; ++p) {
      const std::int64_t at = Op::ascending ? p : list.size - 1 - p;
      dispatch<Op, R, Complex>(list, list.panels[at], part);
    }
  }
}

}  // namespace

template <class R, bool Complex>
const PanelKernels<R>& panels() {
  static constexpr PanelKernels<R> table = {all_panels<SolveLower<true, true>, R, Complex>,
                                            all_panels<SolveLowerAdjoint, R, Complex>,
                                            all_panels<MultiplyLower, R, Complex>,
                                            all_panels<MultiplyLowerAdjoint, R, Complex>,
                                            all_panels<SolveLower<true, false>, R, Complex>,
                                            all_panels<SolveLower<false, true>, R, Complex>};
  return table;
}
template const PanelKernels<float>& panels<float, false>();
template const PanelKernels<double>& panels<double, false>();
template const PanelKernels<float>& panels<float, true>();
template const PanelKernels<double>& panels<double, true>();

}  // namespace isotrace::detail::ISOTRACE_ISA
