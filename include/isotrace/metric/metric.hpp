#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/core/kept.hpp>
#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/core/optional_member.hpp>
#include <isotrace/metric/inverse_entries.hpp>

namespace isotrace {

/// The four maps of an isometry Q: 𝕂ⁿ → (𝕂ⁿ, V), QᴴVQ = I, which is the same as QQᴴ = V⁻¹.
enum class Isometry {
  forward,         ///< Q:   takes 𝕂ⁿ isometrically onto the metric space
  adjoint,         ///< Qᴴ
  inverse,         ///< Q⁻¹ = Qᴴ V
  inverse_adjoint  ///< Q⁻ᴴ = V Q
};

namespace detail {
template <class M, class S>
concept PlainMetric = requires(const M& m, ConstBlockView<S> x, BlockView<S> y, Isometry which) {
  m.gram(x, y);
  m.map(which, y);
};
template <class M, class S>
concept EigenMetric = requires(const M& m, const ConstBlock<S>& x, Block<S> y, Isometry which) {
  m.gram(x, std::move(y));
  m.map(which, std::move(y));
};
template <class M, class S>
concept LosesMetricOutput = requires(const M& m, const ConstBlock<S>& x, LostOutput<S> y) {
  m.gram(x, y);
} || requires(const M& m, LostOutput<S> y, Isometry which) { m.map(which, y); };

/// Throws ShapeError (both numbers) unless a block has dim rows.
inline void require_rows(Index rows, Index dim) {
  if (rows != dim) {
    throw ShapeError("found a block of " + std::to_string(rows) + " rows, expected " +
                     std::to_string(dim) + ", the metric's dimension");
  }
}
/// Throws ShapeError (both numbers) unless the blocks of a product y ← V x have dim rows and
/// equally many columns.
template <Scalar S>
void require_shapes(ConstBlockView<S> x, ConstBlockView<S> y, Index dim) {
  require_rows(x.rows, dim);
  require_rows(y.rows, dim);
  if (x.cols != y.cols) {
    throw ShapeError("found blocks of " + std::to_string(x.cols) + " and " +
                     std::to_string(y.cols) + " columns, expected as many in both");
  }
}
}  // namespace detail

/// An inner product (u, v)_V = vᴴ V u on 𝕂ⁿ, V Hermitian positive definite, with an isometry Q.
///   using Scalar = S;
///   dim()          n
///   gram(X, Y)     Y ← V X, for n×b blocks that do not overlap
///   map(which, X)  X ← Q X, Qᴴ X, Q⁻¹ X or Q⁻ᴴ X, in place
/// The metric chooses Q among its isometries: an invariant law of x gives Q x the same law for all
/// of them. Optional:
///   static constexpr bool identity = true;   if V = I and Q = I; or a function of that name
///   cost()         estimated seconds of map per column (core/cost.hpp); by default those of
///                  reading n · n numbers
///   gram_cost()    estimated seconds of gram per column; by default twice those of map
///   gram_matrix()  V as a GramMatrix, which must live as long as the metric; sparse lines in
///                  strictly ascending order
///   inverse_entries()  a shared pointer to a const InverseEntries, by which exact values become
///                  sums over entries (metric/inverse_entries.hpp); may be null
/// All functions are const and reentrant. The blocks are of type BlockView, or Block (Eigen::Ref).
template <class M, class S>
concept Metric = Scalar<S> && requires(const M& m) {
  { m.dim() } -> std::convertible_to<Index>;
  requires std::same_as<typename M::Scalar, S>;
} && (detail::PlainMetric<M, S> || detail::EigenMetric<M, S>);

namespace detail {

/// T::Scalar, or double if T names no scalar, in which case accepts_metric rejects T.
template <class T>
struct NamedScalar {
  using type = double;
};
template <class T>
  requires requires { requires Scalar<typename T::Scalar>; }
struct NamedScalar<T> {
  using type = typename T::Scalar;
};
template <class T>
using ScalarOf = typename NamedScalar<T>::type;

/// Whether M seems to be meant as a metric; accepts_metric checks that it is one.
template <class M>
concept MetricCandidate = requires(const M& m) {
  { m.dim() } -> std::convertible_to<Index>;
};

/// Whether M is a metric over S. If not, a static_assert states the reason in one sentence.
template <class M, class S>
constexpr bool accepts_metric() {
  if constexpr (MatrixExpression<M>) {
    static_assert(Metric<M, S>,
                  "isotrace: a matrix is not yet a metric; make a DenseMetric, SparseMetric or "
                  "DiagonalMetric of it, which factorises it once");
  } else if constexpr (requires { requires Scalar<typename M::Scalar>; }) {
    static_assert(std::same_as<typename M::Scalar, S>,
                  "isotrace: the metric is over another scalar than the other arguments");
    static_assert(!std::same_as<typename M::Scalar, S> || Metric<M, S>,
                  "isotrace: a metric has dim(), gram(X, Y) and map(which, X), all const, on "
                  "blocks of its scalar (metric/metric.hpp)");
    static_assert(!LosesMetricOutput<M, S>,
                  "isotrace: the metric's gram or map takes its output as a matrix by value, which "
                  "would be lost; it takes a Block<S> or a BlockView<S>");
  } else {
    static_assert(Metric<M, S>,
                  "isotrace: a metric names its scalar, `using Scalar = …;`, which is float, "
                  "double or one of their complex types (metric/metric.hpp)");
  }
  return Metric<M, S>;
}

}  // namespace detail

/// A type-erased reference to a metric, in the form that compiled code takes: one indirect call per
/// block. A named metric must outlive it; a temporary is moved in and kept.
template <Scalar S>
class MetricRef {
 public:
  using Scalar = S;

  template <class M>
    requires(!std::same_as<std::remove_cvref_t<M>, MetricRef>) &&
            detail::MetricCandidate<std::remove_cvref_t<M>>
  MetricRef(M&& metric) {  // NOLINT(google-explicit-constructor): a reference to what is passed
    using Plain = std::remove_cvref_t<M>;
    if constexpr (!detail::accepts_metric<Plain, S>()) {
      return;
    } else if constexpr (std::is_lvalue_reference_v<M>) {
      refer(metric);
    } else if (auto kept = detail::keep<Plain>(std::forward<M>(metric))) {
      refer(*kept);
      kept_ = std::move(kept);
    }
  }
  // No move operations: a move copies, and leaves the source valid.
  MetricRef(const MetricRef&) = default;
  MetricRef& operator=(const MetricRef&) = default;

  Index dim() const { return dim_; }
  /// Whether the metric states that V = I and Q = I.
  bool identity() const { return identity_; }
  /// Estimated seconds of map, and of gram, per column (core/cost.hpp).
  double cost() const { return cost_; }
  double gram_cost() const { return gram_cost_; }
  /// Whether both refer to one object.
  bool is(const MetricRef& other) const { return self_ == other.self_; }
  /// V as a matrix, where the metric has it.
  GramMatrix<S> gram_matrix() const {
    return gram_matrix_ != nullptr ? gram_matrix_(self_) : GramMatrix<S>{};
  }
  /// Entries of V⁻¹; null if the metric knows none.
  std::shared_ptr<const InverseEntries<S>> inverse_entries() const {
    return inverse_entries_ != nullptr ? inverse_entries_(self_) : nullptr;
  }
  /// Y ← V X.
  void gram(ConstBlockView<S> x, BlockView<S> y) const { gram_(self_, x, y); }
  /// X ← Q X, Qᴴ X, Q⁻¹ X or Q⁻ᴴ X.
  void map(Isometry which, BlockView<S> x) const { map_(self_, which, x); }

 private:
  template <class M>
  void refer(const M& metric) {
    self_ = &metric;
    dim_ = metric.dim();
    identity_ = detail::is_identity(metric);
    cost_ = detail::cost_or<double>(metric, identity_ ? 0 : cost::opaque(dim_, dim_));
    gram_cost_ = detail::gram_cost_or(metric, 2 * cost_);
    gram_ = [](const void* self, ConstBlockView<S> x, BlockView<S> y) {
      const auto& m = *static_cast<const M*>(self);
      if constexpr (detail::PlainMetric<M, S>) {
        m.gram(x, y);
      } else {
        m.gram(ConstBlock<S>(eigen(x)), Block<S>(eigen(y)));
      }
    };
    map_ = [](const void* self, Isometry which, BlockView<S> x) {
      const auto& m = *static_cast<const M*>(self);
      if constexpr (detail::PlainMetric<M, S>) {
        m.map(which, x);
      } else {
        m.map(which, Block<S>(eigen(x)));
      }
    };
    refer_to_entries<M>();
  }

  template <class M>
  void refer_to_entries() {
    if constexpr (requires(const M& m) {
                    { m.gram_matrix() } -> std::convertible_to<GramMatrix<S>>;
                  }) {
      gram_matrix_ = [](const void* self) -> GramMatrix<S> {
        return static_cast<const M*>(self)->gram_matrix();
      };
    } else {
      static_assert(!detail::has_plain_gram_matrix<M>,
                    "isotrace: gram_matrix() is const and returns a GramMatrix<Scalar> "
                    "(metric/inverse_entries.hpp)");
    }
    using Entries = std::shared_ptr<const InverseEntries<S>>;
    if constexpr (requires(const M& m) {
                    { m.inverse_entries() } -> std::convertible_to<Entries>;
                  }) {
      inverse_entries_ = [](const void* self) -> Entries {
        return static_cast<const M*>(self)->inverse_entries();
      };
    } else {
      static_assert(!detail::has_plain_inverse_entries<M>,
                    "isotrace: inverse_entries() is const and returns a std::shared_ptr<const "
                    "InverseEntries<Scalar>> (metric/inverse_entries.hpp)");
    }
  }

  const void* self_ = nullptr;
  std::shared_ptr<const void> kept_;  ///< owns what self_ points to, if that was a temporary
  Index dim_ = 0;
  bool identity_ = false;
  double cost_ = 0;
  double gram_cost_ = 0;
  void (*gram_)(const void*, ConstBlockView<S>, BlockView<S>) = nullptr;
  void (*map_)(const void*, Isometry, BlockView<S>) = nullptr;
  GramMatrix<S> (*gram_matrix_)(const void*) = nullptr;
  std::shared_ptr<const InverseEntries<S>> (*inverse_entries_)(const void*) = nullptr;
};

/// Any metric, as a value: it owns what it is made from, moved or copied, and shares it with its
/// copies. It is a Metric itself.
template <Scalar S>
class AnyMetric : public MetricRef<S> {
 public:
  using Scalar = S;

  template <class M>
    requires(!std::derived_from<std::remove_cvref_t<M>, MetricRef<S>>) &&
            detail::MetricCandidate<std::remove_cvref_t<M>>
  AnyMetric(M&& metric)  // NOLINT(google-explicit-constructor): a metric is an AnyMetric
      : MetricRef<S>(std::remove_cvref_t<M>(std::forward<M>(metric))) {}
};

static_assert(Metric<AnyMetric<double>, double>);

}  // namespace isotrace
