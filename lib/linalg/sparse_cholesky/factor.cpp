#include "factor.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blas.hpp>
#include <lib/linalg/checks.hpp>
#include <lib/linalg/kernel_tables.hpp>

namespace isotrace::detail {
namespace {

/// Elimination of one front after the other. A front is the part of P V Pᵀ that its supernode's
/// columns and its children touch, an upper triangle by rows. Elimination turns the first rows into
/// rows of Lᴴ and leaves in the others the update matrix for the parent.
template <Scalar S>
class Multifrontal {
 public:
  using Matrix = Eigen::SparseMatrix<S, Eigen::RowMajor>;
  using Memory = typename FrontWalk<S>::Memory;

  Multifrontal(const Matrix& v, const Supernodes& nodes, const Schedule& schedule, Isa isa)
      : v_(v),
        nodes_(nodes),
        schedule_(schedule),
        kernels_(panel_kernels<S>(isa)),
        position_(inverse(nodes.order)),
        counting_(
            static_cast<std::size_t>(std::max(schedule.tallest_in_range, schedule.tallest_at_top))),
        factor_(nodes) {
    std::iota(counting_.begin(), counting_.end(), 0);
  }

  PanelFactor<S> run(const WalkOptions& options, std::size_t kept) {
    FrontWalk<S> walk("the factor", nodes_, schedule_, options, 0,
                      kept + factor_.bytes() + 2 * position_.size() * sizeof(int));
    factor_.allocate();
    walk.up([&](int s, Memory& memory) {
      const Front<S> front = walk.front(s, memory);
      assemble(s, front, memory, walk);
      eliminate(s, front, memory, walk);
      hand_up(s, front, memory, walk);
    });
    return std::move(factor_);
  }

 private:
  static constexpr int tile = 128 / static_cast<int>(sizeof(S));  // columns updated together
  static constexpr int wide_tile = 256;                           // the same, by BLAS
  static constexpr int widest = 96;                               // columns eliminated together
  static constexpr int widest_narrow = 16;  // fewer are not worth a call of BLAS

  /// Front ← the entries of V in the columns of the supernode, plus the updates of its children.
  void assemble(int s, Front<S> front, Memory& memory, FrontWalk<S>& walk) const {
    const int* rows = nodes_.rows_of(s);
    for_tiles(memory.parallel, front.size, wide_tile, [&](int first, int count) {
      for (int i = first; i < first + count; ++i) {
        memory.local[rows[i]] = i;
        std::fill(front.row(i) + i, front.row(i) + front.size, S(0));
      }
    });
    for (int j = 0; j < nodes_.width(s); ++j) {
      const int column = rows[j];
      for (typename Matrix::InnerIterator it(v_, nodes_.order[column]); it; ++it) {
        const int i = position_[it.col()];
        if (i >= column) front.row(j)[memory.local[i]] += it.value();
      }
    }
    for (const int c : std::views::reverse(schedule_.children.of(s))) {
      const auto update = walk.take(c, memory);
      add_update(c, update.data, front, memory);
    }
  }

  /// front += the update of child c.
  void add_update(int c, const S* update, Front<S> front, const Memory& memory) const {
    const int size = nodes_.height(c) - nodes_.width(c);
    const int* rows = nodes_.rows_of(c) + nodes_.width(c);
    for_tiles(memory.parallel, size, wide_tile, [&](int first, int count) {
      const S* from = update + packed(size) - packed(size - first);
      for (int i = first; i < first + count; ++i) {
        S* row = front.row(memory.local[rows[i]]);
        for (int k = i; k < size; ++k) row[memory.local[rows[k]]] += *from++;
      }
    });
  }

  /// Leaves the update matrix, V − L_J L_Jᴴ on the rows below, to the parent.
  void hand_up(int s, Front<S> front, Memory& memory, FrontWalk<S>& walk) const {
    if (nodes_.parent[s] < 0) return;
    const int width = nodes_.width(s);
    const int size = front.size - width;
    S* update = walk.put(s, memory);
    for_tiles(memory.parallel, size, wide_tile, [&](int first, int count) {
      S* to = update + packed(size) - packed(size - first);
      for (int i = width + first; i < width + first + count; ++i) {
        to = std::copy(front.row(i) + i, front.row(i) + front.size, to);
      }
    });
  }

  /// Eliminates the columns of the supernode in blocks of equally many panels.
  void eliminate(int s, Front<S> front, Memory& memory, FrontWalk<S>& walk) const {
    const std::int64_t first = factor_.layout().first[s];
    const std::int64_t panels = factor_.layout().first[s + 1] - first;
    const std::int64_t blocks = (nodes_.width(s) + widest - 1) / widest;
    int begin = 0;
    for (std::int64_t b = 0; b < blocks; ++b) {
      const std::int64_t last = first + panels * (b + 1) / blocks;
      const int end = std::min(nodes_.width(s), static_cast<int>(last - first) * panel_width<S>);
      eliminate_block(s, front, begin, end, memory.parallel);
      const double below = front.size - end;
      const double height = front.size - begin;
      walk.step(memory, sum_of_squares(height) - sum_of_squares(below));
      begin = end;
    }
  }

  /// Eliminates columns [begin, end): panel by panel in the block alone, and then in one product
  /// from the columns after it, unless the block is narrow.
  void eliminate_block(int s, Front<S> front, int begin, int end, bool parallel) const {
    const bool dense = end - begin > widest_narrow && front.size - end > tile;
    const int near = dense ? end : front.size;
    const FactorPanel* panel =
        &factor_.layout().panels[factor_.layout().first[s] + begin / panel_width<S>];
    for (int j = begin; j < end; j += panel_width<S>)
      eliminate_panel(s, front, j, *panel++, near, parallel);
    if (!dense) return;
    const int width = end - begin;
    const BlockView<S> corner = front.block(begin, width, begin, width);
    for_tiles(parallel, front.size - end, wide_tile, [&](int first, int count) {
      solve_upper<S>(Side::adjoint, corner, front.block(begin, width, end + first, count));
      const FactorPanel* panel =
          &factor_.layout().panels[factor_.layout().first[s] + begin / panel_width<S>];
      for (int j = begin; j < end; j += panel_width<S>)
        copy_below(front, j, *panel++, end + first, count);
    });
    subtract_products(front, begin, end, parallel);
  }

  /// F_RR ← F_RR − L_RB L_RBᴴ in tiles, R being the rows from `end` on.
  void subtract_products(Front<S> front, int begin, int end, bool parallel) const {
    const int width = end - begin;
    for_tiles(parallel, front.size - end, wide_tile, [&](int first, int count) {
      const int i = end + first;
      const ConstBlockView<S> left = front.block(begin, width, i, count);
      subtract_gram<S>(left, front.block(i, count, i, count));
      const int right = i + count;
      if (right == front.size) return;
      product<S>(-1, Side::adjoint, left, Side::itself,
                 front.block(begin, width, right, front.size - right),
                 front.block(i, count, right, front.size - right), true);
    });
  }

  /// Eliminates a panel's columns from the columns up to `near`.
  void eliminate_panel(int s, Front<S> front, int begin, const FactorPanel& panel, int near,
                       bool parallel) const {
    factor_corner(s, front, begin, panel);
    const int end = begin + panel.width;
    if (end == near) return;
    FactorPanel here = panel;
    here.rows = begin;
    here.below = 0;
    const PanelList<Real<S>> list{&here, 1, counting_.data(), factor_.values()};
    const auto columns = [&](int first, int count) {
      return real_block(BlockView<S>{front.data + first, front.size, count, front.stride});
    };
    for_tiles(parallel, near - end, wide_tile, [&](int first, int count) {
      kernels_.solve_triangles(list, columns(end + first, count));
      copy_below(front, begin, panel, end + first, count);
    });
    for_tiles(parallel, near - end, tile, [&](int first, int count) {
      FactorPanel rows = here;
      rows.below = first + count;
      const PanelList<Real<S>> update{&rows, 1, counting_.data(), factor_.values()};
      kernels_.subtract_products(update, columns(end + first, count));
    });
  }

  /// Factorises F_JJ = L_JJ L_JJᴴ, by rows of Lᴴ.
  void factor_corner(int s, Front<S> front, int begin, const FactorPanel& panel) const {
    Real<S>* inverses = factor_.values() + panel.values;
    S* triangle = reinterpret_cast<S*>(inverses + panel.width);
    std::fill_n(triangle, panel.width * panel.width, S(0));
    for (int j = 0; j < panel.width; ++j) {
      S* row = front.row(begin + j) + begin;
      const Real<S> pivot = std::real(row[j]);
      check_pivot(nodes_.order[nodes_.first[s] + begin + j], pivot);
      const Real<S> root = std::sqrt(pivot);
      row[j] = root;
      inverses[j] = 1 / root;
      for (int i = j + 1; i < panel.width; ++i) row[i] *= inverses[j];
      for (int i = j + 1; i < panel.width; ++i) {
        S* other = front.row(begin + i) + begin;
        for (int k = i; k < panel.width; ++k) other[k] -= conjugate(row[i]) * row[k];
      }
      triangle[j * panel.width + j] = root;
      for (int i = j + 1; i < panel.width; ++i) triangle[i * panel.width + j] = conjugate(row[i]);
    }
  }

  void check_pivot(int row, Real<S> pivot) const {
    const double bound = pivot_bound(v_.rows(), S(v_.coeff(row, row)));
    if (!(real_part(S(pivot)) > bound)) refuse_pivot(row, real_part(S(pivot)), bound);
  }

  /// Stores `count` rows of L_RJ, from row `first` of the front on: the adjoint of the rows J.
  void copy_below(Front<S> front, int begin, const FactorPanel& panel, int first, int count) const {
    S* to = reinterpret_cast<S*>(factor_.values() + panel.values + panel.width) +
            static_cast<std::ptrdiff_t>(panel.width) * (first - begin);
    for (int j = 0; j < panel.width; ++j) {
      const S* row = front.row(begin + j) + first;
      for (int k = 0; k < count; ++k) to[k * panel.width + j] = conjugate(row[k]);
    }
  }

  const Matrix& v_;
  const Supernodes& nodes_;
  const Schedule& schedule_;
  const PanelKernels<Real<S>>& kernels_;
  std::vector<int> position_;
  std::vector<std::int32_t> counting_;  // 0, 1, 2, …: row numbers in a front
  PanelFactor<S> factor_;
};

}  // namespace

PanelLayout::PanelLayout(const Supernodes& nodes, int panel_width, int parts) {
  first.reserve(nodes.parent.size() + 1);
  for (int s = 0; s < nodes.size(); ++s) {
    first.push_back(static_cast<std::int64_t>(panels.size()));
    const int height = nodes.height(s);
    for (int j = 0; j < nodes.width(s); j += panel_width) {
      const int width = std::min(panel_width, nodes.width(s) - j);
      const int below = height - j - width;
      panels.push_back({reals, nodes.begin[s] + j, width, below});
      reals += width + std::int64_t{parts} * width * (width + below);
    }
  }
  first.push_back(static_cast<std::int64_t>(panels.size()));
  rows.reserve(nodes.rows.size());
  for (const int i : nodes.rows) rows.push_back(nodes.order[i]);
}

template <Scalar S>
PanelFactor<S> factorise(const Eigen::SparseMatrix<S, Eigen::RowMajor>& v, const Supernodes& nodes,
                         const Schedule& schedule, const WalkOptions& options, std::size_t kept,
                         Isa isa) {
  return Multifrontal<S>(v, nodes, schedule, isa).run(options, kept);
}

#define INSTANTIATE(S)                                                                      \
  template PanelFactor<S> factorise(const Eigen::SparseMatrix<S, Eigen::RowMajor>&,         \
                                    const Supernodes&, const Schedule&, const WalkOptions&, \
                                    std::size_t, Isa);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
