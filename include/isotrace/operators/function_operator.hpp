#pragma once

#include <cstddef>
#include <utility>

#include <isotrace/operators/linear_operator.hpp>

namespace isotrace {

/// A rows×cols operator made of a callable f(X, Y) that sets Y ← A X and, optionally, another that
/// sets Y ← Aᴴ X. Both are called with `(const ConstBlock<S>&, Block<S>)` for every scalar type S
/// with which the operator is used, and must be reentrant. The operator owns them.
template <class F, class G = std::nullptr_t>
class FunctionOperator {
  template <class Callable, class S>
  static constexpr bool applies = std::invocable<const Callable&, const ConstBlock<S>&, Block<S>>;

  /// Whether a callable that is not a template takes blocks of no scalar type.
  template <class Callable>
  static constexpr bool never_applies =
      requires { &Callable::operator(); } && !applies<Callable, double> &&
      !applies<Callable, float> && !applies<Callable, std::complex<double>> &&
      !applies<Callable, std::complex<float>>;
  static_assert(!never_applies<F>,
                "isotrace: a function_operator is called as (const ConstBlock<S>&, Block<S>) "
                "(operators/function_operator.hpp)");
  /// Whether it takes its output as a matrix by value, which would be lost.
  template <class Callable, class S>
  static constexpr bool loses_output = requires {
    &Callable::operator();
  } && std::invocable<const Callable&, const ConstBlock<S>&, detail::LostOutput<S>>;
  static_assert(
      !loses_output<F, double> && !loses_output<F, float> &&
          !loses_output<F, std::complex<double>> && !loses_output<F, std::complex<float>>,
      "isotrace: the function takes its output as a matrix by value, which would be lost; "
      "it takes a Block<S>");

 public:
  FunctionOperator(Index rows, Index cols, F f, G adjoint = {})
      : rows_(rows), cols_(cols), f_(std::move(f)), adjoint_(std::move(adjoint)) {}
  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  template <Scalar S>
    requires applies<F, S>
  void apply(const ConstBlock<S>& x, Block<S> y) const {
    f_(x, y);
  }
  template <Scalar S>
    requires(applies<F, S> && !std::same_as<G, std::nullptr_t>)
  void apply_adjoint(const ConstBlock<S>& x, Block<S> y) const {
    static_assert(
        applies<G, S>,
        "isotrace: the adjoint of a function_operator is called as (const ConstBlock<S>&, "
        "Block<S>), as the operator itself (operators/function_operator.hpp)");
    if constexpr (applies<G, S>) adjoint_(x, y);
  }

 private:
  Index rows_;
  Index cols_;
  F f_;
  G adjoint_;
};

/// An n×n operator from a callable, and from two, the second being its adjoint.
template <class F>
FunctionOperator<F> function_operator(Index n, F f) {
  return {n, n, std::move(f)};
}
template <class F, class G>
  requires(!std::convertible_to<F, Index>)
FunctionOperator<F, G> function_operator(Index n, F f, G adjoint) {
  return {n, n, std::move(f), std::move(adjoint)};
}
/// A rows×cols operator 𝕂ᶜᵒˡˢ → 𝕂ʳᵒʷˢ from one callable or two.
template <class F>
FunctionOperator<F> function_operator(Index rows, Index cols, F f) {
  return {rows, cols, std::move(f)};
}
template <class F, class G>
FunctionOperator<F, G> function_operator(Index rows, Index cols, F f, G adjoint) {
  return {rows, cols, std::move(f), std::move(adjoint)};
}

}  // namespace isotrace
