#pragma once

#include <cstdint>

#include "piece.hpp"

namespace isotrace {

/// The laws' kernels for one instruction set (kernels.hpp). All instruction sets give the same
/// bits.
struct LawKernels {
  void (*normals)(EntryType entry, const Piece& piece, void* out, double* squared_norm);
  void (*phases)(EntryType entry, const Piece& piece, void* out, double* squared_norm);
  void (*signs)(EntryType entry, const Piece& piece, void* out);
  void (*sign_words)(const Piece& piece, std::uint64_t* out);
  void (*radii)(const Piece& piece, double dimension, double* scale);
};

}  // namespace isotrace
