#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <input/input_matrix.hpp>

namespace isotrace::program {

/// Whether two entries have the same place. Linear for entries sorted by columns or by rows, as in
/// most files; otherwise sorts 8 bytes for each entry.
template <class S>
bool has_duplicate(const std::deque<StoredEntry<S>>& entries) {
  const auto increasing = [&](auto key) {
    return std::ranges::adjacent_find(entries, std::greater_equal<>{}, key) == entries.end();
  };
  if (increasing([](const StoredEntry<S>& e) { return std::tuple(e.col, e.row); }) ||
      increasing([](const StoredEntry<S>& e) { return std::tuple(e.row, e.col); })) {
    return false;
  }
  std::vector<std::uint64_t> places(entries.size());
  std::ranges::transform(entries, places.begin(), [](const StoredEntry<S>& e) {
    return static_cast<std::uint64_t>(e.row) << 32 | static_cast<std::uint64_t>(e.col);
  });
  std::ranges::sort(places);
  return std::ranges::adjacent_find(places) != places.end();
}

/// The first entry that repeats the place of an earlier one: positions (earlier, later), or none.
template <class S>
std::optional<std::pair<int, int>> find_duplicate(const std::deque<StoredEntry<S>>& entries) {
  if (!has_duplicate(entries)) {
    return std::nullopt;
  }
  const auto place = [&](int k) { return std::tuple(entries[k].row, entries[k].col); };
  std::vector<int> order(entries.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](int k) { return std::tuple(place(k), k); });
  std::optional<std::pair<int, int>> found;
  for (std::size_t k = 1; k < order.size(); ++k) {
    const int earlier = order[k - 1];
    const int later = order[k];
    if (place(earlier) == place(later) && (!found || later < found->second)) {
      found = {earlier, later};
    }
  }
  return found;
}

}  // namespace isotrace::program
