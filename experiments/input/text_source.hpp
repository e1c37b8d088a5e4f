#pragma once

#include <algorithm>
#include <string_view>

#include <input/byte_source.hpp>

namespace isotrace::program {

/// The bytes of a text, at most `at_most` at a time. The text must outlive the source.
class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string_view text, std::size_t at_most = std::string_view::npos)
      : rest_(text), at_most_(at_most) {}

  std::size_t read(std::span<char> out) override {
    const std::size_t count = rest_.copy(out.data(), std::min(out.size(), at_most_));
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
  std::size_t at_most_;
};

}  // namespace isotrace::program
