#include "factor.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>
#include <lib/linalg/kernel_tables.hpp>

namespace isotrace::detail {
namespace {

/// The frontal matrix of a supernode: the part of P V Pᵀ that its columns and its children touch,
/// an m×m upper triangle by rows. Elimination turns the first rows into rows of Lᴴ and leaves in
/// the others the update matrix for the parent.
template <Scalar S>
struct Front {
  S* data;
  std::ptrdiff_t stride;
  int size;

  S* row(int i) const { return data + i * stride; }
  /// Columns [first, first + count) as the kernels take them.
  RealBlock<Real<S>> columns(int first, int count) const {
    return real_block(BlockView<S>{data + first, size, count, stride});
  }
};

template <Scalar S>
class Multifrontal {
 public:
  using Matrix = Eigen::SparseMatrix<S, Eigen::RowMajor>;

  Multifrontal(const Matrix& v, const Supernodes& supernodes, Isa isa)
      : v_(v),
        nodes_(supernodes),
        kernels_(panel_kernels<S>(isa)),
        position_(inverse(supernodes.order)),
        local_(position_.size()) {
    int tallest = 0;
    for (int s = 0; s < nodes_.size(); ++s) tallest = std::max(tallest, nodes_.height(s));
    counting_.resize(static_cast<std::size_t>(tallest));
    std::iota(counting_.begin(), counting_.end(), 0);
    front_.resize(static_cast<std::size_t>(tallest) * padded(tallest));
    reserve();
  }

  PanelFactor<S> run() {
    for (int s = 0; s < nodes_.size(); ++s) {
      const int height = nodes_.height(s);
      const Front<S> front{front_.data(), padded(height), height};
      assemble(s, front);
      eliminate(s, front);
      hand_up(s, front);
    }
    return std::move(factor_);
  }

 private:
  static constexpr int tile = 128 / static_cast<int>(sizeof(S));  // columns updated together

  static std::ptrdiff_t padded(int size) {
    constexpr int line = 64 / static_cast<int>(sizeof(S));
    return (size + line - 1) / line * line;
  }

  /// Lays out the panels in the arrays of the factor.
  void reserve() {
    std::int64_t at = 0;
    for (int s = 0; s < nodes_.size(); ++s) {
      const int height = nodes_.height(s);
      for (int j = 0; j < nodes_.width(s); j += panel_width<S>) {
        const int width = std::min(panel_width<S>, nodes_.width(s) - j);
        const int below = height - j - width;
        factor_.panels.push_back({at, nodes_.begin[s] + j, width, below});
        at += width + std::int64_t{parts<S>} * width * (width + below);
      }
    }
    factor_.values.resize(static_cast<std::size_t>(at));
    factor_.rows.reserve(nodes_.rows.size());
    for (const int i : nodes_.rows) factor_.rows.push_back(nodes_.order[i]);
  }

  /// Front ← the entries of V in the columns of the supernode, plus the updates of its children.
  void assemble(int s, Front<S> front) {
    const int* rows = nodes_.rows_of(s);
    for (int i = 0; i < front.size; ++i) {
      local_[rows[i]] = i;
      std::fill(front.row(i) + i, front.row(i) + front.size, S(0));
    }
    for (int j = 0; j < nodes_.width(s); ++j) {
      const int column = rows[j];
      for (typename Matrix::InnerIterator it(v_, nodes_.order[column]); it; ++it) {
        const int i = position_[it.col()];
        if (i >= column) front.row(j)[local_[i]] += it.value();
      }
    }
    while (!waiting_.empty() && nodes_.parent[waiting_.back()] == s) {
      add_update(waiting_.back(), front);
      waiting_.pop_back();
    }
  }

  /// front += the update of child c, which is popped from the top of the stack.
  void add_update(int c, Front<S> front) {
    const int size = nodes_.height(c) - nodes_.width(c);
    const int* rows = nodes_.rows_of(c) + nodes_.width(c);
    const S* update = stack_.data() + stack_.size() - packed(size);
    for (int i = 0; i < size; ++i) {
      S* row = front.row(local_[rows[i]]);
      for (int k = i; k < size; ++k) row[local_[rows[k]]] += *update++;
    }
    stack_.resize(stack_.size() - packed(size));
  }

  static std::size_t packed(int size) { return static_cast<std::size_t>(size) * (size + 1) / 2; }

  /// Pushes the update matrix, V − L_J L_Jᴴ on the rows below, onto the stack.
  void hand_up(int s, Front<S> front) {
    if (nodes_.parent[s] < 0) return;
    for (int i = nodes_.width(s); i < front.size; ++i) {
      stack_.insert(stack_.end(), front.row(i) + i, front.row(i) + front.size);
    }
    waiting_.push_back(s);
  }

  void eliminate(int s, Front<S> front) {
    for (int j = 0; j < nodes_.width(s); j += panel_width<S>) {
      const FactorPanel& panel = factor_.panels[next_panel_++];
      factor_corner(s, front, j, panel);
      if (panel.below == 0) continue;
      const int end = j + panel.width;
      FactorPanel here = panel;
      here.rows = j;
      here.below = 0;
      const PanelList<Real<S>> list{&here, 1, counting_.data(), factor_.values.data()};
      kernels_.solve_triangles(list, front.columns(end, panel.below));
      copy_below(front, j, panel);
      for (int c = end; c < front.size; c += tile) {
        const int columns = std::min(tile, front.size - c);
        here.below = c + columns - end;
        kernels_.subtract_products(list, front.columns(c, columns));
      }
    }
  }

  /// Factorises F_JJ = L_JJ L_JJᴴ, by rows of Lᴴ.
  void factor_corner(int s, Front<S> front, int begin, const FactorPanel& panel) {
    Real<S>* inverses = factor_.values.data() + panel.values;
    S* triangle = reinterpret_cast<S*>(inverses + panel.width);
    for (int j = 0; j < panel.width; ++j) {
      S* row = front.row(begin + j) + begin;
      const Real<S> pivot = std::real(row[j]);
      check_pivot(nodes_.order[nodes_.first[s] + begin + j], pivot);
      const Real<S> root = std::sqrt(pivot);
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

  /// Stores L_RJ, the adjoint of the rows J of the front.
  void copy_below(Front<S> front, int begin, const FactorPanel& panel) {
    S* to = reinterpret_cast<S*>(factor_.values.data() + panel.values + panel.width) +
            panel.width * panel.width;
    for (int j = 0; j < panel.width; ++j) {
      const S* row = front.row(begin + j) + begin + panel.width;
      for (int k = 0; k < panel.below; ++k) to[k * panel.width + j] = conjugate(row[k]);
    }
  }

  const Matrix& v_;
  const Supernodes& nodes_;
  const PanelKernels<Real<S>>& kernels_;
  std::vector<int> position_;
  std::vector<int> local_;              // position of each row in the current front
  std::vector<std::int32_t> counting_;  // 0, 1, 2, …: row numbers in a front
  std::vector<S> front_;
  std::vector<S> stack_;      // update matrices for parents, as packed upper triangles
  std::vector<int> waiting_;  // the supernodes they come from
  PanelFactor<S> factor_;
  std::size_t next_panel_ = 0;
};

}  // namespace

template <Scalar S>
PanelFactor<S> factorise(const Eigen::SparseMatrix<S, Eigen::RowMajor>& v,
                         const Supernodes& supernodes, Isa isa) {
  return Multifrontal<S>(v, supernodes, isa).run();
}

#define INSTANTIATE(S)                                                              \
  template PanelFactor<S> factorise(const Eigen::SparseMatrix<S, Eigen::RowMajor>&, \
                                    const Supernodes&, Isa);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
