#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace isotrace::randomness {

/// Writes bytes to `out` until `limit` of them are written (0: without end):
///   signs    packed signs, 64 probes to a word
///   words    the engines' words, 16 of each (probe, chunk)
///   normals  32 bits of Φ(x) for each normal number x
/// Throws OutputError if writing fails, OptionError for another name.
void write_raw(const std::string& what, std::uint64_t seed, std::uint64_t limit, std::FILE* out);

}  // namespace isotrace::randomness
