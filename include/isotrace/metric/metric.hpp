#pragma once

#include <string>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/error.hpp>

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
concept EigenMetric =
    requires(const M& m, const ConstBlock<S>& x, Block<S> y, Isometry which) {
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
///   static constexpr bool identity = true;   if V = I and Q = I; optional
///   cost()         seconds that map takes for one column, roughly; optional (core/cost.hpp)
/// Both functions are const and reentrant. The blocks are BlockView, or Block (Eigen::Ref).
template <class M, class S>
concept Metric = Scalar<S> && requires(const M& m) {
  { m.dim() } -> std::convertible_to<Index>;
  requires std::same_as<typename M::Scalar, S>;
} && (detail::PlainMetric<M, S> || detail::EigenMetric<M, S>);

/// A non-owning reference to any metric, as it enters compiled code: one indirect call a block.
/// The metric must outlive it.
template <Scalar S>
class MetricRef {
 public:
  template <class M>
    requires(!std::same_as<M, MetricRef>) && Metric<M, S>
  MetricRef(const M& metric)  // NOLINT(google-explicit-constructor): a reference to what is passed
      : self_(&metric),
        dim_(metric.dim()),
        identity_([] {
          if constexpr (requires { { M::identity } -> std::convertible_to<bool>; }) {
            return bool(M::identity);
          } else {
            return false;
          }
        }()),
        cost_([&] {
          if constexpr (requires { { metric.cost() } -> std::convertible_to<double>; }) {
            return double(metric.cost());
          } else {
            return identity_ ? 0 : cost::opaque(dim_, dim_);
          }
        }()),
        gram_([](const void* self, ConstBlockView<S> x, BlockView<S> y) {
          const auto& m = *static_cast<const M*>(self);
          if constexpr (detail::PlainMetric<M, S>) {
            m.gram(x, y);
          } else {
            m.gram(ConstBlock<S>(eigen(x)), Block<S>(eigen(y)));
          }
        }),
        map_([](const void* self, Isometry which, BlockView<S> x) {
          const auto& m = *static_cast<const M*>(self);
          if constexpr (detail::PlainMetric<M, S>) {
            m.map(which, x);
          } else {
            m.map(which, Block<S>(eigen(x)));
          }
        }) {}

  Index dim() const { return dim_; }
  /// Whether V = I and Q = I are known.
  bool identity() const { return identity_; }
  /// Seconds of a map of one column, as the model of core/cost.hpp has it.
  double cost() const { return cost_; }
  /// Y ← V X.
  void gram(ConstBlockView<S> x, BlockView<S> y) const { gram_(self_, x, y); }
  /// X ← Q X, Qᴴ X, Q⁻¹ X or Q⁻ᴴ X.
  void map(Isometry which, BlockView<S> x) const { map_(self_, which, x); }

 private:
  const void* self_;
  Index dim_;
  bool identity_;
  double cost_;
  void (*gram_)(const void*, ConstBlockView<S>, BlockView<S>);
  void (*map_)(const void*, Isometry, BlockView<S>);
};

}  // namespace isotrace
