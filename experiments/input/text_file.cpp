#include <input/text_file.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <vector>

#include <input/gzip.hpp>
#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

constexpr std::string_view blanks = " \t";

/// All bytes that are left in a stream. `failed` tells of a failure that the stream hides.
template <class Failed>
std::string rest_of(std::istream& in, const std::filesystem::path& path, Failed failed) {
  std::string text;
  std::vector<char> buffer(1 << 18);
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad() || failed()) {
    throw InputError(path, 0,
                     "a failure to read on after " + std::to_string(text.size()) + " bytes",
                     "a readable file");
  }
  return text;
}

std::string read_bytes(const std::filesystem::path& path) {
  if (is_standard_input(path)) {
    return rest_of(std::cin, path, [] { return std::ferror(stdin) != 0; });
  }
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw InputError(path, 0, "no such file", "a file");
  }
  if (std::filesystem::is_directory(status)) {
    throw InputError(path, 0, "a directory", "a file");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw InputError(path, 0, "an unreadable file", "permission to read it");
  }
  return rest_of(file, path, [] { return false; });
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  std::string text = read_bytes(path);
  if (is_gzip(text)) text = gunzipped(path, text);
  return text;
}

bool LineReader::next() {
  if (rest_.empty()) {
    return false;
  }
  const auto end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  if (line_.ends_with('\r')) {
    line_.remove_suffix(1);
  }
  ++number_;
  return true;
}

bool LineReader::next_filled() {
  while (next()) {
    if (line_.find_first_not_of(blanks) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::string_view take_word(std::string_view& line) {
  std::size_t begin = 0;
  while (begin < line.size() && (line[begin] == ' ' || line[begin] == '\t')) {
    ++begin;
  }
  std::size_t end = begin;
  while (end < line.size() && line[end] != ' ' && line[end] != '\t') {
    ++end;
  }
  const auto word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

}  // namespace isotrace::program
