#include <cmath>
#include <limits>
#include <vector>

#include <isotrace/samplers/haar.hpp>
#include <isotrace/samplers/laws.hpp>

#include "entries.hpp"
#include "raw.hpp"

namespace isotrace {

namespace {

/// The chunk number under which a probe's radius is drawn: no row has it.
constexpr Index radius_chunk = std::numeric_limits<Index>::max();

template <Scalar S>
void normal_columns(const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  fill_raw(stream, first, X, norms.squared_norm,
           [](Engine engine) { return NormalEntries<S>(engine); });
  std::fill_n(norms.scale, X.cols, 1.0);
}

template <Scalar S>
void draw_law(const Gaussian&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  normal_columns(stream, first, X, norms);
}

template <Scalar S>
void draw_law(const Sphere&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  normal_columns(stream, first, X, norms);
  for (Index j = 0; j < X.cols; ++j) norms.scale[j] = 1.0 / std::sqrt(norms.squared_norm[j]);
}

template <Scalar S>
void draw_law(const Ball&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  draw_law(Sphere{}, stream, first, X, norms);
  const auto d = static_cast<double>(real_dimension(field_of<S>, X.rows));
  for (Index j = 0; j < X.cols; ++j) {
    Engine engine = engine_at(stream, first + j, radius_chunk);
    norms.scale[j] *= std::pow(boost::random::uniform_01<double>()(engine), 1.0 / d);
  }
}

template <Scalar S>
void draw_law(const Signs&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  fill_raw(stream, first, X, norms.squared_norm,
           [](Engine engine) { return SignEntries<S>(engine); });
  std::fill_n(norms.scale, X.cols, 1.0);
}

template <Scalar S>
void draw_law(const Phases&, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  if constexpr (is_complex<S>) {
    fill_raw(stream, first, X, norms.squared_norm,
             [](Engine engine) { return PhaseEntries<S>(engine); });
    std::fill_n(norms.scale, X.cols, 1.0);
  }
}

template <Scalar S>
void draw_law(const Frame& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms) {
  normal_columns(stream, first, X, norms);
  for (Index j = 0; j < X.cols; j += law.size) orthonormalise(X.columns(j, law.size));
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
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) X(i, j) *= static_cast<Real<S>>(norms.scale[j]);
  }
}

template void draw_raw(const Law&, const Stream&, Index, BlockView<float>, RawNorms);
template void draw_raw(const Law&, const Stream&, Index, BlockView<double>, RawNorms);
template void draw_raw(const Law&, const Stream&, Index, BlockView<std::complex<float>>, RawNorms);
template void draw_raw(const Law&, const Stream&, Index, BlockView<std::complex<double>>, RawNorms);
template void draw(const Law&, const Stream&, Index, BlockView<float>);
template void draw(const Law&, const Stream&, Index, BlockView<double>);
template void draw(const Law&, const Stream&, Index, BlockView<std::complex<float>>);
template void draw(const Law&, const Stream&, Index, BlockView<std::complex<double>>);

}  // namespace isotrace
