#pragma once

#include <isotrace/operators/form.hpp>

namespace isotrace::detail {

// How public functions turn their arguments into the references that compiled code takes. An
// argument that cannot be used fails a static_assert that gives the reason in one sentence.

/// Whether M is a metric, and Op an operator over M's scalar.
template <class Op, class M>
constexpr bool accepts() {
  using S = ScalarOf<M>;
  if constexpr (accepts_metric<M, S>()) {
    return accepts_operator<Op, S>();
  } else {
    return false;
  }
}

/// Whether F seems to be meant as a form and not as an operator: it has a dimension, but no rows
/// and columns.
template <class F>
inline constexpr bool is_form = !OperatorCandidate<F> && requires(const F& form) {
  { form.dim() } -> std::convertible_to<Index>;
};

/// Whether A is a form, or an operator, over S.
template <class A, class S>
constexpr bool accepts_form_or_operator() {
  if constexpr (is_form<A>) {
    return accepts_form<A, S>();
  } else {
    return accepts_operator<A, S>();
  }
}

/// Whether M is a metric, and A a form or an operator, over M's scalar.
template <class A, class M>
constexpr bool accepts_in_metric() {
  using S = ScalarOf<M>;
  if constexpr (accepts_metric<M, S>()) {
    return accepts_form_or_operator<A, S>();
  } else {
    return false;
  }
}

/// A reference to a form, or to the form of an operator. expected_values is passed to OperatorForm.
template <Scalar S, class A>
FormRef<S> as_form(const A& a, Index expected_values = std::numeric_limits<Index>::max()) {
  if constexpr (is_form<A>) {
    return FormRef<S>(a);
  } else {
    return FormRef<S>(OperatorForm<S>(OperatorRef<S>(a), expected_values));
  }
}

/// The scalar of an operator that is used without a metric: its own Scalar, if that is supported;
/// else the first of double, complex<double>, float and complex<float> of which it takes blocks;
/// else double, to which a matrix of other numbers is converted.
template <class Op>
struct OperatorScalar {
 private:
  static constexpr auto choose() {
    if constexpr (requires { requires Scalar<typename Op::Scalar>; }) {
      return typename Op::Scalar{};
    } else if constexpr (LinearOperator<Op, double>) {  // NOLINT(bugprone-branch-clone)
      return double{};
    } else if constexpr (LinearOperator<Op, std::complex<double>>) {
      return std::complex<double>{};
    } else if constexpr (LinearOperator<Op, float>) {
      return float{};
    } else if constexpr (LinearOperator<Op, std::complex<float>>) {
      return std::complex<float>{};
    } else {  // a matrix is converted, anything else rejected later
      return double{};
    }
  }

 public:
  using type = decltype(choose());
};
template <class Op>
using OperatorScalarOf = typename OperatorScalar<Op>::type;

/// n for a form or an operator on 𝕂ⁿ.
template <class A>
Index dimension_of(const A& a) {
  if constexpr (is_form<A>) {
    return a.dim();
  } else {
    return a.rows();
  }
}

}  // namespace isotrace::detail
