#include <isotrace/laws/stream.hpp>

#include "hash.hpp"

namespace isotrace {

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
