#pragma once

#include <cstdint>

namespace isotrace {

/// The mixing functions of the stream, for one word or for a vector of words. They have internal
/// linkage, since files that are compiled for different instruction sets include them.
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;  // 2⁶⁴ divided by the golden ratio, odd

/// The SplitMix64 finaliser: a bijection of 64-bit words (Steele, Lea, Flood 2014).
template <class Words>
constexpr Words finalise(Words z) {
  z = (z ^ (z >> 30)) * std::uint64_t{0xbf58476d1ce4e5b9};
  z = (z ^ (z >> 27)) * std::uint64_t{0x94d049bb133111eb};
  return z ^ (z >> 31);
}

/// Mixes into a running hash a word that is already finalise(word + golden).
template <class Hash, class Words>
constexpr Words absorb_finalised(Hash hash, Words word) {
  return finalise(hash * std::uint64_t{0xd1342543de82ef95} + golden + word);
}

/// Mixes one word into a running hash; for a fixed hash this is a bijection of the word.
constexpr std::uint64_t absorb(std::uint64_t hash, std::uint64_t word) {
  return absorb_finalised(hash, finalise(word + golden));
}

}  // namespace

}  // namespace isotrace
