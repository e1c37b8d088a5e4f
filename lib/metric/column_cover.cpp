#include "column_cover.hpp"

#include <algorithm>
#include <queue>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

/// Whether two rows meet in the pattern of L: the later one is among those of the earlier one's
/// supernode.
class FactorPattern {
 public:
  explicit FactorPattern(const Supernodes& nodes)
      : nodes_(nodes), position_(inverse(nodes.order)), owner_(nodes.order.size()) {
    for (int s = 0; s < nodes.size(); ++s) {
      std::fill(owner_.begin() + nodes.first[s], owner_.begin() + nodes.first[s + 1], s);
    }
  }
  bool has(int i, int j) const {
    const auto [early, late] = std::minmax(position_[i], position_[j]);
    const int s = owner_[early];
    if (late < nodes_.first[s + 1]) return true;
    const int* rows = nodes_.rows_of(s);
    return std::binary_search(rows + nodes_.width(s), rows + nodes_.height(s), late);
  }

 private:
  const Supernodes& nodes_;
  std::vector<int> position_;
  std::vector<int> owner_;  // supernode of each column
};

}  // namespace

template <Scalar S>
std::vector<Entry<S>> entries_outside(const SparseFactor<S>& factor, SparseView<S> A) {
  const FactorPattern pattern(factor.nodes);
  const int* outer = factor.gram.outerIndexPtr();
  const int* inner = factor.gram.innerIndexPtr();
  std::vector<Entry<S>> outside;
  for (int i = 0; i < static_cast<int>(A.rows); ++i) {
    int in_v = outer[i];
    for (int e = A.outer[i]; e < A.outer[i + 1]; ++e) {
      const int k = A.inner[e];
      while (in_v < outer[i + 1] && inner[in_v] < k) ++in_v;
      if ((in_v < outer[i + 1] && inner[in_v] == k) || pattern.has(i, k)) continue;
      outside.push_back(A.row_major ? Entry<S>{i, k, A.values[e]} : Entry<S>{k, i, A.values[e]});
    }
  }
  return outside;
}

template <Scalar S>
ColumnCover<S> column_cover(const std::vector<Entry<S>>& entries, Index n) {
  std::vector<std::int64_t> begin(static_cast<std::size_t>(n) + 1, 0);
  for (const auto& entry : entries) {
    ++begin[entry.row + 1];
    ++begin[entry.column + 1];
  }
  std::vector<std::int64_t> uncovered(begin.begin() + 1, begin.end());
  for (Index i = 0; i < n; ++i) begin[i + 1] += begin[i];
  std::vector<std::int64_t> lists(2 * entries.size());
  std::vector<std::int64_t> next(begin.begin(), begin.end() - 1);
  for (std::size_t e = 0; e < entries.size(); ++e) {
    lists[next[entries[e].row]++] = static_cast<std::int64_t>(e);
    lists[next[entries[e].column]++] = static_cast<std::int64_t>(e);
  }
  // by number of uncovered entries, the lower index first among equals; numbers may be out of date
  std::priority_queue<std::pair<std::int64_t, int>> queue;
  for (Index i = 0; i < n; ++i) {
    if (uncovered[i] > 0) queue.emplace(uncovered[i], -static_cast<int>(i));
  }
  std::vector<char> covered(entries.size(), 0);
  ColumnCover<S> cover;
  cover.begin.push_back(0);
  cover.entries.reserve(entries.size());
  while (cover.entries.size() < entries.size()) {
    const auto [count, negative] = queue.top();
    queue.pop();
    const int i = -negative;
    if (uncovered[i] == 0) continue;
    if (count > uncovered[i]) {
      queue.emplace(uncovered[i], negative);
      continue;
    }
    for (std::int64_t at = begin[i]; at < begin[i + 1]; ++at) {
      const auto e = static_cast<std::size_t>(lists[at]);
      if (covered[e] != 0) continue;
      covered[e] = 1;
      cover.entries.push_back(entries[e]);
      --uncovered[entries[e].row];
      --uncovered[entries[e].column];
    }
    cover.columns.push_back(i);
    cover.begin.push_back(static_cast<std::int64_t>(cover.entries.size()));
  }
  return cover;
}

template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> united_pattern(
    const Eigen::SparseMatrix<S, Eigen::RowMajor>& v, SparseView<S> A) {
  using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;
  // the pattern of A by lines and of its transpose, whatever its storage, are those of both
  const std::vector<S> zeros(static_cast<std::size_t>(A.nonzeros()), S(0));
  const Rows a =
      Eigen::Map<const Rows>(A.rows, A.cols, A.nonzeros(), A.outer, A.inner, zeros.data());
  const Rows both = a + Rows(a.transpose());
  return v + both;
}

#define INSTANTIATE(S)                                                                   \
  template std::vector<Entry<S>> entries_outside(const SparseFactor<S>&, SparseView<S>); \
  template ColumnCover<S> column_cover(const std::vector<Entry<S>>&, Index);             \
  template Eigen::SparseMatrix<S, Eigen::RowMajor> united_pattern(                       \
      const Eigen::SparseMatrix<S, Eigen::RowMajor>&, SparseView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
