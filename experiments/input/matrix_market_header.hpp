#pragma once

#include <input/input_matrix.hpp>
#include <input/word_reader.hpp>

namespace isotrace::program {

/// What the entries of a Matrix Market file are; those of a pattern file are 1.
enum class MarketNumbers { real, integer, unsigned_integer, pattern, complex };

/// The first two lines of a Matrix Market file that are no comments.
struct MarketHeader {
  MarketNumbers numbers = MarketNumbers::real;
  MatrixShape shape;
  Index count = 0;  ///< stored entries
};

/// Reads on to the end of the size line. Throws InputError for an unknown or impossible header and
/// for sizes of zero or beyond int.
MarketHeader read_market_header(WordReader& words);

}  // namespace isotrace::program
