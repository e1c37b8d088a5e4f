#include "html.hpp"

namespace isotrace::reports {
namespace {

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

constexpr std::string_view css = R"(
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem 1.25rem 3rem; background: #fff; color: #202020;
       font: 1rem/1.55 "DejaVu Sans", Verdana, system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 .5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .5rem; padding-top: .8rem;
     border-top: 1px solid #ddd; }
p { margin: .6rem 0; max-width: 46rem; }
figure { margin: 1.2rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption, .files { font-size: .85rem; color: #555; }
a { color: #00588a; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; margin: .6rem 0 .2rem; }
caption { text-align: left; font-weight: bold; padding-bottom: .4rem; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #e4e4e4; text-align: left;
         white-space: nowrap; }
th { border-bottom: 2px solid #bbb; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
)";

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string inlined_svg(std::string svg, const std::string& prefix, std::string_view label) {
  svg.erase(0, svg.find("<svg"));
  const auto head = svg.find('>');
  svg = "<svg role=\"img\" aria-label=\"" + html_escaped(label) +
        "\" viewBox=\"0 0 1200 800\" xmlns=\"http://www.w3.org/2000/svg\" "
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\"" +
        svg.substr(head);
  for (const char* reference : {" id='", " id=\"", "href='#", "href=\"#", "url(#"}) {
    replace_all(svg, reference, reference + prefix + "-");
  }
  return svg;
}

std::string html_page(std::string_view title, std::string_view body) {
  const std::string escaped = html_escaped(title);
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page +=
      "<title>" + escaped + "</title>\n<style>" + std::string(css) + "</style>\n</head>\n<body>\n";
  page += "<h1>" + escaped + "</h1>\n";
  page += body;
  return page + "</body>\n</html>\n";
}

}  // namespace isotrace::reports
