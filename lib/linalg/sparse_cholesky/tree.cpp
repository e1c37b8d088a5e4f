#include "tree.hpp"

#include <algorithm>

namespace isotrace::detail {
namespace {

/// `nodes`, pushed so that they are popped in ascending order, the heaviest last.
void push(std::span<const int> nodes, const std::vector<std::int64_t>& weight,
          std::vector<int>& stack) {
  if (nodes.empty()) return;
  int heaviest = nodes.front();
  for (const int node : nodes) {
    if (weight[node] >= weight[heaviest]) heaviest = node;
  }
  stack.push_back(heaviest);
  for (std::size_t k = nodes.size(); k-- > 0;) {
    if (nodes[k] != heaviest) stack.push_back(nodes[k]);
  }
}

}  // namespace

Children::Children(const std::vector<int>& parent)
    : begin_(parent.size() + 2, 0), list_(parent.size()) {
  const auto slot = [&](int above) {
    return above < 0 ? parent.size() : static_cast<std::size_t>(above);
  };
  for (const int above : parent) ++begin_[slot(above) + 1];
  for (std::size_t k = 1; k < begin_.size(); ++k) begin_[k] += begin_[k - 1];
  std::vector<int> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t k = 0; k < parent.size(); ++k) {
    list_[next[slot(parent[k])]++] = static_cast<int>(k);
  }
}

std::vector<int> postorder(const std::vector<int>& parent,
                           const std::vector<std::int64_t>& weight) {
  const Children children(parent);
  std::vector<char> opened(parent.size(), 0);
  std::vector<int> nodes, stack;
  nodes.reserve(parent.size());
  push(children.roots(), weight, stack);
  while (!stack.empty()) {
    const int top = stack.back();
    if (opened[top] == 0) {
      opened[top] = 1;
      push(children.of(top), weight, stack);
    } else {
      nodes.push_back(top);
      stack.pop_back();
    }
  }
  return nodes;
}

}  // namespace isotrace::detail
