#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/probe_law.hpp>

namespace isotrace {

namespace detail {

/// Calls fill(W) for a block W over `Wide<S>` of X's size, and stores W in X, rounded to S.
template <Scalar S, class F>
void fill_rounded(BlockView<S> X, F fill) {
  std::vector<Wide<S>> wide(static_cast<std::size_t>(X.rows * X.cols));
  const BlockView<Wide<S>> whole{wide.data(), X.rows, X.cols, X.cols};
  fill(whole);
  for (Index i = 0; i < X.rows; ++i) {
    for (Index j = 0; j < X.cols; ++j) X(i, j) = static_cast<S>(whole(i, j));
  }
}

/// How a law draws over S: whole probes, or single rows. The pointer that does not apply is null;
/// both are if the law cannot be drawn over S.
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
  } else if constexpr (DrawsRows<L, Wide<S>>) {
    draws.rows = [](const void* law, const Stream& stream, Index first_row, ProbeRange probes,
                    BlockView<S> X, double* squared_norm) {
      fill_rounded(X, [&](BlockView<Wide<S>> W) {
        static_cast<const L*>(law)->draw_rows(stream, first_row, probes, W, squared_norm);
      });
    };
  } else if constexpr (DrawsProbes<L, Wide<S>>) {
    draws.probes = [](const void* law, const Stream& stream, ProbeRange probes, BlockView<S> X) {
      fill_rounded(
          X, [&](BlockView<Wide<S>> W) { static_cast<const L*>(law)->draw(stream, probes, W); });
    };
  }
  return draws;
}

/// A law's functions as compiled code calls them, with the law as their first argument. Those that
/// the law does not have are null.
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
  if constexpr (ChecksSize<L>) {
    table.check = [](const void* law, Field field, Index n) {
      static_cast<const L*>(law)->check(field, n);
    };
  }
  if constexpr (KnowsRadialVariance<L>) {
    table.radial_variance = [](const void* law, Field field, Index n) {
      return static_cast<double>(static_cast<const L*>(law)->radial_variance(field, n));
    };
  }
  if constexpr (ScalesColumns<L>) {
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
  if constexpr (SaysContinuous<L>) {
    return law.continuous();
  } else {
    return law.invariant();
  }
}

}  // namespace detail

/// Any law, as a value: a copy of one of the library's laws (laws.hpp) or of a caller's ProbeLaw.
/// The members are those of ProbeLaw (probe_law.hpp).
class Law {
 public:
  template <class L>
    requires(!std::same_as<L, Law>) && detail::LawCandidate<L>
  Law(const L& law) {  // NOLINT(google-explicit-constructor): a law is a Law
    if constexpr (detail::accepts_law<L>()) {
      invariant_ = law.invariant();
      continuous_ = detail::is_continuous(law);
      states_continuous_ = detail::SaysContinuous<L>;
      group_ = law.group();
      auto kept = std::make_shared<const L>(law);
      keep_name(*kept);
      law_ = std::move(kept);
      type_ = &typeid(L);
      table_ = &detail::law_table_of<L>;
    }
  }
  // No move operations: a move copies, and leaves the source valid.
  Law(const Law&) = default;
  Law& operator=(const Law&) = default;

  /// Valid as long as a copy of this law exists; for the library's laws always.
  std::string_view name() const { return name_; }
  bool invariant() const { return invariant_; }
  bool continuous() const { return continuous_; }
  Index group() const { return group_; }
  double second_moment(Field field, Index n) const {
    return table_->second_moment(law_.get(), field, n);
  }
  /// Whether the law has these optional members itself.
  bool states_continuous() const { return states_continuous_; }
  bool has_check() const { return table_->check != nullptr; }
  bool has_radial_variance() const { return table_->radial_variance != nullptr; }
  /// Only if has_radial_variance().
  double radial_variance(Field field, Index n) const {
    return table_->radial_variance(law_.get(), field, n);
  }
  /// Throws OptionError (found and expected) if the law does not exist on 𝕂ⁿ.
  void check(Field field, Index n) const {
    if (table_->check != nullptr) table_->check(law_.get(), field, n);
  }

  /// The law as an L, or null if it is of another type.
  template <class L>
  const L* as() const {
    return *type_ == typeid(L) ? static_cast<const L*>(law_.get()) : nullptr;
  }

  /// The law's functions; their first argument is object().
  const detail::LawTable& table() const { return *table_; }
  const void* object() const { return law_.get(); }

 private:
  /// law: the copy that is kept.
  template <class L>
  void keep_name(const L& law) {
    using Name = decltype(law.name());
    if constexpr (std::is_reference_v<Name> || std::is_pointer_v<Name> ||
                  std::same_as<Name, std::string_view>) {
      name_ = law.name();
    } else {  // an object that ends with the call
      own_name_ = std::make_shared<const std::string>(std::string_view(law.name()));
      name_ = *own_name_;
    }
  }

  std::string_view name_;
  std::shared_ptr<const std::string> own_name_;  ///< null if name_ refers to the law's own
  bool invariant_ = true;
  bool continuous_ = true;
  bool states_continuous_ = false;
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
/// c in E[x xᴴ] = c·I, so that E[a(v,v)] = c · trace_V a (Theorem 3.1).
inline double second_moment(const Law& law, Field field, Index n) {
  return law.second_moment(field, n);
}
/// The number of consecutive probes that are drawn together.
inline Index group(const Law& law) {
  return law.group();
}
/// c in E[x xᴴ / ‖x‖²] = c·I for an invariant law (Theorem 3.2), so that E[a(v,v)/‖v‖²_V] = c ·
/// trace_V a: c = 1/n. Throws OptionError for a law that is not invariant.
double direction_moment(const Law& law, Index n);

/// Throws OptionError if the law does not exist on 𝕂ⁿ (phases over ℝ, a frame of more than n
/// columns or of none), or if its groups have fewer than one probe.
void check_law(const Law& law, Field field, Index n);
/// Throws OptionError unless probes first … first + count − 1 form whole groups.
void check_groups(const Law& law, Index first, Index count);

}  // namespace isotrace
