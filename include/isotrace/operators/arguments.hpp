#pragma once

#include <isotrace/operators/form.hpp>

namespace isotrace::detail {

// What the front doors, which take anything, make of their arguments, and what they say in one
// sentence of what they cannot use.

/// Whether Op is an operator and M a metric over M's scalar.
template <class Op, class M>
constexpr bool accepts() {
  using S = ScalarOf<M>;
  if constexpr (accepts_metric<M, S>()) {
    return accepts_operator<Op, S>();
  } else {
    return false;
  }
}

/// Whether F is meant for a form: it has a dimension, and no rows and columns.
template <class F>
inline constexpr bool is_form = FormCandidate<F> && !OperatorCandidate<F>;

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

/// A form as it is, or that of an operator; expected_values as OperatorForm takes them.
template <Scalar S, class A>
FormRef<S> as_form(const A& a, Index expected_values = std::numeric_limits<Index>::max()) {
  if constexpr (is_form<A>) {
    return FormRef<S>(a);
  } else {
    return FormRef<S>(OperatorForm<S>(OperatorRef<S>(a), expected_values));
  }
}

/// The scalar that an operator without a metric is taken to be over: its own, of a matrix of other
/// numbers double; of one that names none the first of double, complex<double>, float and
/// complex<float> whose blocks it takes.
template <class Op>
struct OperatorScalar {
 private:
  static constexpr auto choose() {
    if constexpr (requires { requires Scalar<typename Op::Scalar>; }) {
      return typename Op::Scalar{};
    } else if constexpr (LinearOperator<Op, double>) {
      return double{};
    } else if constexpr (LinearOperator<Op, std::complex<double>>) {
      return std::complex<double>{};
    } else if constexpr (LinearOperator<Op, float>) {
      return float{};
    } else if constexpr (LinearOperator<Op, std::complex<float>>) {
      return std::complex<float>{};
    } else {
      return double{};  // which is then refused, or what the matrix is converted to
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
