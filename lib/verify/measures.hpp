#pragma once

#include "context.hpp"

namespace isotrace::verify {

/// A finite isometry-invariant measure on 𝕂ⁿ without mass at 0, given by how it is drawn.
struct Measure {
  std::string name;
  Law law = Sphere{};   ///< the law of a draw
  bool cauchy = false;  ///< divide draws by |z|, z standard normal: the result has no moments

  Index group() const { return isotrace::group(law); }
};

/// Sphere, ball, Gaussian, the columns of a frame, and the multivariate Cauchy law.
std::vector<Measure> invariant_measures(Index n);

/// Draws points first … first + X.cols() − 1 of the measure.
template <VerifiedScalar S>
void draw_measure(const Implementation<S>& implementation, const Measure& measure,
                  const Stream& stream, Index first, RowMatrix<S>& X);

/// Calls f(first, X) for blocks of points of the measure on (𝕂ⁿ, V): v = Q x.
template <VerifiedScalar S, class F>
void for_points(const Context<S>& context, const Measure& measure, const Stream& stream,
                Index count, F&& f) {
  const Index width = 64 / measure.group() * measure.group();
  for (Index first = 0; first < count; first += width) {
    RowMatrix<S> X(context.dim(), std::min(width, count - first));
    draw_measure(context.implementation, measure, stream, first, X);
    context.implementation.map(context.space(), Isometry::forward, view(X));
    f(first, X);
  }
}

/// The number of points to draw from the measure: whole groups.
template <VerifiedScalar S>
Index point_count(const Context<S>& context, const Measure& measure) {
  return context.probes() / measure.group() * measure.group();
}

}  // namespace isotrace::verify
