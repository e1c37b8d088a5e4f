#pragma once

#include <filesystem>

#include <input/byte_source.hpp>
#include <input/input_matrix.hpp>

namespace isotrace::program {

/// Reads a Matrix Market file (Boisvert, Pozo, Remington, NISTIR 5935, 1996), "-" from standard
/// input: coordinate or array; real, integer, unsigned-integer (SciPy's), pattern (its entries are
/// 1) or complex; general, symmetric, skew-symmetric or hermitian. Plain or compressed by gzip, by
/// its content; with or without a byte-order mark. Header words in either case, lines ending in \n
/// or \r\n, comments between the header and the size line, blank lines anywhere after the header,
/// one entry a line; exponents by e, E or Fortran's d, D.
///
/// The file is read completely and strictly. Throws InputError, with the line, for an unknown or
/// impossible header; a size of zero or beyond int; too many or too few entries; an index out of
/// range or above the diagonal; an entry given twice; a diagonal that contradicts the symmetry; a
/// number that is malformed, not finite or (in an integer file) not an integer; trailing text; a
/// line of more than longest_line bytes.
///
/// The text is streamed. Time is proportional to the file's size, O(k log k) for k unsorted
/// entries. Memory follows the entries found, not the number that the header declares: at most 3
/// times that of the matrix in compressed rows (or of the dense one), including this matrix once it
/// is built, and buffers of less than a megabyte.
InputMatrix read_matrix_market(const std::filesystem::path& path);

/// The same from any source of bytes, which the path names in messages.
InputMatrix read_matrix_market(const std::filesystem::path& path,
                               std::unique_ptr<ByteSource> source);

}  // namespace isotrace::program
