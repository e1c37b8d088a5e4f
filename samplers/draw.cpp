#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <isotrace/core/error.hpp>
#include <isotrace/samplers/haar.hpp>
#include <isotrace/samplers/laws.hpp>

#include "raw.hpp"

namespace isotrace {

namespace {

/// The chunk number under which a probe's radius is drawn: no row has it.
constexpr Index radius_chunk = std::numeric_limits<Index>::max();

template <Scalar S>
void sign_rows(const Stream& stream, Index first_row, Index first, BlockView<S> X) {
  for_pieces(stream, first_row, first, X, [](const Piece& piece, BlockView<S> part) {
    active_kernels().signs(entry_of<S>, piece, part.data);
  });
}

/// squared_norm may be null.
template <Scalar S>
void phase_rows(const Stream& stream, Index first_row, Index first, BlockView<S> X,
                double* squared_norm) {
  if (squared_norm != nullptr) std::fill_n(squared_norm, X.cols, 0.0);
  for_pieces(stream, first_row, first, X, [&](const Piece& piece, BlockView<S> part) {
    active_kernels().phases(entry_of<S>, piece, part.data, squared_norm);
  });
}

template <Scalar S>
void draw_law(const Gaussian&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  normal_rows(stream, 0, first, X, norms.squared_norm);
  std::fill_n(norms.scale, X.cols, 1.0);
}

template <Scalar S>
void draw_law(const Sphere&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  normal_rows(stream, 0, first, X, norms.squared_norm);
  for (Index j = 0; j < X.cols; ++j) norms.scale[j] = 1.0 / std::sqrt(norms.squared_norm[j]);
}

template <Scalar S>
void draw_law(const Ball&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  draw_law(Sphere{}, stream, first, X, norms);
  const auto d = static_cast<double>(real_dimension(field_of<S>, X.rows));
  const BlockView<double> radii{norms.scale, 1, X.cols, X.cols};
  for_pieces(stream, 0, first, radii, [&](Piece piece, BlockView<double> scale) {
    piece.chunk = radius_chunk;
    active_kernels().radii(piece, d, scale.data);
  });
}

template <Scalar S>
void draw_law(const Signs&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  sign_rows(stream, 0, first, X);
  std::fill_n(norms.scale, X.cols, 1.0);
  std::fill_n(norms.squared_norm, X.cols, static_cast<double>(X.rows));
}

template <Scalar S>
void draw_law(const Phases&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  phase_rows(stream, 0, first, X, norms.squared_norm);
  std::fill_n(norms.scale, X.cols, 1.0);
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

template <Scalar S>
void draw_raw(const Law& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  check_law(law, field_of<S>, X.rows);
  check_groups(law, first, X.cols);
  std::visit([&](const auto& l) { draw_law(l, stream, first, X, norms); }, law);
}

template <Scalar S>
void draw(const Law& law, const Stream& stream, Index first, BlockView<S> X) {
  std::vector<double> numbers(static_cast<std::size_t>(2 * X.cols));
  const RawNorms norms{numbers.data(), numbers.data() + X.cols};
  draw_raw(law, stream, first, X, norms);
  if (!std::holds_alternative<Sphere>(law) && !std::holds_alternative<Ball>(law)) return;
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) X(i, j) *= static_cast<Real<S>>(norms.scale[j]);
  }
}

template <Scalar S>
void draw_rows(const Law& law, const Stream& stream, Index first_row, Index first, BlockView<S> X) {
  check_law(law, field_of<S>, first_row + X.rows);
  if (std::holds_alternative<Frame>(law)) {
    throw OptionError("a frame is drawn whole: it has no rows of its own");
  }
  if (std::holds_alternative<Signs>(law)) return sign_rows(stream, first_row, first, X);
  if (std::holds_alternative<Phases>(law)) return phase_rows(stream, first_row, first, X, nullptr);
  normal_rows(stream, first_row, first, X, nullptr);
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

template void draw_raw(const Law&, const Stream&, Index, BlockView<float>, RawNorms);
template void draw_raw(const Law&, const Stream&, Index, BlockView<double>, RawNorms);
template void draw_raw(const Law&, const Stream&, Index, BlockView<std::complex<float>>, RawNorms);
template void draw_raw(const Law&, const Stream&, Index, BlockView<std::complex<double>>, RawNorms);
template void draw(const Law&, const Stream&, Index, BlockView<float>);
template void draw(const Law&, const Stream&, Index, BlockView<double>);
template void draw(const Law&, const Stream&, Index, BlockView<std::complex<float>>);
template void draw(const Law&, const Stream&, Index, BlockView<std::complex<double>>);
template void draw_rows(const Law&, const Stream&, Index, Index, BlockView<float>);
template void draw_rows(const Law&, const Stream&, Index, Index, BlockView<double>);
template void draw_rows(const Law&, const Stream&, Index, Index, BlockView<std::complex<float>>);
template void draw_rows(const Law&, const Stream&, Index, Index, BlockView<std::complex<double>>);

}  // namespace isotrace
