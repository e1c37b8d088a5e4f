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

namespace detail {

template <class S>
void normal_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                 double* squared_norm) {
  isotrace::normal_rows(stream, first_row, probes.first, X, squared_norm);
}

template <class S>
void sign_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
               double* squared_norm) {
  for_pieces(stream, first_row, probes.first, X, [](const Piece& piece, BlockView<S> part) {
    active_kernels().signs(entry_of<S>, piece, part.data);
  });
  if (squared_norm == nullptr) return;
  for (Index j = 0; j < X.cols; ++j) squared_norm[j] += static_cast<double>(X.rows);
}

template <class S>
void phase_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                double* squared_norm) {
  Phases{}.check(field_of<S>, X.rows);
  for_pieces(stream, first_row, probes.first, X, [&](const Piece& piece, BlockView<S> part) {
    active_kernels().phases(entry_of<S>, piece, part.data, squared_norm);
  });
}

template <class S>
void frames(const Stream& stream, ProbeRange probes, Index size, BlockView<S> X) {
  isotrace::normal_rows(stream, 0, probes.first, X, nullptr);
  for (Index j = 0; j < X.cols; j += size) orthonormalise(X.columns(j, size));
}

void sphere_scales(ProbeRange probes, RawNorms norms) {
  for (Index j = 0; j < probes.count; ++j) norms.scale[j] = 1.0 / std::sqrt(norms.squared_norm[j]);
}

void ball_scales(const Stream& stream, Index dimension, ProbeRange probes, RawNorms norms) {
  /// The chunk number that addresses a probe's radius; no row has it.
  constexpr Index radius_chunk = std::numeric_limits<Index>::max();
  sphere_scales(probes, norms);
  const BlockView<double> radii{norms.scale, 1, probes.count, probes.count};
  for_pieces(stream, 0, probes.first, radii, [&](Piece piece, BlockView<double> scale) {
    piece.chunk = radius_chunk;
    active_kernels().radii(piece, static_cast<double>(dimension), scale.data);
  });
}

}  // namespace detail

namespace {

[[noreturn]] void refuse_scalar(const Law& law, Field field) {
  throw OptionError("the law " + std::string(law.name()) + " is not drawn over " +
                    (field == Field::real ? "real" : "complex") +
                    " numbers: its draw takes no block of them");
}

}  // namespace

template <class S>
void draw_raw(const Law& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  check_law(law, field_of<S>, X.rows);
  check_groups(law, first, X.cols);
  const detail::LawDraws<S>& draws = law.table().template draws<S>();
  const ProbeRange probes{first, X.cols};
  std::fill_n(norms.squared_norm, X.cols, 0.0);
  if (draws.rows != nullptr) {
    draws.rows(law.object(), stream, 0, probes, X, norms.squared_norm);
    draw_scales(law, stream, real_dimension(field_of<S>, X.rows), probes, norms);
    return;
  }
  if (draws.probes == nullptr) refuse_scalar(law, field_of<S>);
  draws.probes(law.object(), stream, probes, X);
  std::fill_n(norms.scale, X.cols, 1.0);
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) norms.squared_norm[j] += squared_modulus(X(i, j));
  }
}

template <class S>
void draw(const Law& law, const Stream& stream, Index first, BlockView<S> X) {
  std::vector<double> numbers(static_cast<std::size_t>(2 * X.cols));
  const RawNorms norms{numbers.data(), numbers.data() + X.cols};
  draw_raw(law, stream, first, X, norms);
  if (law.table().scales == nullptr) return;
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) X(i, j) *= static_cast<Real<S>>(norms.scale[j]);
  }
}

template <class S>
void draw_rows(const Law& law, const Stream& stream, Index first_row, Index first, BlockView<S> X,
               double* squared_norm) {
  const detail::LawDraws<S>& draws = law.table().template draws<S>();
  if (draws.rows == nullptr) {
    throw OptionError("a " + std::string(law.name()) +
                      " is drawn whole: it has no rows of its own");
  }
  draws.rows(law.object(), stream, first_row, {first, X.cols}, X, squared_norm);
}

void draw_scales(const Law& law, const Stream& stream, Index dimension, ProbeRange probes,
                 RawNorms norms) {
  if (law.table().scales == nullptr) {
    std::fill_n(norms.scale, probes.count, 1.0);
  } else {
    law.table().scales(law.object(), stream, dimension, probes, norms);
  }
}

void draw_sign_words(const Stream& stream, Index first_row, Index rows, Index first, Index count,
                     std::uint64_t* words) {
  if (count < 0 || count > 64) {
    throw OptionError("a word holds the signs of at most 64 probes, not " + std::to_string(count));
  }
  // for_pieces only passes on rows and their addresses; the view's type and data are not used.
  for_pieces(stream, first_row, first, BlockView<double>{nullptr, rows, count, 0},
             [&](const Piece& piece, BlockView<double>) {
               active_kernels().sign_words(piece, words);
               words += piece.rows;
             });
}

#define INSTANTIATE(S)                                                                        \
  template void detail::normal_rows(const Stream&, Index, ProbeRange, BlockView<S>, double*); \
  template void detail::sign_rows(const Stream&, Index, ProbeRange, BlockView<S>, double*);   \
  template void detail::phase_rows(const Stream&, Index, ProbeRange, BlockView<S>, double*);  \
  template void detail::frames(const Stream&, ProbeRange, Index, BlockView<S>);               \
  template void draw_raw(const Law&, const Stream&, Index, BlockView<S>, RawNorms);           \
  template void draw(const Law&, const Stream&, Index, BlockView<S>);                         \
  template void draw_rows(const Law&, const Stream&, Index, Index, BlockView<S>, double*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
