#pragma once

#include <cstdint>
#include <string_view>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Rows per chunk: row i of a probe belongs to chunk i / stream_chunk, and each chunk of a probe
/// has its own engine.
inline constexpr Index stream_chunk = 1024;

/// An addressable source of randomness: a value, not an engine. What is drawn at the address (seed,
/// domain, probe, chunk) depends on nothing else, so every block size, thread and machine gets the
/// same bits.
struct Stream {
  std::uint64_t seed = 1;
  std::uint64_t domain = 0;  ///< distinguishes purposes that share a seed

  /// An independent stream with the same seed, for another purpose.
  Stream substream(std::uint64_t tag) const;
  /// An independent stream with the same seed, identified by a name.
  Stream substream(std::string_view name) const;

  friend bool operator==(const Stream&, const Stream&) = default;
};

/// State and increment of a PCG engine, hashed from its address.
struct EngineSeed {
  std::uint64_t state;
  std::uint64_t increment;
};

/// The engine seed at one address of the stream: a hash by the SplitMix64 finaliser (Steele, Lea,
/// Flood, OOPSLA 2014), with one round for each of the four coordinates of the address and a last
/// one for each of the two results.
EngineSeed engine_seed(const Stream& stream, std::uint64_t probe, std::uint64_t chunk);

}  // namespace isotrace
