#pragma once

#include <string_view>
#include <variant>

#include <isotrace/core/block.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace {

/// A law of a random vector x on 𝕂ⁿ with mean zero and E[x xᴴ] = second_moment · I.
/// Laws know no metric: an isometry Q of a metric carries them there (v = Q x has ‖v‖_V = ‖x‖).
///
/// invariant: x and U x have the same law for every U in O(n), over ℂ in U(n). Theorems 3.2 to 3.8
/// of the paper need it; for the others only Theorem 3.1 holds.
/// group: how many consecutive probes are drawn together; probes of different groups are
/// independent.
template <class L>
concept ProbeLaw = requires(const L& law, Field field, Index n) {
  { law.name() } -> std::convertible_to<std::string_view>;
  { law.invariant() } -> std::same_as<bool>;
  { law.second_moment(field, n) } -> std::same_as<double>;
  { law.group() } -> std::same_as<Index>;
};

/// Uniform on the unit sphere ‖x‖ = 1: a Gaussian column times one scale.
struct Sphere {
  static constexpr std::string_view name() { return "sphere"; }
  static constexpr bool invariant() { return true; }
  static constexpr double second_moment(Field, Index n) { return 1.0 / static_cast<double>(n); }
  static constexpr Index group() { return 1; }
};

/// Uniform in the unit ball ‖x‖ ≤ 1: a sphere times u^(1/d), d the real dimension.
struct Ball {
  static constexpr std::string_view name() { return "ball"; }
  static constexpr bool invariant() { return true; }
  static constexpr double second_moment(Field field, Index n) {
    const auto d = static_cast<double>(real_dimension(field, n));
    return d / ((d + 2.0) * static_cast<double>(n));
  }
  static constexpr Index group() { return 1; }
};

/// Standard normal: over ℝ x ~ N(0, I); over ℂ circular with E[x xᴴ] = I and E[x xᵀ] = 0.
struct Gaussian {
  static constexpr std::string_view name() { return "gaussian"; }
  static constexpr bool invariant() { return true; }
  static constexpr double second_moment(Field, Index) { return 1.0; }
  static constexpr Index group() { return 1; }
};

/// Independent entries ±1 (Rademacher), real also in a complex problem. Not invariant.
struct Signs {
  static constexpr std::string_view name() { return "signs"; }
  static constexpr bool invariant() { return false; }
  static constexpr double second_moment(Field, Index) { return 1.0; }
  static constexpr Index group() { return 1; }
};

/// Independent entries e^(iθ), θ uniform (Steinhaus). Complex problems only. Not invariant.
struct Phases {
  static constexpr std::string_view name() { return "phases"; }
  static constexpr bool invariant() { return false; }
  static constexpr double second_moment(Field, Index) { return 1.0; }
  static constexpr Index group() { return 1; }
};

/// The columns of a Haar-distributed orthonormal frame (a uniform point of the Stiefel manifold):
/// probes k·size … k·size + size − 1 are frame k. Each column alone is uniform on the sphere.
struct Frame {
  Index size = 1;  ///< columns of a frame, 1 ≤ size ≤ n

  static constexpr std::string_view name() { return "frame"; }
  static constexpr bool invariant() { return true; }
  static constexpr double second_moment(Field, Index n) { return 1.0 / static_cast<double>(n); }
  constexpr Index group() const { return size; }
};

static_assert(ProbeLaw<Sphere> && ProbeLaw<Ball> && ProbeLaw<Gaussian> && ProbeLaw<Signs> &&
              ProbeLaw<Phases> && ProbeLaw<Frame>);

/// Any law the library can draw, as a value.
using Law = std::variant<Sphere, Ball, Gaussian, Signs, Phases, Frame>;

std::string_view name(const Law& law);
bool invariant(const Law& law);
/// c in E[x xᴴ] = c·I: E[a(v,v)] = c · trace_V a (Theorem 3.1).
double second_moment(const Law& law, Field field, Index n);
/// c in E[x xᴴ / ‖x‖²] = c·I for an invariant law (Theorem 3.2): E[a(v,v)/‖v‖²_V] = c · trace_V a.
/// Throws OptionError for a law that is not invariant.
double direction_moment(const Law& law, Index n);
Index group(const Law& law);

/// Throws OptionError where the law does not exist on 𝕂ⁿ: phases over ℝ, a frame wider than n or
/// without columns.
void check_law(const Law& law, Field field, Index n);
/// Throws OptionError unless probes first … first + count − 1 are whole groups.
void check_groups(const Law& law, Index first, Index count);

/// Probes first … first + count − 1 of a stream; whole groups of the law.
struct ProbeRange {
  Index first;
  Index count;
};

/// What goes with a raw block: column j times scale[j] is the probe, and squared_norm[j] = ‖x_j‖²
/// of the raw column, summed in double over chunks in their order. Both hold X.cols numbers.
struct RawNorms {
  double* scale;
  double* squared_norm;
};

/// Draws probes first … first + X.cols − 1 of the law on 𝕂ⁿ, n = X.rows, as raw columns and scales
/// (a sphere or ball is a Gaussian column times its scale; the others have scale 1).
/// For a frame, first and X.cols are multiples of its size.
/// Errors: those of check_law and check_groups. Cost: O(n) a probe, O(n · size) a frame's column.
template <class S>
void draw_raw(const Law& law, const Stream& stream, Index first, BlockView<S> X, RawNorms norms);

/// The probes themselves: draw_raw with the scales multiplied in.
template <class S>
void draw(const Law& law, const Stream& stream, Index first, BlockView<S> X);

/// Rows first_row … first_row + X.rows − 1 of the raw columns of probes first … first + X.cols − 1:
/// the same bits as draw_raw's, for any cut into rows and probes. No scale is applied. Unless it is
/// null, the pieces' squared norms are added to squared_norm: over whole chunks in their order they
/// become those of draw_raw.
/// Throws OptionError for a frame, which has no rows of its own, and for phases over ℝ.
/// Cost: O(1) an entry, and O(log stream_chunk) a piece that starts inside a chunk.
template <class S>
void draw_rows(const Law& law, const Stream& stream, Index first_row, Index first, BlockView<S> X,
               double* squared_norm = nullptr);

/// The scales that draw_raw sets, from the squared norms of the raw columns of a range of probes,
/// in 𝕂ⁿ of the real dimension (n or 2n).
void draw_scales(const Law& law, const Stream& stream, Index dimension, ProbeRange probes,
                 RawNorms norms);

/// Signs of at most 64 probes packed into words: bit j of words[i] is set where probe first + j of
/// the law Signs has −1 in row first_row + i, for 0 ≤ i < rows and 0 ≤ j < count; the bits from
/// count on are 0. The same signs as draw's. Throws OptionError unless 0 ≤ count ≤ 64. Cost:
/// O(rows), a fraction of a cycle a sign.
void draw_sign_words(const Stream& stream, Index first_row, Index rows, Index first, Index count,
                     std::uint64_t* words);

}  // namespace isotrace
