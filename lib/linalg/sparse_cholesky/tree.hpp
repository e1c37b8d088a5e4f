#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace isotrace::detail {

/// The children of every node of a forest, in ascending order. A root's parent is −1.
class Children {
 public:
  explicit Children(const std::vector<int>& parent);

  std::span<const int> of(int node) const { return list(static_cast<std::size_t>(node)); }
  std::span<const int> roots() const { return list(begin_.size() - 2); }

 private:
  std::span<const int> list(std::size_t k) const {
    return {list_.data() + begin_[k], static_cast<std::size_t>(begin_[k + 1] - begin_[k])};
  }
  std::vector<int> begin_;  // of each node's list, then of the roots', then the number of nodes
  std::vector<int> list_;
};

/// The nodes of a forest in postorder. The children of a node come in ascending order, except that
/// the one of greatest weight comes last.
std::vector<int> postorder(const std::vector<int>& parent, const std::vector<std::int64_t>& weight);

}  // namespace isotrace::detail
