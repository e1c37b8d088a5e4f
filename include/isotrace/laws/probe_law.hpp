#pragma once

#include <complex>
#include <concepts>
#include <string_view>

#include <isotrace/core/block.hpp>
#include <isotrace/core/optional_member.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace {

/// Probes first … first + count − 1 of a stream, in whole groups of the law.
struct ProbeRange {
  Index first;
  Index count;
};

/// What accompanies a block of raw columns: probe j is column j times scale[j], and squared_norm[j]
/// = ‖x_j‖² of the raw column, in double, summed within each chunk of rows and then over the chunks
/// in order. Both arrays hold X.cols numbers.
struct RawNorms {
  double* scale;
  double* squared_norm;
};

namespace detail {
template <class L, class S>
concept DrawsProbes = requires(const L& law, const Stream& stream, ProbeRange probes,
                               BlockView<S> X) { law.draw(stream, probes, X); };
template <class L, class S>
concept DrawsRows =
    requires(const L& law, const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
             double* squared_norm) { law.draw_rows(stream, first_row, probes, X, squared_norm); };
template <class L, class S>
concept Draws = DrawsProbes<L, S> || DrawsRows<L, S>;

template <class L>
concept ChecksSize = requires(const L& law, Field field, Index n) { law.check(field, n); };
template <class L>
concept SaysContinuous = requires(const L& law) {
  { law.continuous() } -> std::convertible_to<bool>;
};
template <class L>
concept KnowsRadialVariance = requires(const L& law, Field field, Index n) {
  { law.radial_variance(field, n) } -> std::convertible_to<double>;
};
template <class L>
concept ScalesColumns =
    requires(const L& law, const Stream& stream, Index dimension, ProbeRange probes,
             RawNorms norms) { law.scales(stream, dimension, probes, norms); };
}  // namespace detail

/// The law of a random vector x on 𝕂ⁿ with mean zero and E[x xᴴ] = second_moment · I. Laws know no
/// metric: the isometry Q of a metric maps x to v = Q x, with ‖v‖_V = ‖x‖.
///   name()                    used in messages
///   invariant()               whether x and U x have the same law for every U in O(n), over ℂ in
///                             U(n). Theorems 3.2 to 3.8 require it, Theorem 3.1 does not
///   second_moment(field, n)
///   group()                   how many consecutive probes are drawn together; probes of different
///                             groups are independent
///   draw(stream, probes, X)   writes probe probes.first + j to column j of X, n×probes.count, in
///                             whole groups. X is a BlockView of each scalar that the law can be
///                             drawn over; a law over double also serves float, by rounding
/// A probe depends on the stream and its own number only, and not on the block in which it is
/// drawn. Draw therefore from the library's laws, from haar_isometry, or from an engine that is
/// seeded by engine_seed. All members are const and reentrant: several threads draw at once.
/// Optional:
///   check(field, n)           throws OptionError if the law does not exist on 𝕂ⁿ
///   continuous()              whether a nonconstant quadratic form of x takes every value with
///                             probability 0; by default invariant(). Sketches rely on it, and
///                             intervals of few values are wider without it
///   radial_variance(field, n) var ‖x‖²/(E‖x‖²)² of an invariant law with group() = 1, which
///                             exact::value_variance needs
/// A law whose rows can be drawn separately has, in place of draw,
///   draw_rows(stream, first_row, probes, X, squared_norm)
///                             writes rows first_row … first_row + X.rows − 1 of raw columns to X,
///                             and adds their squared norms to squared_norm, unless null
///   scales(stream, dimension, probes, norms)
///                             optional: sets norms.scale, the factors from raw columns to probes,
///                             from norms.squared_norm of the whole columns; dimension is the real
///                             one, n or 2n. Without it all factors are 1
template <class L>
concept ProbeLaw = std::copy_constructible<L> &&
                   requires(const L& law, Field field, Index n) {
                     { law.name() } -> std::convertible_to<std::string_view>;
                     { law.invariant() } -> std::convertible_to<bool>;
                     { law.second_moment(field, n) } -> std::convertible_to<double>;
                     { law.group() } -> std::convertible_to<Index>;
                   } &&
                   (detail::Draws<L, double> || detail::Draws<L, std::complex<double>> ||
                    detail::Draws<L, float> || detail::Draws<L, std::complex<float>>);

namespace detail {

/// Whether L seems to be meant as a law; accepts_law checks that it is one.
template <class L>
concept LawCandidate = requires(const L& law) {
  law.name();
  law.invariant();
};

template <class L>
constexpr bool accepts_law() {
  static_assert(ProbeLaw<L>,
                "isotrace: a law has name(), invariant(), second_moment(field, n), group() and "
                "draw(stream, probes, X) for X a BlockView<double>, all const, and can be copied "
                "(laws/probe_law.hpp)");
  static_assert(ChecksSize<L> || !has_plain_check<L>,
                "isotrace: check(Field, Index) const of a law");
  static_assert(SaysContinuous<L> || !has_plain_continuous<L>,
                "isotrace: continuous() const of a law is convertible to bool");
  static_assert(KnowsRadialVariance<L> || !has_plain_radial_variance<L>,
                "isotrace: radial_variance(Field, Index) const of a law is convertible to double");
  static_assert(ScalesColumns<L> || !has_plain_scales<L>,
                "isotrace: scales(const Stream&, Index, ProbeRange, RawNorms) const of a law");
  static_assert(!ScalesColumns<L> || DrawsRows<L, double> || DrawsRows<L, std::complex<double>> ||
                    DrawsRows<L, float> || DrawsRows<L, std::complex<float>>,
                "isotrace: scales() of a law goes with draw_rows(); what draw() writes are the "
                "probes themselves");
  return ProbeLaw<L>;
}

}  // namespace detail

}  // namespace isotrace
