#pragma once

#include <cstddef>
#include <cstdint>

#include "piece.hpp"

/// The laws' kernels, the same bits from each instruction set's.
namespace isotrace::ISOTRACE_ISA {

/// Standard normal entries (over ℂ with E|x|² = 1). Adds to squared_norm[j], unless it is null, the
/// squared norm of the piece's column j: its rows in order, then the entries that were redone.
void normals(EntryType entry, const Piece& piece, void* out, double* squared_norm);

/// Entries e^(iθ), θ uniform; complex only. Adds to squared_norm as normals does.
void phases(EntryType entry, const Piece& piece, void* out, double* squared_norm);

/// Entries ±1.
void signs(EntryType entry, const Piece& piece, void* out);

/// The signs of at most 64 columns: bit j of out[i] is set where entry (i, j) is −1.
void sign_words(const Piece& piece, std::uint64_t* out);

/// scale[j] times u^(1/dimension) with u uniform on (0, 1), the first word of column j.
void radii(const Piece& piece, double dimension, double* scale);

}  // namespace isotrace::ISOTRACE_ISA
