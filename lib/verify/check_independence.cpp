#include <cmath>

#include "checks.hpp"
#include "known_laws.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// Re xᴴy/(‖x‖‖y‖). For independent directions, one of them uniform, it has the law of a coordinate
// on the sphere.
template <class X, class Y>
double cosine(const X& x, const Y& y) {
  return real_part(x.dot(y)) / (x.norm() * y.norm());
}

template <class S>
void cosine_test(const Context<S>& context, const std::string& suffix, const std::string& statement,
                 std::vector<double> cosines, Index n) {
  const Index d = real_dimension(field_of<S>, n);
  for (double& value : cosines) value = sphere_marginal(value, d);
  const double p = uniform_p_value(cosines);
  context.record.test(suffix, statement, uniform_distance(cosines), 0.0, p);
}

// All probes as columns, drawn in blocks.
template <class S>
RowMatrix<S> all_probes(const Context<S>& context, const Stream& stream, Index n, Index count) {
  RowMatrix<S> all(n, count);
  for_blocks(context.implementation, Gaussian{}, stream, n, count,
             [&](Index first, RowMatrix<S>& X) { all.middleCols(first, X.cols()) = X; });
  return all;
}

// Tests the angles between probes k and k + lag, in disjoint pairs.
template <class S>
void check_lags(const Context<S>& context, const RowMatrix<S>& X) {
  for (const Index lag : {1, 8, 64}) {
    std::vector<double> cosines;
    for (Index k = 0; k + lag < X.cols(); ++k) {
      if (k / lag % 2 == 0) cosines.push_back(cosine(X.col(k), X.col(k + lag)));
    }
    cosine_test(context, "lag", "angle between probes k and k + " + std::to_string(lag),
                std::move(cosines), X.rows());
  }
}

// Tests the real and imaginary parts of all entries as one large sample of normal numbers. Its
// extremes show a truncated tail, which takes some 10⁵ entries to see.
template <class S>
void check_tails(const Context<S>& context, const RowMatrix<S>& X) {
  std::vector<double> u;
  for (Index i = 0; i < X.rows(); ++i) {
    for (Index j = 0; j < X.cols(); ++j) {
      u.push_back(normal_marginal(std::real(X(i, j)), is_complex<S> ? 0.5 : 1.0));
      if constexpr (is_complex<S>) u.push_back(normal_marginal(X(i, j).imag(), 0.5));
    }
  }
  const double p = uniform_p_value(u);
  context.record.test("tails", "distance and extremes of all normal entries", uniform_distance(u),
                      0.0, p);
}

// Tests the angle between the two chunks of a probe, whose rows come from two engines.
template <class S>
void check_chunks(const Context<S>& context) {
  const RowMatrix<S> X = all_probes(context, context.record.stream("chunks"), 2 * stream_chunk, 96);
  std::vector<double> cosines;
  cosines.reserve(static_cast<std::size_t>(X.cols()));
  for (Index k = 0; k < X.cols(); ++k) {
    cosines.push_back(cosine(X.col(k).head(stream_chunk), X.col(k).tail(stream_chunk)));
  }
  cosine_test(context, "chunks", "angle between the chunks of one probe", std::move(cosines),
              stream_chunk);
  check_tails(context, X);
}

}  // namespace

// Independence of probes, of streams with neighbouring seeds or different domains, and of chunks.
// Probes drawn alone equal those of a block, and raw draws times their scales equal finished draws.
template <VerifiedScalar S>
void check_independence(const Context<S>& context) {
  const Index n = context.dim();
  const Stream stream = context.record.stream("probes");
  const RowMatrix<S> X = all_probes(context, stream, n, context.probes());
  if (real_dimension(field_of<S>, n) > 1) {
    check_lags(context, X);
    Stream next_seed = stream;
    ++next_seed.seed;
    const RowMatrix<S> others[2] = {
        all_probes(context, next_seed, n, context.probes() / 2),
        all_probes(context, stream.substream("other"), n, context.probes() / 2)};
    for (const RowMatrix<S>& Y : others) {
      std::vector<double> cosines;
      cosines.reserve(static_cast<std::size_t>(Y.cols()));
      for (Index k = 0; k < Y.cols(); ++k) cosines.push_back(cosine(X.col(k), Y.col(k)));
      cosine_test(context, "streams", "angle between probes of two streams", std::move(cosines), n);
    }
  }
  RowMatrix<S> piece(n, 3);
  draw_probes<S>(context.implementation, Gaussian{}, stream, 7, piece);
  context.record.identity("addressable", "probes drawn alone are those of the block",
                          (piece - X.middleCols(7, 3)).norm(), 0.0, 0.0);
  for (const Law& law : {Law{Sphere{}}, Law{Ball{}}, Law{Gaussian{}}}) {
    RowMatrix<S> raw(n, 5);
    draw_probes(context.implementation, law, stream, 2, raw);
    RowMatrix<S> finished(n, 5);
    context.implementation.draw(law, stream, 2, view(finished));
    context.record.identity("draw", "raw draws times their scales are the draws",
                            (raw - finished).norm(), 0.0, context.rounding(raw.norm()));
  }
  if (n == 10) check_chunks(context);
}

#define INSTANTIATE(S) template void check_independence(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
