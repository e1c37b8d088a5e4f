#pragma once

#include <cstddef>
#include <cstdint>

#include "piece.hpp"

/// The laws' kernels. Every instruction set gives the same bits.
namespace isotrace::ISOTRACE_ISA {

/// Standard normal entries, over ℂ with E|x|² = 1. If squared_norm is not null, adds to
/// squared_norm[j] the squared norm of column j of the piece: accepted entries in the order of the
/// rows, then the entries redrawn after rejection.
void normals(EntryType entry, const Piece& piece, void* out, double* squared_norm);

/// Entries e^(iθ), θ uniform; complex entry types only. Adds to squared_norm as normals does.
void phases(EntryType entry, const Piece& piece, void* out, double* squared_norm);

/// Entries ±1.
void signs(EntryType entry, const Piece& piece, void* out);

/// The signs of at most 64 columns: bit j of out[i] is set where entry (i, j) is −1.
void sign_words(const Piece& piece, std::uint64_t* out);

/// Multiplies scale[j] by u^(1/dimension), with u uniform on (0, 1) from the first word of column
/// j.
void radii(const Piece& piece, double dimension, double* scale);

}  // namespace isotrace::ISOTRACE_ISA
