#pragma once

#include <algorithm>

#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

/// Calls f(p, first, count) for `pieces` pieces of [0, size), in parallel.
template <class F>
void for_pieces(Index size, Index pieces, F&& f) {
  parallel_for(pieces, [&](Index p) {
    const Index first = size * p / pieces;
    f(p, first, size * (p + 1) / pieces - first);
  });
}

/// Calls f(first, count) for pieces of rows, in parallel, for results whose rows are independent. A
/// piece has about 512 rows, which stay in cache with some hundred columns.
template <class F>
void for_own_rows(Index rows, F&& f) {
  constexpr Index own_rows = 512;
  const Index pieces = std::max<Index>(1, (rows + own_rows / 2) / own_rows);
  for_pieces(rows, pieces, [&](Index, Index first, Index count) { f(first, count); });
}

}  // namespace isotrace
