#pragma once

#include <string>
#include <string_view>

namespace isotrace::reports {

/// The <svg> element of an SVG file for use in a page: without prologue and fixed size, with ids
/// made unique by the prefix, a class and an accessible name. Its neutral colours are the page's
/// (var(--paper), --ink, --soft, --grid), so that it follows the page's dark mode.
std::string inlined_svg(std::string svg, const std::string& prefix, std::string_view style_class,
                        std::string_view label);

}  // namespace isotrace::reports
