#pragma once

#include <input/input_matrix.hpp>
#include <input/word_reader.hpp>

namespace isotrace::program {

/// The type of a Matrix Market file's entries; those of a pattern file are 1.
enum class MarketNumbers { real, integer, unsigned_integer, pattern, complex };

/// The header and size lines of a Matrix Market file.
struct MarketHeader {
  MarketNumbers numbers = MarketNumbers::real;
  MatrixShape shape;
  Index count = 0;  ///< stored entries
};

/// Reads up to the end of the size line. Throws InputError for an unknown or impossible header and
/// for sizes of zero or beyond int.
MarketHeader read_market_header(WordReader& words);

}  // namespace isotrace::program
