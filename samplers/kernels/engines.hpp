#pragma once

#include <samplers/hash.hpp>
#include "lanes.hpp"
#include "piece.hpp"

namespace isotrace::ISOTRACE_ISA {

/// PCG RXS-M-XS 64/64 (O'Neill 2014), the state s ↦ multiplier·s + increment.
inline constexpr Word pcg_multiplier = 6364136223846793005ULL;

/// The word that a state puts out.
template <class W>
W pcg_output(W s) {
  s ^= s >> ((s >> 59) + 5);
  s *= Word{12605985483714917081ULL};
  return s ^ (s >> 43);
}

/// Several steps at once: s ↦ power·s + sum·increment, power = mʳ and sum = 1 + m + … + mʳ⁻¹.
struct Jump {
  Word power = 1;
  Word sum = 0;

  template <class W>
  W operator()(W state, W increment) const {
    return state * power + increment * sum;
  }
};

/// r steps, in O(log r).
constexpr Jump jump(Word r) {
  Jump total;
  Jump step{pcg_multiplier, 1};
  for (; r != 0; r >>= 1) {
    if ((r & 1) != 0) total = {total.power * step.power, total.sum * step.power + step.sum};
    step = {step.power * step.power, step.sum * step.power + step.sum};
  }
  return total;
}

/// Columns drawn side by side: a multiple of every tile.
inline constexpr int group = 64;

/// The engines of a group of columns in one chunk: those of the isotrace stream, so equal to
/// pcg_engines::setseq_rxs_m_xs_64_64(state, increment) of engine_seed.
struct Engines {
  alignas(64) Word state[group];
  alignas(64) Word increment[group];

  /// Columns first … first + count − 1, rounded up to whole tiles, `skipped` words from the start.
  Engines(const Piece& piece, Word first, int count, Word skipped) {
    const Word chunk = finalise(piece.chunk + golden);
    const Words one = broadcast(finalise(1 + golden)), two = broadcast(finalise(2 + golden));
    Words probe = broadcast(first) + golden;
    for (int l = 0; l < width; ++l) reinterpret_cast<Word*>(&probe)[l] += static_cast<Word>(l);
    const Jump start = jump(skipped + 1);
    for (int j = 0; j < count; j += width) {
      Words hash = absorb_finalised(piece.stream, finalise(probe));
      hash = absorb_finalised(hash, broadcast(chunk));
      const Words odd = (absorb_finalised(hash, two) << 1) | 1;
      store(state + j, start(absorb_finalised(hash, one) + odd, odd));
      store(increment + j, odd);
      probe += width;
    }
  }
};

}  // namespace isotrace::ISOTRACE_ISA
