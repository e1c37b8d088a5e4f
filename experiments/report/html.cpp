#include "html.hpp"

#include "style.hpp"

namespace isotrace::reports {

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

std::string html_page(std::string_view title, std::string_view body) {
  const std::string escaped = html_escaped(title);
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<title>" + escaped + "</title>\n<style>" + style_sheet() + "</style>\n</head>\n<body>\n";
  page += "<main>\n<h1>" + escaped + "</h1>\n";
  page += body;
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace isotrace::reports
