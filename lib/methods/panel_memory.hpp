#pragma once

#include <isotrace/trace/options.hpp>

namespace isotrace {

/// How options.memory is divided between the panels of a sketch and the blocks of the tasks.
struct MemoryShare {
  std::size_t blocks;  ///< bytes
  Index columns;       ///< of a sketch for which there is room
};

/// Bytes: of a number in a panel, and of a column in all blocks of a task. `cost` matvecs apply the
/// form to a column. A budget of matvecs says how many columns the sketch has; with a tolerance it
/// may take half the memory. Throws OptionError, with both sizes, where the memory does not hold
/// the panels beside a block of one column; the automatic choice then does without them.
MemoryShare share_memory(const Options& options, Method method, Index n, Index cost,
                         std::size_t number_bytes, std::size_t column_bytes);

}  // namespace isotrace
