#pragma once

#include <isotrace/trace/options.hpp>

namespace isotrace {

/// The width of a block of probes, and the number of tasks that each work on one block.
struct BlockPlan {
  Index width;  ///< a multiple of the law's group; never depends on the number of threads
  int tasks;    ///< fewer than threads where memory is short
};

/// The input of plan_blocks.
struct BlockNeeds {
  Index n;                    ///< rows of a block
  std::size_t scalar_bytes;   ///< of an entry
  std::size_t column_bytes;   ///< bytes per probe, over all blocks of a task
  Index preferred_width = 0;  ///< the width that the form prefers; 0: none
  bool reentrant = true;
};

/// The width is options.block, else the form's preference, else a width at which products are
/// efficient and a block fits the caches: about 2 MiB of probes, 16 to 256 columns. Throws
/// OptionError, naming both sizes, if the memory does not hold a block of one column.
BlockPlan plan_blocks(const Options& options, const BlockNeeds& needs);

}  // namespace isotrace
