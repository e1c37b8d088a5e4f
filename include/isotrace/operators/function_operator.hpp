#pragma once

#include <cstddef>
#include <utility>

#include <isotrace/operators/linear_operator.hpp>

namespace isotrace {

/// A rows×cols operator from a callable f(X, Y) that sets Y ← A X, and, where it has an adjoint,
/// another that sets Y ← Aᴴ X; both must be reentrant. It keeps them.
template <class F, class G = std::nullptr_t>
class FunctionOperator {
 public:
  FunctionOperator(Index rows, Index cols, F f, G adjoint = {})
      : rows_(rows), cols_(cols), f_(std::move(f)), adjoint_(std::move(adjoint)) {}
  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  template <Scalar S>
    requires std::invocable<const F&, const ConstBlock<S>&, Block<S>>
  void apply(const ConstBlock<S>& x, Block<S> y) const {
    f_(x, y);
  }
  template <Scalar S>
    requires std::invocable<const G&, const ConstBlock<S>&, Block<S>>
  void apply_adjoint(const ConstBlock<S>& x, Block<S> y) const {
    adjoint_(x, y);
  }

 private:
  Index rows_;
  Index cols_;
  F f_;
  G adjoint_;
};

/// The n×n operator of a callable, and of two, the second its adjoint.
template <class F>
FunctionOperator<F> function_operator(Index n, F f) {
  return {n, n, std::move(f)};
}
template <class F, class G>
  requires(!std::convertible_to<F, Index>)
FunctionOperator<F, G> function_operator(Index n, F f, G adjoint) {
  return {n, n, std::move(f), std::move(adjoint)};
}
/// The same for a map 𝕂ᶜᵒˡˢ → 𝕂ʳᵒʷˢ.
template <class F>
FunctionOperator<F> function_operator(Index rows, Index cols, F f) {
  return {rows, cols, std::move(f)};
}
template <class F, class G>
FunctionOperator<F, G> function_operator(Index rows, Index cols, F f, G adjoint) {
  return {rows, cols, std::move(f), std::move(adjoint)};
}

}  // namespace isotrace
