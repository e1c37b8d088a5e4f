#include "drawing.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "html.hpp"

namespace isotrace::reports {
namespace {

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The page's colour variable that replaces a grey of gnuplot_script; none for a colour.
std::optional<std::string_view> variable_of(int red, int green, int blue) {
  if (red != green || green != blue) return std::nullopt;
  if (red >= 250) return "var(--paper)";
  if (red >= 210) return "var(--grid)";
  if (red >= 140) return std::nullopt;  // the palette's own grey
  return red >= 70 ? "var(--soft)" : "var(--ink)";
}

// Red, green and blue of "rgb( 64,  64,  64)".
std::optional<std::array<int, 3>> numbers_of(std::string_view text) {
  std::array<int, 3> numbers{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int& number : numbers) {
    while (at != end && (*at < '0' || *at > '9')) ++at;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc()) return std::nullopt;
    at = next;
  }
  return numbers;
}

void adapt_greys(std::string& svg) {
  for (const char* white : {"\"#FFFFFF\"", "\"#ffffff\"", "'#FFFFFF'", "'#ffffff'"}) {
    replace_all(svg, white, "\"var(--paper)\"");
  }
  replace_all(svg, "=\"black\"", "=\"var(--ink)\"");
  for (auto at = svg.find("rgb("); at != std::string::npos; at = svg.find("rgb(", at + 1)) {
    const auto end = svg.find(')', at);
    const auto numbers = numbers_of(std::string_view(svg).substr(at, end - at));
    if (!numbers) continue;
    const auto variable = variable_of((*numbers)[0], (*numbers)[1], (*numbers)[2]);
    if (variable) svg.replace(at, end + 1 - at, *variable);
  }
}

// The viewBox="…" attribute in the element's start tag.
std::string view_box(std::string_view head) {
  const auto at = head.find("viewBox=\"");
  if (at == std::string_view::npos) return {};
  return std::string(head.substr(at, head.find('"', at + 9) + 1 - at));
}

}  // namespace

std::string inlined_svg(std::string svg, const std::string& prefix, std::string_view style_class,
                        std::string_view label) {
  svg.erase(0, svg.find("<svg"));
  const auto head = svg.find('>');
  svg = "<svg class=\"" + std::string(style_class) + "\" role=\"img\" aria-label=\"" +
        html_escaped(label) + "\" " + view_box(std::string_view(svg).substr(0, head)) +
        " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"" +
        svg.substr(head);
  for (const char* reference : {" id='", " id=\"", "href='#", "href=\"#", "url(#"}) {
    replace_all(svg, reference, reference + prefix + "-");
  }
  adapt_greys(svg);
  return svg;
}

}  // namespace isotrace::reports
