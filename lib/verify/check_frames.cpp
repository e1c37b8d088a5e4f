#include <cmath>

#include "checks.hpp"
#include "known_laws.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// Tests numbers against the marginal law of the unit sphere of 𝕂ⁿ.
template <class S>
void sphere_test(const Context<S>& context, const std::string& suffix, const std::string& statement,
                 std::vector<double> x) {
  const Index d = real_dimension(field_of<S>, context.dim());
  for (double& value : x) value = sphere_marginal(value, d);
  const double p = uniform_p_value(x);
  context.record.test(suffix, statement, uniform_distance(x), 0.0, p);
}

}  // namespace

// A Haar frame X = (x_1 … x_f), f = n for small n: XᴴX = I, and the laws of its first entry, of its
// last entry, and of its middle column along a random direction. The first entry shows a QR
// factorisation whose phases are not fixed.
template <VerifiedScalar S>
void check_frames(const Context<S>& context) {
  const Index n = context.dim();
  const Index d = real_dimension(field_of<S>, n);
  if (d < 2) return;
  const Index size = std::min<Index>(n, 8);
  const Frame frame{.size = size};
  const Stream stream = context.record.stream("frame");
  RowMatrix<S> w(n, 1);
  draw<S>(Sphere{}, stream.substream("direction"), 0, view(w));
  const Index count = context.probes() / (size > 1 ? 4 : 2) * size;
  std::vector<double> first_entry, last_entry, along;
  double farthest = 0.0;
  for_blocks(context.implementation, frame, stream, n, count, [&](Index, RowMatrix<S>& X) {
    for (Index j = 0; j + size <= X.cols(); j += size) {
      const auto columns = X.middleCols(j, size);
      const ColMatrix<S> gram = columns.adjoint() * columns;
      farthest = std::max(farthest, (gram - ColMatrix<S>::Identity(size, size)).norm());
      first_entry.push_back(real_part(S(columns(0, 0))));
      last_entry.push_back(real_part(S(columns(n - 1, size - 1))));
      along.push_back(real_part(S(w.col(0).dot(columns.col(size / 2)))));
    }
  });
  context.record.identity("frame-orthonormal", "columns of a frame are orthonormal", farthest, 0.0,
                          context.rounding(static_cast<double>(size)));
  sphere_test(context, "frame-marginal", "Kolmogorov-Smirnov distance of a frame's entry (1, 1)",
              first_entry);
  sphere_test(context, "frame-marginal", "Kolmogorov-Smirnov distance of a frame's last entry",
              last_entry);
  sphere_test(context, "frame-marginal",
              "Kolmogorov-Smirnov distance of a frame's middle column along a direction", along);
}

#define INSTANTIATE(S) template void check_frames(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
