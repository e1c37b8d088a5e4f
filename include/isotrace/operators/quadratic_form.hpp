#pragma once

#include <isotrace/core/cost.hpp>
#include <isotrace/core/optional_member.hpp>
#include <isotrace/laws/law.hpp>
#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/assembled_form.hpp>
#include <isotrace/operators/linear_operator.hpp>
#include <isotrace/operators/workspace.hpp>

namespace isotrace {

namespace detail {
template <class F, class S>
concept FormApply = requires(const F& form, ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) {
  form.apply(x, ws, y);
};
template <class F, class S>
concept FormAdjoint = requires(const F& form, ConstBlockView<S> x, Workspace<S>& ws,
                               BlockView<S> y) { form.apply_adjoint(x, ws, y); };
template <class F, class S>
concept FormValues = requires(const F& form, ConstBlockView<S> x, Workspace<S>& ws, Wide<S>* out) {
  form.values(x, ws, out);
};
}  // namespace detail

/// A sesquilinear form a(u, v) = vᴴ A u on 𝕂ⁿ, linear in u and antilinear in v.
///   using Scalar = S;
///   dim()                     n
///   apply(X, ws, Y)           Y ← A X, or
///   values(X, ws, out)        out[j] = a(x_j, x_j), sums in double; or both, if values are cheaper
///                             than a product and inner products
/// X and Y are n×b blocks, X a ConstBlockView, Y a BlockView; ws.block(rows, cols) provides memory.
/// Without values, apply is used to compute them; without apply, the form can only be sampled.
/// Optional:
///   apply_adjoint(X, ws, Y)   Y ← Aᴴ X
///   matvecs()                 operator applications per column of values; by default 1
///   apply_matvecs()           the same for apply and apply_adjoint; by default matvecs()
///   scratch_rows()            rows of ws that values and apply need per column; by default 0
///   reentrant                 as for operators (linear_operator.hpp)
///   can_apply(), has_adjoint()  whether apply and apply_adjoint can be used, for a form that wraps
///                             objects which may lack them
///   cost()                    FormCost: estimated seconds per column (core/cost.hpp); by default
///                             those of reading n · n numbers
///   sample(metric, law, stream, probes, ws, values, squared_norms)
///                             does what form_values does (trace/form_values.hpp), without first
///                             drawing the probes into a block; returns false to decline
///   assembled()               what the form is made of, an AssembledForm<Scalar>: by this exact
///   values
///                             become sums over entries
///   preferred_block(metric, law)  the columns per block that suit the form best; 0: no preference
/// All are const, and reentrant unless the form states otherwise.
template <class F, class S>
concept QuadraticForm = Scalar<S> && requires(const F& form) {
  { form.dim() } -> std::convertible_to<Index>;
} && (detail::FormApply<F, S> || detail::FormValues<F, S>);

namespace detail {

template <class F, class S>
concept SamplingForm =
    requires(const F& form, MetricRef<S> metric, const Law& law, const Stream& stream,
             ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
      { form.sample(metric, law, stream, probes, ws, values, squared_norms) } -> std::same_as<bool>;
    };

/// Whether F seems to be meant as a form; accepts_form checks that it is one.
template <class F>
concept FormCandidate = requires(const F& form) {
  { form.dim() } -> std::convertible_to<Index>;
} && (requires(const F& form) { form.matvecs(); } ||
      requires { requires FormApply<F, typename F::Scalar> || FormValues<F, typename F::Scalar>; });

/// Whether F is a form over S. If not, a static_assert states the reason in one sentence.
template <class F, class S>
constexpr bool accepts_form() {
  if constexpr (MatrixExpression<F> || LinearOperator<F, S>) {
    static_assert(QuadraticForm<F, S>,
                  "isotrace: an operator is not yet a form; call metric_trace, or make an "
                  "OperatorForm of it");
  } else if constexpr (requires { requires Scalar<typename F::Scalar>; }) {
    static_assert(std::same_as<typename F::Scalar, S>,
                  "isotrace: the form is over another scalar than the other arguments");
    static_assert(!std::same_as<typename F::Scalar, S> || QuadraticForm<F, S>,
                  "isotrace: a form has dim() and apply(X, ws, Y) or values(X, ws, out), all const "
                  "(operators/quadratic_form.hpp)");
  } else {
    static_assert(QuadraticForm<F, S>,
                  "isotrace: a form names its scalar, `using Scalar = …;`, which is float, double "
                  "or one of their complex types (operators/quadratic_form.hpp)");
  }
  return QuadraticForm<F, S>;
}

/// Rejects an optional member that cannot be used, giving the reason in one sentence.
template <class F, class S>
constexpr void check_optional_form_members() {
  static_assert(FormAdjoint<F, S> || !has_plain_apply_adjoint<F>,
                "isotrace: the form's apply_adjoint cannot be called: it is const and takes what "
                "apply takes (operators/quadratic_form.hpp)");
  static_assert(FormAdjoint<F, S> || !names_adjoint_otherwise<F>,
                "isotrace: the form seems to have an adjoint under another name: it is called "
                "apply_adjoint(X, ws, Y) (operators/quadratic_form.hpp)");
  static_assert(FormValues<F, S> || !has_plain_values<F>,
                "isotrace: the form's values cannot be called: it is const and takes (X, ws, out) "
                "(operators/quadratic_form.hpp)");
  static_assert(SamplingForm<F, S> || !has_plain_sample<F>,
                "isotrace: the form's sample must take what is stated, and return bool "
                "(operators/quadratic_form.hpp)");
  static_assert(
      !has_plain_assembled<F> || requires(const F& form) {
        { form.assembled() } -> std::convertible_to<AssembledForm<S>>;
      }, "isotrace: the form's assembled is const and returns an AssembledForm<Scalar>");
}
}  // namespace detail

}  // namespace isotrace
