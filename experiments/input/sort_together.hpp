#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace isotrace::program {

namespace detail {

/// Sifts the key at `root` down until none below it in the heap of the first `size` is greater.
template <class Key, class Value>
void sink(std::span<Key> keys, Value* values, std::size_t root, std::size_t size) {
  for (std::size_t child = 2 * root + 1; child < size; root = child, child = 2 * root + 1) {
    if (child + 1 < size && keys[child] < keys[child + 1]) ++child;
    if (!(keys[root] < keys[child])) return;
    std::swap(keys[root], keys[child]);
    std::swap(values[root], values[child]);
  }
}

}  // namespace detail

/// Sorts keys and permutes the values with them, in place and without further memory (heapsort;
/// linear if the keys are sorted).
template <class Key, class Value>
void sort_together(std::span<Key> keys, Value* values) {
  if (std::ranges::is_sorted(keys)) return;
  for (std::size_t root = keys.size() / 2; root-- > 0;) {
    detail::sink(keys, values, root, keys.size());
  }
  for (std::size_t last = keys.size() - 1; last > 0; --last) {
    std::swap(keys[0], keys[last]);
    std::swap(values[0], values[last]);
    detail::sink(keys, values, 0, last);
  }
}

}  // namespace isotrace::program
