#pragma once

#include <samplers/hash.hpp>
#include "lanes.hpp"
#include "piece.hpp"

namespace isotrace::ISOTRACE_ISA {

/// PCG RXS-M-XS 64/64 (O'Neill 2014): a step takes the state s to pcg_multiplier·s + increment.
inline constexpr Word pcg_multiplier = 6364136223846793005ULL;

/// The output word of a state.
template <class W>
W pcg_output(W s) {
  s ^= s >> ((s >> 59) + 5);
  s *= Word{12605985483714917081ULL};
  return s ^ (s >> 43);
}

/// r steps at once: s ↦ power·s + sum·increment, with power = mʳ and sum = 1 + m + … + mʳ⁻¹ for the
/// multiplier m.
struct Jump {
  Word power = 1;
  Word sum = 0;

  template <class W>
  W operator()(W state, W increment) const {
    return state * power + increment * sum;
  }
};

/// The jump by r steps, computed in O(log r).
constexpr Jump jump(Word r) {
  Jump total;
  Jump step{pcg_multiplier, 1};
  for (; r != 0; r >>= 1) {
    if ((r & 1) != 0) total = {total.power * step.power, total.sum * step.power + step.sum};
    step = {step.power * step.power, step.sum * step.power + step.sum};
  }
  return total;
}

/// Columns that are drawn together; a multiple of `tile`.
inline constexpr int group = 64;

/// The engines of a group of columns in one chunk, seeded by engine_seed: the same as
/// pcg_engines::setseq_rxs_m_xs_64_64(state, increment).
struct Engines {
  alignas(64) Word state[group];
  alignas(64) Word increment[group];

  /// The engines of columns first … first + count − 1, rounded up to whole vectors, advanced by
  /// `skipped` words.
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
