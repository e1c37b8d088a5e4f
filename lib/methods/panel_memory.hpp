#pragma once

#include <isotrace/trace/options.hpp>

namespace isotrace {

/// How options.memory is divided between the panels of a sketch and the blocks of the tasks.
struct MemoryShare {
  std::size_t blocks;  ///< bytes
  Index columns;       ///< the most columns of a sketch that fit
};

/// number_bytes: of a number in a panel. column_bytes: of a column, over all blocks of a task.
/// cost: matvecs of a product with a column. The budget fixes the size of the sketch; with a
/// tolerance, or for the automatic choice, the panels may take half the memory. Throws OptionError,
/// naming both sizes, if the memory does not hold the panels and a block of one column; the
/// automatic choice then does without a sketch.
MemoryShare share_memory(const Options& options, Method method, Index n, Index cost,
                         std::size_t number_bytes, std::size_t column_bytes);

}  // namespace isotrace
