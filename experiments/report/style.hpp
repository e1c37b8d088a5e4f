#pragma once

#include <string>

namespace isotrace::reports {

/// The style sheet of a page: light or dark as the reader's system, light in print. A narrow screen
/// shows the narrow drawings, and wide tables row by row as lists, so that nothing scrolls
/// sideways. Drawings take their neutral colours from --paper, --ink, --soft and --grid.
std::string style_sheet();

}  // namespace isotrace::reports
