#pragma once

#include <isotrace/estimators/options.hpp>

namespace isotrace {

/// How many probes a block holds and how many tasks may hold one at a time.
struct BlockPlan {
  Index width;  ///< a multiple of the law's group; from n, the scalar and the memory, never the
                ///< threads
  int tasks;    ///< lowered where memory is short
};

/// column_bytes: what one probe occupies in all blocks of a task. A block is wide enough for
/// products to be efficient and small enough for caches: about 2 MiB of probes, 16 to 256 columns.
BlockPlan plan_blocks(const Options& options, Index n, std::size_t scalar_bytes,
                      std::size_t column_bytes, bool reentrant);

}  // namespace isotrace
