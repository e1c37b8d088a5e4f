#include <boost/random/normal_distribution.hpp>
#include <pcg_random.hpp>

#include <array>
#include <complex>
#include <span>

#include <fmt/format.h>

#include <bench/kernels/kernels.hpp>
#include <bench/session.hpp>
#include <isotrace/core/scratch.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::program {
namespace {

constexpr Index rows = stream_chunk;
constexpr Index columns = 64;  // half a MiB of doubles: fits the L2 cache

/// Boost's normal distribution on PCG.
class BoostNormal {
 public:
  explicit BoostNormal(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<double> x) {
    for (double& one : x) one = normal_(engine_);
  }

 private:
  pcg64 engine_;
  boost::random::normal_distribution<double> normal_;
};

/// Repeatedly draws the next probes of a law into one block, aligned like the library's blocks.
template <Scalar S>
class Drawing {
 public:
  Drawing(const Law& law, std::uint64_t seed)
      : law_(law), stream_{seed}, memory_(pool_.borrow(rows * columns * sizeof(S))) {}
  void operator()() {
    const BlockView<S> X{static_cast<S*>(memory_.data()), rows, columns, columns};
    draw_raw(law_, stream_, first_, X, {scale_.data(), norm_.data()});
    first_ += columns;
  }

 private:
  Law law_;
  Stream stream_;
  ScratchPool pool_;
  ScratchPool::Buffer memory_;
  std::array<double, columns> scale_;
  std::array<double, columns> norm_;
  Index first_ = 0;
};

template <Scalar S>
void against_boost(Session& session, const Law& law) {
  Drawing<S> ours(law, session.seed());
  BoostNormal boost(session.seed());
  std::vector<double> x(rows * columns * (is_complex<S> ? 2 : 1));
  session.measure(fmt::format("law.{}", name(law)),
                  fmt::format("Boost's normal on pcg64, {} reals, in cache", x.size()),
                  {.ours = [&] { ours(); }, .limit = [&] { boost.fill(x); }});
}

void against_fill(Session& session) {
  Drawing<double> ours(Signs{}, session.seed());
  constexpr Index count = rows * columns;
  ScratchPool pool;
  const auto memory = pool.borrow(count * sizeof(double));
  auto* x = static_cast<double*>(memory.data());
  session.measure("law.signs", fmt::format("writing {} doubles, in cache", count),
                  {.ours = [&] { ours(); }, .limit = [&] { bare::kernels().fill(x, count, 1.0); }});
}

/// A block that fits no cache, drawn at once and in pieces.
void measure_pieces(Session& session) {
  constexpr Index n = Index{1} << 16;
  constexpr Index probes = 64;
  constexpr Index width = 8;
  if (!session.wants("stream.pieces")) return;
  ScratchPool pool;
  const auto memory = pool.borrow(n * probes * sizeof(double));
  const BlockView<double> X{static_cast<double*>(memory.data()), n, probes, probes};
  const Stream stream{session.seed()};
  const Law law = Gaussian{};
  const auto pieces = [&] {
    for (Index i = 0; i < n; i += rows) {
      for (Index k = 0; k < probes; k += width) {
        draw_rows(law, stream, i, k, X.row_range(i, rows).columns(k, width));
      }
    }
  };
  session.measure("stream.pieces",
                  fmt::format("the same {} × {} Gaussian block at once", n, probes),
                  {.ours = pieces, .limit = [&] { draw_rows(law, stream, 0, 0, X); }});
}

}  // namespace

void measure_laws(Session& session) {
  against_boost<double>(session, Gaussian{});
  against_boost<double>(session, Sphere{});
  against_fill(session);
  against_boost<double>(session, Ball{});
  against_boost<std::complex<double>>(session, Phases{});
  measure_pieces(session);
}

}  // namespace isotrace::program
