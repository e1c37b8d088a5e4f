#pragma once

#include <stdexcept>
#include <string>

namespace isotrace::fuzz {

/// The program did what its contract excludes.
class Contradiction : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws a Contradiction with that text unless `holds`.
inline void require(bool holds, const std::string& otherwise) {
  if (!holds) throw Contradiction(otherwise);
}

}  // namespace isotrace::fuzz
