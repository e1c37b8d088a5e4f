#pragma once

#include <string>
#include <string_view>

namespace isotrace::reports {

/// The text with & < > " ' as entities, fit for element content and quoted attributes.
std::string html_escaped(std::string_view text);

/// An SVG file's <svg> element as it can stand in a page beside others: without prologue and fixed
/// size, its ids made unique by the prefix, with an accessible name.
std::string inlined_svg(std::string svg, const std::string& prefix, std::string_view label);

/// A whole page around the body.
std::string html_page(std::string_view title, std::string_view body);

}  // namespace isotrace::reports
