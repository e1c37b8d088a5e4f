#include "raw_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <vector>

#include <cli/output.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::randomness {

namespace {

constexpr Index rows = stream_chunk;
constexpr Index cols = 64;

/// Word w of column j: bit r is bit j of row 64 w + r.
std::vector<std::uint64_t> columns_of(const std::vector<std::uint64_t>& signs) {
  std::vector<std::uint64_t> words(signs.size());
  for (std::size_t j = 0; j < 64; ++j) {
    for (std::size_t i = 0; i < signs.size(); ++i) {
      words[j * (signs.size() / 64) + i / 64] |= (signs[i] >> j & 1U) << (i % 64);
    }
  }
  return words;
}

std::vector<std::uint32_t> normal_bits(const std::vector<double>& X) {
  std::vector<std::uint32_t> bits(X.size());
  for (std::size_t i = 0; i < X.size(); ++i) {
    bits[i] = static_cast<std::uint32_t>(
        std::min(0x1p32 - 1.0, 0x1p31 * std::erfc(-X[i] / std::sqrt(2.0))));
  }
  return bits;
}

}  // namespace

void write_raw(const std::string& what, std::uint64_t seed, std::uint64_t limit, std::FILE* out) {
  if (what != "signs" && what != "words" && what != "normals") {
    throw OptionError("raw: found " + what + ", expected signs, words or normals");
  }
  const Stream stream{seed};
  std::vector<std::uint64_t> signs(rows);
  std::vector<double> X(what == "normals" ? rows * cols : 0);
  std::uint64_t written = 0;
  const auto require = [](bool taken) {
    if (!taken) {
      throw program::OutputError(std::string("standard output takes no more: ") +
                                 std::strerror(errno));
    }
  };
  // Returns whether more bytes are wanted.
  const auto write = [&](const auto& values) {
    std::uint64_t bytes = values.size() * sizeof(values[0]);
    if (limit != 0) bytes = std::min(bytes, limit - written);
    written += bytes;
    require(std::fwrite(values.data(), 1, bytes, out) == bytes);
    return limit == 0 || written < limit;
  };
  for (Index first = 0;; first += cols) {
    for (Index row = 0; row < 16 * rows; row += rows) {
      bool more = true;
      if (what == "normals") {
        draw_rows(Law(Gaussian{}), stream, row, first,
                  BlockView<double>{X.data(), rows, cols, cols});
        more = write(normal_bits(X));
      } else {
        draw_sign_words(stream, row, rows, first, cols, signs.data());
        more = what == "signs" ? write(signs) : write(columns_of(signs));
      }
      if (!more) return require(std::fflush(out) == 0);
    }
  }
}

}  // namespace isotrace::randomness
