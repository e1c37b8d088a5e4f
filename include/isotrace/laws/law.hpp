#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include <isotrace/core/block.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace {

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
}  // namespace detail

/// A law of a random vector x on 𝕂ⁿ with mean zero and E[x xᴴ] = second_moment · I.
/// Laws know no metric: an isometry Q of a metric carries them there (v = Q x has ‖v‖_V = ‖x‖).
///   name()
///   invariant()               whether x and U x have the same law for every U in O(n), over ℂ in
///                             U(n). Theorems 3.2 to 3.8 of the paper need it; else 3.1 alone holds
///   second_moment(field, n)
///   group()                   how many consecutive probes are drawn together; probes of different
///                             groups are independent
///   draw(stream, probes, X)   probe probes.first + j into column j of X, n×probes.count, whole
///                             groups; X is a BlockView of each scalar that the law is drawn over:
///                             one over double is drawn over float too, rounded
/// Whatever block a probe is drawn in, it is the same: what is random comes from the stream at the
/// probe's number and nothing else (draw of a library's law, haar_isometry, engine_seed).
/// All are const and reentrant: probes are drawn from several threads at once. Optional:
///   check(field, n)           throws OptionError where the law does not exist on 𝕂ⁿ
///   continuous()              whether no value of a quadratic form that is not constant has a
///                             positive probability; without it, what invariant() says. Sketches
///                             rely on it, and intervals of few values are wider without it
///   radial_variance(field, n) var ‖x‖²/(E‖x‖²)² of an invariant law with group() = 1: with it
///                             exact::value_variance knows the law's variance
/// A law whose rows can be drawn alone, in place of draw:
///   draw_rows(stream, first_row, probes, X, squared_norm)
///                             rows first_row … first_row + X.rows − 1 of columns that the probes
///                             are multiples of; unless squared_norm is null, adds the squares
///   scales(stream, dimension, probes, norms)
///                             norms.scale, those multiples, from the columns' norms.squared_norm
///                             in real dimension n or 2n; optional: all 1
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

/// What could be meant for a law; whether it is one, accepts_law says.
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
                "(laws/law.hpp)");
  return ProbeLaw<L>;
}

/// How a law's columns are drawn over S; null where it does not do it that way.
template <Scalar S>
struct LawDraws {
  void (*probes)(const void*, const Stream&, ProbeRange, BlockView<S>) = nullptr;
  void (*rows)(const void*, const Stream&, Index first_row, ProbeRange, BlockView<S>,
               double* squared_norm) = nullptr;
};

template <class L, Scalar S>
constexpr LawDraws<S> law_draws() {
  LawDraws<S> draws;
  if constexpr (DrawsRows<L, S>) {
    draws.rows = [](const void* law, const Stream& stream, Index first_row, ProbeRange probes,
                    BlockView<S> X, double* squared_norm) {
      static_cast<const L*>(law)->draw_rows(stream, first_row, probes, X, squared_norm);
    };
  } else if constexpr (DrawsProbes<L, S>) {
    draws.probes = [](const void* law, const Stream& stream, ProbeRange probes, BlockView<S> X) {
      static_cast<const L*>(law)->draw(stream, probes, X);
    };
  } else if constexpr (DrawsProbes<L, Wide<S>>) {
    draws.probes = [](const void* law, const Stream& stream, ProbeRange probes, BlockView<S> X) {
      std::vector<Wide<S>> wide(static_cast<std::size_t>(X.rows * X.cols));
      const BlockView<Wide<S>> whole{wide.data(), X.rows, X.cols, X.cols};
      static_cast<const L*>(law)->draw(stream, probes, whole);
      for (Index i = 0; i < X.rows; ++i) {
        for (Index j = 0; j < X.cols; ++j) X(i, j) = static_cast<S>(whole(i, j));
      }
    };
  }
  return draws;
}

/// A law as it enters compiled code.
struct LawTable {
  LawDraws<float> f32;
  LawDraws<double> f64;
  LawDraws<std::complex<float>> c32;
  LawDraws<std::complex<double>> c64;
  double (*second_moment)(const void*, Field, Index);
  void (*check)(const void*, Field, Index) = nullptr;
  double (*radial_variance)(const void*, Field, Index) = nullptr;
  void (*scales)(const void*, const Stream&, Index, ProbeRange, RawNorms) = nullptr;

  template <Scalar S>
  const LawDraws<S>& draws() const {
    if constexpr (std::same_as<S, float>) {
      return f32;
    } else if constexpr (std::same_as<S, double>) {
      return f64;
    } else if constexpr (std::same_as<S, std::complex<float>>) {
      return c32;
    } else {
      return c64;
    }
  }
};

template <class L>
constexpr LawTable law_table() {
  LawTable table{law_draws<L, float>(), law_draws<L, double>(), law_draws<L, std::complex<float>>(),
                 law_draws<L, std::complex<double>>(), [](const void* law, Field field, Index n) {
                   return static_cast<double>(static_cast<const L*>(law)->second_moment(field, n));
                 }};
  if constexpr (requires(const L& law, Field field, Index n) { law.check(field, n); }) {
    table.check = [](const void* law, Field field, Index n) {
      static_cast<const L*>(law)->check(field, n);
    };
  }
  if constexpr (requires(const L& law, Field field, Index n) {
                  { law.radial_variance(field, n) } -> std::convertible_to<double>;
                }) {
    table.radial_variance = [](const void* law, Field field, Index n) {
      return static_cast<double>(static_cast<const L*>(law)->radial_variance(field, n));
    };
  }
  if constexpr (requires(const L& law, const Stream& stream, Index dimension, ProbeRange probes,
                         RawNorms norms) { law.scales(stream, dimension, probes, norms); }) {
    table.scales = [](const void* law, const Stream& stream, Index dimension, ProbeRange probes,
                      RawNorms norms) {
      static_cast<const L*>(law)->scales(stream, dimension, probes, norms);
    };
  }
  return table;
}

template <class L>
inline constexpr LawTable law_table_of = law_table<L>();

template <class L>
constexpr bool is_continuous(const L& law) {
  if constexpr (requires {
                  { law.continuous() } -> std::convertible_to<bool>;
                }) {
    return law.continuous();
  } else {
    return law.invariant();
  }
}

}  // namespace detail

/// Any law, as a value: one of the library's (laws.hpp) or a caller's own ProbeLaw, which is
/// copied.
class Law {
 public:
  template <class L>
    requires(!std::same_as<L, Law>) && detail::LawCandidate<L>
  Law(const L& law) {  // NOLINT(google-explicit-constructor): a law is a Law
    if constexpr (detail::accepts_law<L>()) {
      name_ = std::string(std::string_view(law.name()));
      invariant_ = law.invariant();
      continuous_ = detail::is_continuous(law);
      group_ = law.group();
      law_ = std::make_shared<const L>(law);
      type_ = &typeid(L);
      table_ = &detail::law_table_of<L>;
    }
  }
  // not moved: what was copied from stays whole
  Law(const Law&) = default;
  Law& operator=(const Law&) = default;

  std::string_view name() const { return name_; }
  bool invariant() const { return invariant_; }
  bool continuous() const { return continuous_; }
  Index group() const { return group_; }
  double second_moment(Field field, Index n) const {
    return table_->second_moment(law_.get(), field, n);
  }
  bool has_radial_variance() const { return table_->radial_variance != nullptr; }
  double radial_variance(Field field, Index n) const {
    return table_->radial_variance(law_.get(), field, n);
  }
  /// Throws OptionError (what was found and what is expected) where the law does not exist on 𝕂ⁿ.
  void check(Field field, Index n) const {
    if (table_->check != nullptr) table_->check(law_.get(), field, n);
  }

  /// The law as an L, or null where it is another.
  template <class L>
  const L* as() const {
    return *type_ == typeid(L) ? static_cast<const L*>(law_.get()) : nullptr;
  }

  /// What compiled code calls, with object() as the first argument.
  const detail::LawTable& table() const { return *table_; }
  const void* object() const { return law_.get(); }

 private:
  std::string name_;
  bool invariant_ = true;
  bool continuous_ = true;
  Index group_ = 1;
  std::shared_ptr<const void> law_;
  const std::type_info* type_ = nullptr;
  const detail::LawTable* table_ = nullptr;
};

inline std::string_view name(const Law& law) {
  return law.name();
}
inline bool invariant(const Law& law) {
  return law.invariant();
}
/// c in E[x xᴴ] = c·I: E[a(v,v)] = c · trace_V a (Theorem 3.1).
inline double second_moment(const Law& law, Field field, Index n) {
  return law.second_moment(field, n);
}
/// Probes that are drawn together.
inline Index group(const Law& law) {
  return law.group();
}
/// c in E[x xᴴ / ‖x‖²] = c·I for an invariant law (Theorem 3.2): E[a(v,v)/‖v‖²_V] = c · trace_V a.
/// Throws OptionError for a law that is not invariant.
double direction_moment(const Law& law, Index n);

/// Throws OptionError where the law does not exist on 𝕂ⁿ: phases over ℝ, a frame wider than n or
/// without columns, groups of less than one probe.
void check_law(const Law& law, Field field, Index n);
/// Throws OptionError unless probes first … first + count − 1 are whole groups.
void check_groups(const Law& law, Index first, Index count);

}  // namespace isotrace
