#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/operators/form.hpp>
#include <isotrace/verify/battery.hpp>

/// Tools for planting a mistake in the implementation that the battery verifies.
namespace planted {

using namespace isotrace;
using namespace isotrace::verify;
using Complex = std::complex<double>;

/// The battery's outcome on the chosen ids at the default alpha and number of probes.
inline bool passes(const Implementations& implementations, const std::vector<std::string>& only) {
  return run({.only = only, .seed = 7}, implementations).passed;
}

/// Plants a mistake over both fields.
template <class Plant>
Implementations with(Plant&& plant) {
  Implementations implementations;
  plant(implementations.real);
  plant(implementations.complex);
  return implementations;
}

/// A block of raw draws that a mistake changes. refresh() then recomputes the norms of the raw
/// columns and keeps the radii of spheres and balls.
template <Scalar S>
struct Draws {
  const Law& law;
  Stream stream;
  Index first;
  BlockView<S> X;
  RawNorms norms;

  bool is(const char* name) const { return isotrace::name(law) == name; }
  bool normalised() const { return is("sphere") || is("ball"); }
  double radius(Index j) const { return norms.scale[j] * std::sqrt(norms.squared_norm[j]); }

  void refresh() const {
    for (Index j = 0; j < X.cols; ++j) {
      const double kept = radius(j);
      norms.squared_norm[j] = eigen(X).col(j).squaredNorm();
      if (normalised()) norms.scale[j] = kept / std::sqrt(norms.squared_norm[j]);
    }
  }
};

/// Calls change(draws) after the library has drawn. Raw and finished draws still agree.
template <Scalar S, class Change>
void change_draws(Implementation<S>& implementation, Change change) {
  implementation.draw_raw = [change](const Law& law, const Stream& stream, Index first,
                                     BlockView<S> X, RawNorms norms) {
    draw_raw<S>(law, stream, first, X, norms);
    change(Draws<S>{law, stream, first, X, norms});
  };
  implementation.draw = [raw = implementation.draw_raw](const Law& law, const Stream& stream,
                                                        Index first, BlockView<S> X) {
    std::vector<double> scale(static_cast<std::size_t>(X.cols)), norm2(scale);
    raw(law, stream, first, X, {scale.data(), norm2.data()});
    for (Index j = 0; j < X.cols; ++j) eigen(X).col(j) *= scale[static_cast<std::size_t>(j)];
  };
}

/// Changes the address of the draws: address(law, stream, first) may change stream and first.
template <Scalar S, class Address>
void change_address(Implementation<S>& implementation, Address address) {
  implementation.draw_raw = [address](const Law& law, Stream stream, Index first, BlockView<S> X,
                                      RawNorms norms) {
    address(law, stream, first);
    draw_raw<S>(law, stream, first, X, norms);
  };
  implementation.draw = [address](const Law& law, Stream stream, Index first, BlockView<S> X) {
    address(law, stream, first);
    draw<S>(law, stream, first, X);
  };
}

/// Replaces the radius of a ball's points: radius ↦ f(radius).
template <Scalar S, class F>
void change_ball_radius(Implementation<S>& implementation, F f) {
  change_draws(implementation, [f](const Draws<S>& draws) {
    if (!draws.is("ball")) return;
    for (Index j = 0; j < draws.X.cols; ++j) {
      const double r = draws.radius(j);
      draws.norms.scale[j] *= f(r, draws.X.rows) / r;
    }
  });
}

/// A X as a matrix.
template <Scalar S>
RowMatrix<S> applied(const OperatorRef<S>& A, ConstBlockView<S> X) {
  RowMatrix<S> Y(A.rows(), X.cols);
  A.apply(X, view(Y));
  return Y;
}

}  // namespace planted
