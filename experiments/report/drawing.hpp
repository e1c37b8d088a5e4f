#pragma once

#include <string>
#include <string_view>

namespace isotrace::reports {

/// An SVG file's <svg> element as it can stand in a page beside others: without prologue and fixed
/// size, its ids made unique by the prefix, with a class and an accessible name. Its neutral
/// colours are those of the page (var(--paper), --ink, --soft, --grid), so that it is dark where
/// the page is.
std::string inlined_svg(std::string svg, const std::string& prefix, std::string_view style_class,
                        std::string_view label);

}  // namespace isotrace::reports
