#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/haar.hpp>
#include <isotrace/laws/laws.hpp>

#include "raw.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// The chunk number under which a probe's radius is drawn: no row has it.
constexpr Index radius_chunk = std::numeric_limits<Index>::max();

// The raw rows of each law; the squared norms of their columns are added to squared_norm, unless it
// is null, chunk by chunk.

template <Scalar S>
void law_rows(const Gaussian&, const Stream& stream, Index first_row, Index first, BlockView<S> X,
              double* squared_norm) {
  normal_rows(stream, first_row, first, X, squared_norm);
}

template <Scalar S>
void law_rows(const Sphere&, const Stream& stream, Index first_row, Index first, BlockView<S> X,
              double* squared_norm) {
  normal_rows(stream, first_row, first, X, squared_norm);
}

template <Scalar S>
void law_rows(const Ball&, const Stream& stream, Index first_row, Index first, BlockView<S> X,
              double* squared_norm) {
  normal_rows(stream, first_row, first, X, squared_norm);
}

template <Scalar S>
void law_rows(const Signs&, const Stream& stream, Index first_row, Index first, BlockView<S> X,
              double* squared_norm) {
  for_pieces(stream, first_row, first, X, [](const Piece& piece, BlockView<S> part) {
    active_kernels().signs(entry_of<S>, piece, part.data);
  });
  if (squared_norm == nullptr) return;
  for (Index j = 0; j < X.cols; ++j) squared_norm[j] += static_cast<double>(X.rows);
}

template <Scalar S>
void law_rows(const Phases&, const Stream& stream, Index first_row, Index first, BlockView<S> X,
              double* squared_norm) {
  for_pieces(stream, first_row, first, X, [&](const Piece& piece, BlockView<S> part) {
    active_kernels().phases(entry_of<S>, piece, part.data, squared_norm);
  });
}

template <Scalar S>
void law_rows(const Frame&, const Stream&, Index, Index, BlockView<S>, double*) {
  throw OptionError("a frame is drawn whole: it has no rows of its own");
}

// The scales that go with raw columns of 𝕂ⁿ whose squared norms are known.

template <class L>
void law_scales(const L&, const Stream&, Index, ProbeRange probes, RawNorms norms) {
  std::fill_n(norms.scale, probes.count, 1.0);
}

void law_scales(const Sphere&, const Stream&, Index, ProbeRange probes, RawNorms norms) {
  for (Index j = 0; j < probes.count; ++j) norms.scale[j] = 1.0 / std::sqrt(norms.squared_norm[j]);
}

void law_scales(const Ball&, const Stream& stream, Index dimension, ProbeRange probes,
                RawNorms norms) {
  law_scales(Sphere{}, stream, dimension, probes, norms);
  const BlockView<double> radii{norms.scale, 1, probes.count, probes.count};
  for_pieces(stream, 0, probes.first, radii, [&](Piece piece, BlockView<double> scale) {
    piece.chunk = radius_chunk;
    active_kernels().radii(piece, static_cast<double>(dimension), scale.data);
  });
}

template <class L, Scalar S>
void draw_law(const L& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  std::fill_n(norms.squared_norm, X.cols, 0.0);
  law_rows(law, stream, 0, first, X, norms.squared_norm);
  law_scales(law, stream, real_dimension(field_of<S>, X.rows), {first, X.cols}, norms);
}

template <Scalar S>
void draw_law(const Frame& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  normal_rows(stream, 0, first, X, nullptr);
  for (Index j = 0; j < X.cols; j += law.size) orthonormalise(X.columns(j, law.size));
  std::fill_n(norms.scale, X.cols, 1.0);
  std::fill_n(norms.squared_norm, X.cols, 0.0);
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) norms.squared_norm[j] += squared_modulus(X(i, j));
  }
}

}  // namespace

template <class S>
void draw_raw(const Law& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  check_law(law, field_of<S>, X.rows);
  check_groups(law, first, X.cols);
  std::visit([&](const auto& l) { draw_law(l, stream, first, X, norms); }, law);
}

template <class S>
void draw(const Law& law, const Stream& stream, Index first, BlockView<S> X) {
  std::vector<double> numbers(static_cast<std::size_t>(2 * X.cols));
  const RawNorms norms{numbers.data(), numbers.data() + X.cols};
  draw_raw(law, stream, first, X, norms);
  if (!std::holds_alternative<Sphere>(law) && !std::holds_alternative<Ball>(law)) return;
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) X(i, j) *= static_cast<Real<S>>(norms.scale[j]);
  }
}

template <class S>
void draw_rows(const Law& law, const Stream& stream, Index first_row, Index first, BlockView<S> X,
               double* squared_norm) {
  check_law(law, field_of<S>, first_row + X.rows);
  std::visit([&](const auto& l) { law_rows(l, stream, first_row, first, X, squared_norm); }, law);
}

void draw_scales(const Law& law, const Stream& stream, Index dimension, ProbeRange probes,
                 RawNorms norms) {
  std::visit([&](const auto& l) { law_scales(l, stream, dimension, probes, norms); }, law);
}

void draw_sign_words(const Stream& stream, Index first_row, Index rows, Index first, Index count,
                     std::uint64_t* words) {
  if (count < 0 || count > 64) {
    throw OptionError("a word holds the signs of at most 64 probes, not " + std::to_string(count));
  }
  // One column of words, whatever type a view has: it carries rows and their addresses only.
  for_pieces(stream, first_row, first, BlockView<double>{nullptr, rows, count, 0},
             [&](const Piece& piece, BlockView<double>) {
               active_kernels().sign_words(piece, words);
               words += piece.rows;
             });
}

#define INSTANTIATE(S)                                                              \
  template void draw_raw(const Law&, const Stream&, Index, BlockView<S>, RawNorms); \
  template void draw(const Law&, const Stream&, Index, BlockView<S>);               \
  template void draw_rows(const Law&, const Stream&, Index, Index, BlockView<S>, double*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
