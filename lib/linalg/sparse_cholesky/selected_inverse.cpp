#include "selected_inverse.hpp"

#include <algorithm>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blas.hpp>

namespace isotrace::detail {
namespace {

constexpr int widest = 96;      // columns of a front worked on together
constexpr int wide_tile = 256;  // columns of a product in a task

/// The sweep from the roots down. A front holds Z over its supernode's rows, both triangles.
template <Scalar S>
class Sweep {
 public:
  using Memory = typename FrontWalk<S>::Memory;

  Sweep(const Supernodes& nodes, const Schedule& schedule, const PanelFactor<S>& factor)
      : nodes_(nodes), schedule_(schedule), factor_(factor), position_(inverse(nodes.order)) {}

  void run(const WalkOptions& options, std::size_t kept,
           const std::function<void(const InverseColumns<S>&)>& visit) {
    FrontWalk<S> walk("the selected inverse", nodes_, schedule_, options, widest,
                      kept + position_.size() * sizeof(int));
    walk.down([&](int s, Memory& memory) {
      const Front<S> front = walk.front(s, memory);
      const int* rows = nodes_.rows_of(s);
      for (int i = 0; i < front.size; ++i) memory.local[rows[i]] = i;
      take_from_parent(s, front, memory, walk);
      invert(s, front, memory, walk);
      visit({s, nodes_.width(s), front, factor_.layout().rows.data() + nodes_.begin[s],
             memory.local.data(), position_.data()});
      for (const int c : schedule_.children.of(s)) hand_down(c, front, memory, walk);
    });
  }

 private:
  /// The rows below the columns: Z_RR.
  void take_from_parent(int s, Front<S> front, Memory& memory, FrontWalk<S>& walk) const {
    if (nodes_.parent[s] < 0) return;
    const int width = nodes_.width(s);
    const int size = front.size - width;
    const auto triangle = walk.take(s, memory);
    for_tiles(memory.parallel, size, wide_tile, [&](int first, int count) {
      const S* from = triangle.data + packed(size) - packed(size - first);
      for (int i = width + first; i < width + first + count; ++i) {
        std::copy_n(from, front.size - i, front.row(i) + i);
        from += front.size - i;
      }
    });
    mirror(front, width, size, width, size, memory.parallel);
  }

  /// Copies a part above the diagonal, rows [row, row + rows) and columns [col, col + cols), to
  /// below it, as its adjoint.
  static void mirror(Front<S> front, int row, int rows, int col, int cols, bool parallel) {
    constexpr int square = 32;
    for_tiles(parallel, cols, wide_tile, [&](int first, int count) {
      for_tiles(false, count, square, [&](int inner, int columns) {
        const int begin = col + first + inner;
        for_tiles(false, rows, square, [&](int above, int lines) {
          for (int j = begin; j < begin + columns; ++j) {
            S* to = front.row(j);
            const int end = std::min(row + above + lines, j);
            for (int i = row + above; i < end; ++i) to[i] = conjugate(front.row(i)[j]);
          }
        });
      });
    });
  }

  /// Leaves to child c the entries of Z over the rows below its columns.
  void hand_down(int c, Front<S> front, Memory& memory, FrontWalk<S>& walk) const {
    const int size = nodes_.height(c) - nodes_.width(c);
    const int* rows = nodes_.rows_of(c) + nodes_.width(c);
    S* triangle = walk.put(c, memory);
    for_tiles(memory.parallel, size, wide_tile, [&](int first, int count) {
      S* to = triangle + packed(size) - packed(size - first);
      for (int i = first; i < first + count; ++i) {
        const S* row = front.row(memory.local[rows[i]]);
        for (int k = i; k < size; ++k) *to++ = row[memory.local[rows[k]]];
      }
    });
  }

  /// The columns of the supernode in blocks of equally many panels, from the last block on.
  void invert(int s, Front<S> front, Memory& memory, FrontWalk<S>& walk) const {
    const std::int64_t first = factor_.layout().first[s];
    const std::int64_t panels = factor_.layout().first[s + 1] - first;
    const std::int64_t blocks = (nodes_.width(s) + widest - 1) / widest;
    int end = nodes_.width(s);
    for (std::int64_t b = blocks - 1; b >= 0; --b) {
      const std::int64_t panel = panels * b / blocks;
      const int begin = static_cast<int>(panel) * panel_width<S>;
      invert_block(first + panel, front, begin, end, memory);
      walk.step(memory, sum_of_squares(front.size - begin) - sum_of_squares(front.size - end));
      end = begin;
    }
  }

  /// Columns B = [begin, end), R being the rows after them. With U = L_BBᴴ, X = U⁻¹ and N = −U⁻¹
  /// L_RBᴴ: Z_BR = N Z_RR and Z_BB = X Xᴴ + N Z_BRᴴ.
  void invert_block(std::int64_t panel, Front<S> front, int begin, int end, Memory& memory) const {
    const int width = end - begin;
    const int after = front.size - end;
    S* work = static_cast<S*>(memory.work.data());
    const BlockView<S> corner{work, width, width, widest};
    const BlockView<S> both{work + widest * widest, width, width + after,
                            Front<S>::padded(width + after)};  // [X | N]
    unpack(panel, begin, end, corner, both);
    const BlockView<S> rows = front.block(begin, width, begin, width + after);
    for_tiles(memory.parallel, width + after, wide_tile, [&](int first, int count) {
      solve_upper<S>(Side::itself, corner, both.columns(first, count));
    });
    for (int i = 0; i < width; ++i) std::copy_n(both.row(i), width, rows.row(i));
    const ConstBlockView<S> n = both.columns(width, after);
    for_tiles(memory.parallel, after, wide_tile, [&](int first, int count) {
      product<S>(1, Side::itself, n, Side::itself, front.block(end, after, end + first, count),
                 rows.columns(width + first, count), false);
    });
    product<S>(1, Side::itself, both, Side::adjoint, rows, corner, false);
    for (int i = 0; i < width; ++i) {
      rows(i, i) = std::real(corner(i, i));
      std::copy(corner.row(i) + i + 1, corner.row(i) + width, rows.row(i) + i + 1);
    }
    mirror(front, begin, width, begin, width + after, memory.parallel);
  }

  /// corner ← U, both ← [I | −L_RBᴴ].
  void unpack(std::int64_t panel, int begin, int end, BlockView<S> corner,
              BlockView<S> both) const {
    const int width = end - begin;
    for (int i = 0; i < width; ++i) {
      std::fill_n(both.row(i), width, S(0));
      both(i, i) = S(1);
    }
    for (int j = 0; j < width; ++panel) {
      const FactorPanel& p = factor_.layout().panels[panel];
      const S* l = reinterpret_cast<const S*>(factor_.values() + p.values + p.width);
      const int near = width - j;  // rows of the panel that are in the corner
      for (int a = 0; a < p.width; ++a) {
        for (int k = a; k < near; ++k) corner(j + a, j + k) = conjugate(l[k * p.width + a]);
        S* to = both.row(j + a) + width;
        for (int k = near; k < p.width + p.below; ++k) *to++ = -conjugate(l[k * p.width + a]);
      }
      j += p.width;
    }
  }

  const Supernodes& nodes_;
  const Schedule& schedule_;
  const PanelFactor<S>& factor_;
  std::vector<int> position_;
};

}  // namespace

template <Scalar S>
void selected_inverse(const Supernodes& nodes, const Schedule& schedule,
                      const PanelFactor<S>& factor, const WalkOptions& options, std::size_t kept,
                      const std::function<void(const InverseColumns<S>&)>& visit) {
  Sweep<S>(nodes, schedule, factor).run(options, kept, visit);
}

template <Scalar S>
std::size_t selected_inverse_bytes(const Supernodes& nodes, const Schedule& schedule) {
  return FrontWalk<S>::bytes(nodes, schedule, widest) + nodes.order.size() * sizeof(int);
}

#define INSTANTIATE(S)                                                                      \
  template void selected_inverse(const Supernodes&, const Schedule&, const PanelFactor<S>&, \
                                 const WalkOptions&, std::size_t,                           \
                                 const std::function<void(const InverseColumns<S>&)>&);     \
  template std::size_t selected_inverse_bytes<S>(const Supernodes&, const Schedule&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
