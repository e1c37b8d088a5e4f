#pragma once

#include <span>

#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/law.hpp>

namespace isotrace {

namespace detail {
// Draw rows of the library's laws, as DrawsRows requires (samplers/draw.cpp).

/// Standard normal entries, over ℂ circular with E|x|² = 1.
template <class S>
void normal_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                 double* squared_norm);
/// Entries ±1.
template <class S>
void sign_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
               double* squared_norm);
/// Entries e^(iθ), θ uniform. Throws OptionError over ℝ.
template <class S>
void phase_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                double* squared_norm);
/// Whole probes: every `size` consecutive columns are a Haar-distributed orthonormal frame.
template <class S>
void frames(const Stream& stream, ProbeRange probes, Index size, BlockView<S> X);

void sphere_scales(ProbeRange probes, RawNorms norms);
void ball_scales(const Stream& stream, Index dimension, ProbeRange probes, RawNorms norms);

/// Base of the laws that are a standard normal column times a scale.
struct NormalColumns {
  static constexpr bool invariant() { return true; }
  static constexpr Index group() { return 1; }
  template <Scalar S>
  void draw_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                 double* squared_norm) const {
    normal_rows(stream, first_row, probes, X, squared_norm);
  }
};
}  // namespace detail

/// Uniform on the unit sphere ‖x‖ = 1: a Gaussian column divided by its norm.
struct Sphere : detail::NormalColumns {
  static constexpr std::string_view name() { return "sphere"; }
  static constexpr double second_moment(Field, Index n) { return 1.0 / static_cast<double>(n); }
  static constexpr double radial_variance(Field, Index) { return 0; }
  void scales(const Stream&, Index, ProbeRange probes, RawNorms norms) const {
    detail::sphere_scales(probes, norms);
  }
};

/// Uniform in the unit ball ‖x‖ ≤ 1: a probe on the sphere times u^(1/d), u uniform on (0, 1), d
/// the real dimension.
struct Ball : detail::NormalColumns {
  static constexpr std::string_view name() { return "ball"; }
  static constexpr double second_moment(Field field, Index n) {
    const auto d = static_cast<double>(real_dimension(field, n));
    return d / ((d + 2.0) * static_cast<double>(n));
  }
  /// With r = ‖x‖, E r⁴/(E r²)² = (d + 2)²/(d(d + 4)) = 1 + 4/(d(d + 4)).
  static constexpr double radial_variance(Field field, Index n) {
    const auto d = static_cast<double>(real_dimension(field, n));
    return 4 / (d * (d + 4));
  }
  void scales(const Stream& stream, Index dimension, ProbeRange probes, RawNorms norms) const {
    detail::ball_scales(stream, dimension, probes, norms);
  }
};

/// Standard normal: over ℝ x ~ N(0, I); over ℂ circular with E[x xᴴ] = I and E[x xᵀ] = 0.
struct Gaussian : detail::NormalColumns {
  static constexpr std::string_view name() { return "gaussian"; }
  static constexpr double second_moment(Field, Index) { return 1.0; }
  static constexpr double radial_variance(Field field, Index n) {
    return 2 / static_cast<double>(real_dimension(field, n));
  }
};

/// Independent entries ±1 (Rademacher), real even in a complex problem. Not invariant.
struct Signs {
  static constexpr std::string_view name() { return "signs"; }
  static constexpr bool invariant() { return false; }
  static constexpr bool continuous() { return false; }
  static constexpr double second_moment(Field, Index) { return 1.0; }
  static constexpr Index group() { return 1; }
  template <Scalar S>
  void draw_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                 double* squared_norm) const {
    detail::sign_rows(stream, first_row, probes, X, squared_norm);
  }
};

/// Independent entries e^(iθ), θ uniform (Steinhaus). Complex problems only. Not invariant.
struct Phases {
  static constexpr std::string_view name() { return "phases"; }
  static constexpr bool invariant() { return false; }
  static constexpr bool continuous() { return true; }
  static constexpr double second_moment(Field, Index) { return 1.0; }
  static constexpr Index group() { return 1; }
  /// Throws OptionError over ℝ.
  void check(Field field, Index n) const;
  template <Scalar S>
  void draw_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                 double* squared_norm) const {
    detail::phase_rows(stream, first_row, probes, X, squared_norm);
  }
};

/// The columns of a Haar-distributed orthonormal frame (a uniform point of the Stiefel manifold):
/// probes k·size … k·size + size − 1 are frame k. Each column alone is uniform on the sphere.
struct Frame {
  Index size = 1;  ///< columns of a frame, 1 ≤ size ≤ n

  static constexpr std::string_view name() { return "frame"; }
  static constexpr bool invariant() { return true; }
  static constexpr double second_moment(Field, Index n) { return 1.0 / static_cast<double>(n); }
  constexpr Index group() const { return size; }
  /// Throws OptionError (both numbers) unless 1 ≤ size ≤ n.
  void check(Field field, Index n) const;
  template <Scalar S>
  void draw(const Stream& stream, ProbeRange probes, BlockView<S> X) const {
    detail::frames(stream, probes, size, X);
  }
};

static_assert(ProbeLaw<Sphere> && ProbeLaw<Ball> && ProbeLaw<Gaussian> && ProbeLaw<Signs> &&
              ProbeLaw<Phases> && ProbeLaw<Frame>);

/// One of each of the library's laws; the frame has default_frame_size columns.
std::span<const Law> all_laws();
/// Columns of a frame whose name does not state them.
inline constexpr Index default_frame_size = 16;
/// The law with this name: "sphere", "ball", "gaussian", "signs", "phases", or "frame", optionally
/// with its number of columns ("frame:8"). Throws OptionError, stating the name found and the names
/// that exist.
Law parse_law(std::string_view name);

/// Whether equal values of a form tell that it is nearly constant: of a continuous law, and of
/// random signs, a single value of a form that is not constant has a probability of ¾ at most
/// (trace/interval.hpp). Another discrete law may hide any part of a form.
inline bool equal_values_tell(const Law& law) {
  return law.continuous() || law.as<Signs>() != nullptr;
}

}  // namespace isotrace
