#pragma once

#include <isotrace/trace/options.hpp>

namespace isotrace {

/// How many probes a block holds and how many tasks may hold one at a time.
struct BlockPlan {
  Index width;  ///< a multiple of the law's group; from n, the scalar and the memory, never the
                ///< threads
  int tasks;    ///< lowered where memory is short
};

/// What a plan is made for.
struct BlockNeeds {
  Index n;                    ///< rows of a block
  std::size_t scalar_bytes;   ///< of an entry
  std::size_t column_bytes;   ///< of one probe in all blocks of a task
  Index preferred_width = 0;  ///< the form's; 0: none
  bool reentrant = true;
};

/// A block is as wide as the options or the form want it; else wide enough for products to be
/// efficient and small enough for caches: about 2 MiB of probes, 16 to 256 columns. Throws
/// OptionError, with both sizes, where the memory does not hold a block of one column.
BlockPlan plan_blocks(const Options& options, const BlockNeeds& needs);

}  // namespace isotrace
