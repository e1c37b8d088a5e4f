#pragma once

#include <cstdint>
#include <string_view>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Rows drawn from one engine: row i of a probe belongs to chunk i / stream_chunk.
inline constexpr Index stream_chunk = 1024;

/// An addressable source of randomness: a value, not an engine. What is drawn at (seed, domain,
/// probe, chunk) depends on nothing else, so any block size, thread or machine draws any piece of
/// the raw stream and gets the same bits.
struct Stream {
  std::uint64_t seed = 1;
  std::uint64_t domain = 0;  ///< separates purposes that share a seed

  /// An independent stream with the same seed, for another purpose.
  Stream substream(std::uint64_t tag) const;
  /// An independent stream named by a text.
  Stream substream(std::string_view name) const;

  friend bool operator==(const Stream&, const Stream&) = default;
};

/// State and increment of a PCG engine, hashed from its address.
struct EngineSeed {
  std::uint64_t state;
  std::uint64_t increment;
};

/// The engine seed at one address of the stream: four absorbing rounds of the SplitMix64 finaliser
/// (Steele, Lea, Flood, OOPSLA 2014), one for each coordinate of the address, and two squeezes.
EngineSeed engine_seed(const Stream& stream, std::uint64_t probe, std::uint64_t chunk);

}  // namespace isotrace
