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

namespace isotrace {

/// The four maps that belong to an isometry Q: 𝕂ⁿ → (𝕂ⁿ, V), Qᴴ V Q = I, so that Q Qᴴ = V⁻¹.
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
  m.gram(x, y);
  m.map(which, y);
};

/// Throws ShapeError (both numbers) unless a block has dim rows.
inline void require_rows(Index rows, Index dim) {
  if (rows != dim) {
    throw ShapeError("found a block of " + std::to_string(rows) + " rows, expected " +
                     std::to_string(dim) + ", the metric's dimension");
  }
}
/// The same for X and Y of a product Y ← V X, which also need as many columns.
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

/// An inner product (u, v)_V = vᴴ V u on 𝕂ⁿ, V Hermitian positive definite.
///   dim()          n
///   gram(X, Y)     Y ← V X      (n×b blocks, not overlapping)
///   map(which, X)  X ← one of Q, Qᴴ, Q⁻¹, Q⁻ᴴ times X, in place
/// Q is the metric's own choice among the isometries; all are equal for an invariant law.
///   using Scalar = S;
///   static constexpr bool identity = true;   if V = I and Q = I; optional, or a function of that
///                  name
///   cost()         seconds that map takes for one column, roughly; optional (core/cost.hpp)
///   gram_cost()    the same of gram; optional: twice as many as map takes
/// Both functions are const and reentrant. The blocks are BlockView, or Block (Eigen::Ref).
template <class M, class S>
concept Metric = Scalar<S> && requires(const M& m) {
  { m.dim() } -> std::convertible_to<Index>;
  requires std::same_as<typename M::Scalar, S>;
} && (detail::PlainMetric<M, S> || detail::EigenMetric<M, S>);

namespace detail {

/// The scalar that a type names, else double (which is then refused).
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

/// What could be meant for a metric; whether it is one, accepts_metric says.
template <class M>
concept MetricCandidate = requires(const M& m) {
  { m.dim() } -> std::convertible_to<Index>;
};

/// Whether M is a metric over S; says in one sentence what is wrong with one that is not.
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
  } else {
    static_assert(Metric<M, S>,
                  "isotrace: a metric names its scalar, `using Scalar = …;`, which is float, "
                  "double or one of their complex types (metric/metric.hpp)");
  }
  return Metric<M, S>;
}

}  // namespace detail

/// A reference to any metric, as it enters compiled code: one indirect call a block. A metric with
/// a name must outlive it; a temporary is moved in and kept.
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
  // not moved: what was copied from stays whole
  MetricRef(const MetricRef&) = default;
  MetricRef& operator=(const MetricRef&) = default;

  Index dim() const { return dim_; }
  /// Whether V = I and Q = I are known.
  bool identity() const { return identity_; }
  /// Seconds of a map of one column, as the model of core/cost.hpp has it.
  double cost() const { return cost_; }
  double gram_cost() const { return gram_cost_; }
  /// Y ← V X.
  void gram(ConstBlockView<S> x, BlockView<S> y) const { gram_(self_, x, y); }
  /// X ← Q X, Qᴴ X, Q⁻¹ X or Q⁻ᴴ X.
  void map(Isometry which, BlockView<S> x) const { map_(self_, which, x); }

 private:
  template <class M>
  void refer(const M& metric) {
    self_ = &metric;
    dim_ = metric.dim();
    if constexpr (requires {
                    { M::identity } -> std::convertible_to<bool>;
                  }) {
      identity_ = M::identity;
    } else if constexpr (requires {
                           { metric.identity() } -> std::convertible_to<bool>;
                         }) {
      identity_ = metric.identity();
    }
    if constexpr (requires {
                    { metric.cost() } -> std::convertible_to<double>;
                  }) {
      cost_ = metric.cost();
    } else {
      cost_ = identity_ ? 0 : cost::opaque(dim_, dim_);
    }
    if constexpr (requires {
                    { metric.gram_cost() } -> std::convertible_to<double>;
                  }) {
      gram_cost_ = metric.gram_cost();
    } else {
      gram_cost_ = 2 * cost_;
    }
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
  }

  const void* self_ = nullptr;
  std::shared_ptr<const void> kept_;  ///< self_, where it was a temporary
  Index dim_ = 0;
  bool identity_ = false;
  double cost_ = 0;
  double gram_cost_ = 0;
  void (*gram_)(const void*, ConstBlockView<S>, BlockView<S>) = nullptr;
  void (*map_)(const void*, Isometry, BlockView<S>) = nullptr;
};

/// Any metric, as a value: what it is made of is moved or copied into it, and shared by its copies.
/// It is a Metric itself.
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
