#pragma once

#include <algorithm>

#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

/// f(p, first, count) for `pieces` pieces of a range, in parallel.
template <class F>
void for_pieces(Index size, Index pieces, F&& f) {
  parallel_for(pieces, [&](Index p) {
    const Index first = size * p / pieces;
    f(p, first, size * (p + 1) / pieces - first);
  });
}

/// f(first, count) for pieces of rows that are one task each, where every row is a result of its
/// own: 512, in cache with some hundred columns.
template <class F>
void for_own_rows(Index rows, F&& f) {
  constexpr Index own_rows = 512;
  const Index pieces = std::max<Index>(1, (rows + own_rows / 2) / own_rows);
  for_pieces(rows, pieces, [&](Index, Index first, Index count) { f(first, count); });
}

}  // namespace isotrace
