#pragma once

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <pcg_random.hpp>

#include <isotrace/laws/stream.hpp>

namespace isotrace {

/// PCG RXS-M-XS 64/64 (O'Neill 2014): 64 bits of state, and an increment that differs from engine
/// to engine.
using Engine = pcg_engines::setseq_rxs_m_xs_64_64;

/// The engine of one chunk of one probe.
inline Engine engine_at(const Stream& stream, Index probe, Index chunk) {
  const EngineSeed s =
      engine_seed(stream, static_cast<std::uint64_t>(probe), static_cast<std::uint64_t>(chunk));
  return Engine(s.state, s.increment);
}

}  // namespace isotrace
