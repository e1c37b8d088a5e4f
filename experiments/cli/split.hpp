#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace isotrace::program {

/// The parts of a text between commas, without empty ones.
inline std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

}  // namespace isotrace::program
