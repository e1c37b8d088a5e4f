#include <isotrace/core/stream.hpp>

namespace isotrace {

namespace {

/// The SplitMix64 finaliser: a bijection of 64-bit words (Steele, Lea, Flood 2014).
constexpr std::uint64_t finalise(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;

/// One word into the running hash; for a fixed hash a bijection of the word.
constexpr std::uint64_t absorb(std::uint64_t hash, std::uint64_t word) {
  return finalise(hash * 0xd1342543de82ef95ULL + golden + finalise(word + golden));
}

}  // namespace

Stream Stream::substream(std::uint64_t tag) const {
  return {seed, absorb(domain, tag)};
}

Stream Stream::substream(std::string_view name) const {
  std::uint64_t hash = absorb(domain, name.size());
  for (const char c : name) hash = absorb(hash, static_cast<unsigned char>(c));
  return {seed, hash};
}

EngineSeed engine_seed(const Stream& stream, std::uint64_t probe, std::uint64_t chunk) {
  std::uint64_t hash = absorb(absorb(0, stream.seed), stream.domain);
  hash = absorb(absorb(hash, probe), chunk);
  return {absorb(hash, 1), absorb(hash, 2)};
}

}  // namespace isotrace
