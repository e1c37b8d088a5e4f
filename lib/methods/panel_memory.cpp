#include "panel_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <isotrace/core/error.hpp>

namespace isotrace {

PanelNeeds panel_needs(Method method) {
  switch (method) {
    case Method::hutchinson: return {0, 0};
    case Method::hutchpp: return {3, 1.0 / 3};
    case Method::na_hutchpp: return {6, 1.0 / 4};
    case Method::adaptive_hutchpp: return {6, 1.0 / 3};
    case Method::nystrompp: return {3, 1.0 / 2};
    case Method::xnystrace: return {3, 1};
    case Method::xtrace:
    case Method::automatic: break;
  }
  return {5, 1.0 / 2};
}

MemoryShare share_memory(const Options& options, Index n, Index cost, std::size_t number_bytes,
                         std::size_t column_bytes) {
  const Method method = method_of(options);
  PanelNeeds needs = panel_needs(method);
  // what XNysTrace's sketch leaves is sampled beside it
  if (method == Method::xnystrace && has_tolerance(options)) ++needs.panels;
  if (column_bytes > options.memory) {
    throw OptionError(fmt::format("a block of one column needs {} bytes, memory is {}",
                                  column_bytes, options.memory));
  }
  const double column = needs.panels * static_cast<double>(n) * static_cast<double>(number_bytes);
  if (column == 0) return {options.memory, 0};
  const bool open = has_tolerance(options) || method == Method::automatic;
  const double most =
      std::ceil(needs.columns * static_cast<double>(options.matvecs) / static_cast<double>(cost));
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
