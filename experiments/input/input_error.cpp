#include <input/input_error.hpp>

#include <fmt/format.h>

namespace isotrace::program {
namespace {

constexpr std::size_t longest_quote = 40;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

std::string escaped(char c) {
  return fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
}

// A path keeps its UTF-8; only characters that could break the line are escaped.
std::string on_one_line(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (is_control(c)) {
      out += escaped(c);
    } else {
      out += c;
    }
  }
  return out;
}

std::string message(const std::filesystem::path& path, Index line, std::string_view found,
                    std::string_view expected) {
  const std::string place = line > 0 ? fmt::format(":{}", line) : "";
  return fmt::format("{}{}: found {}, expected {}", shown_path(path), place, found, expected);
}

}  // namespace

bool is_standard_input(const std::filesystem::path& path) {
  return path == "-";
}

std::string shown_path(const std::filesystem::path& path) {
  return is_standard_input(path) ? "standard input" : on_one_line(path.string());
}

InputError::InputError(const std::filesystem::path& path, Index line, std::string_view found,
                       std::string_view expected)
    : Error(message(path, line, found, expected)) {}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text.substr(0, longest_quote)) {
    if (is_control(c) || static_cast<unsigned char>(c) > 0x7e) {
      out += escaped(c);
    } else {
      out += c;
    }
  }
  return out + (text.size() > longest_quote ? "…'" : "'");
}

}  // namespace isotrace::program
