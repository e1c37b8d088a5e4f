#pragma once

#include <isotrace/trace/options.hpp>

namespace isotrace {

/// Numbers of type Wide<S> that a method's panels hold at the most: for n rows and a sketch of k
/// columns, panels · n · k.
struct PanelNeeds {
  double panels;   ///< for each column of the sketch
  double columns;  ///< of the sketch, for each matvec of a budget that is spent on a column
};
PanelNeeds panel_needs(Method method);

/// How options.memory is divided between the panels of a sketch and the blocks of the tasks.
struct MemoryShare {
  std::size_t blocks;  ///< bytes
  Index columns;       ///< of a sketch for which there is room
};

/// Bytes: of a number in a panel, and of a column in all blocks of a task. `cost` matvecs apply the
/// form to a column. A budget of matvecs says how many columns the sketch has; with a tolerance it
/// may take half the memory. Throws OptionError, with both sizes, where the memory does not hold
/// the panels beside a block of one column; the automatic choice then does without them.
MemoryShare share_memory(const Options& options, Index n, Index cost, std::size_t number_bytes,
                         std::size_t column_bytes);

}  // namespace isotrace
