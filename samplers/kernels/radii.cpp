#include "elementary.hpp"
#include "engines.hpp"
#include "kernels.hpp"

namespace isotrace::ISOTRACE_ISA {

void radii(const Piece& piece, double dimension, double* scale) {
  for (Count column = 0; column < piece.cols; column += group) {
    const Count left = piece.cols - column;
    const int cols = static_cast<int>(left < group ? left : group);
    const Engines engines(piece, piece.first + static_cast<Word>(column), cols, 0);
    Word word[group] = {};
    for (int j = 0; j < cols; j += width) {
      store(word + j, pcg_output(load<Words>(engines.state + j)));
    }
    double radius[group];
    for (int j = 0; j < group; ++j) radius[j] = exp(log(unit_interval(word[j])) / dimension);
    for (int j = 0; j < cols; ++j) scale[column + j] *= radius[j];
  }
}

}  // namespace isotrace::ISOTRACE_ISA
