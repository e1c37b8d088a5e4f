#pragma once

#include <string>
#include <string_view>

namespace isotrace::reports {

/// The text with & < > " ' as entities, for element content and quoted attributes.
std::string html_escaped(std::string_view text);

/// A whole page around the body.
std::string html_page(std::string_view title, std::string_view body);

}  // namespace isotrace::reports
