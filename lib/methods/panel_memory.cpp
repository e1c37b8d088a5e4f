#include "panel_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <isotrace/core/error.hpp>

#include "method_table.hpp"

namespace isotrace {

MemoryShare share_memory(const Options& options, Method method, Index n, Index cost,
                         std::size_t number_bytes, std::size_t column_bytes) {
  PanelNeeds needs = row_of(method).panels;
  if (needs.panels == 0) return {options.memory, 0};
  // sampling the remainder of XNysTrace's sketch takes one more panel
  if (method == Method::xnystrace && has_tolerance(options)) ++needs.panels;
  if (column_bytes > options.memory) {
    throw OptionError(fmt::format("a block of one column needs {} bytes, memory is {}",
                                  column_bytes, options.memory));
  }
  const double column = needs.panels * static_cast<double>(n) * static_cast<double>(number_bytes);
  const bool open = has_tolerance(options) || method == Method::automatic;
  const double most = std::ceil(needs.columns * static_cast<double>(budget_of(options)) /
                                static_cast<double>(cost));
  const double wanted = std::min(static_cast<double>(n), open ? 8.0 : most);
  const auto room = static_cast<double>(options.memory - column_bytes);
  if (wanted * column > room && method != Method::automatic) {
    throw OptionError(
        fmt::format("{} needs {:.0f} bytes for the panels of {:.0f} columns beside a block of one "
                    "column of {}, "
                    "memory is {}",
                    name(method), wanted * column, wanted, column_bytes, options.memory));
  }
  if (!open) {
    return {static_cast<std::size_t>(static_cast<double>(options.memory) - wanted * column),
            static_cast<Index>(wanted)};
  }
  const double half = std::min(static_cast<double>(options.memory) / 2, room);
  const double least = std::max(half, std::min(wanted * column, room));
  const auto columns = static_cast<Index>(std::min(static_cast<double>(n), least / column));
  return {static_cast<std::size_t>(static_cast<double>(options.memory) -
                                   static_cast<double>(columns) * column),
          columns};
}

}  // namespace isotrace
