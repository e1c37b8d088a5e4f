#pragma once

#include <limits>
#include <memory>

#include <isotrace/laws/laws.hpp>
#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/linear_operator.hpp>
#include <isotrace/operators/workspace.hpp>

namespace isotrace {

/// A sesquilinear form a(u, v) = vᴴ A u on 𝕂ⁿ, linear in u and antilinear in v.
///   dim()                     n
///   values(X, ws, out)        out[j] = a(x_j, x_j), sums in double
///   apply(X, ws, Y)           Y ← A X
///   apply_adjoint(X, ws, Y)   Y ← Aᴴ X
///   matvecs()                 operator applications spent by values on one column
///   scratch_rows()            rows of workspace a column needs
///   reentrant()
/// values may be cheaper than apply and a dot; that is its reason to exist. Where a form can do
/// better still with the probes themselves (fused products, packed signs), it has in addition
///   sample(metric, law, stream, probes, ws, values, norms)
/// with the meaning of form_values (estimators/form_values.hpp), which then calls it; it returns
/// false where it has no better way than to draw the probes. And where it does best with some width
/// of a block,
///   preferred_block(metric, law)
/// in columns, 0 for no preference. Where apply costs more than values, or Aᴴ may be missing, it
/// says
///   apply_matvecs()           operator applications spent by apply on one column
///   can_apply()               whether apply has what it needs
///   has_adjoint()             whether apply_adjoint has
/// A plan that weighs time asks for
///   cost()                    FormCost: seconds of values and of apply on one column; without it
///                             dim() · dim() numbers are taken to be read (core/cost.hpp)
/// A form names its scalar: `using Scalar = S;`.
template <class F, class S>
concept QuadraticForm = Scalar<S> && requires(const F& form, ConstBlockView<S> x, Workspace<S>& ws,
                                              Wide<S>* out, BlockView<S> y) {
  { form.dim() } -> std::convertible_to<Index>;
  { form.matvecs() } -> std::convertible_to<Index>;
  { form.scratch_rows() } -> std::convertible_to<Index>;
  { form.reentrant() } -> std::same_as<bool>;
  form.values(x, ws, out);
  form.apply(x, ws, y);
  form.apply_adjoint(x, ws, y);
};

/// The form of a square matrix or matrix-free operator: a(u, v) = vᴴ A u. One matvec a value.
/// Values are A's own where it offers them. Those of a matrix see only the Hermitian part of a real
/// dense matrix and one triangle of a Hermitian one, half a product, and never write a product with
/// a sparse one; random signs of a real sparse matrix stay packed, 64 probes to a word.
/// Throws ShapeError if A is empty or not square. Refers to A (a temporary is kept), and looks at
/// the entries of a sparse or complex matrix once, when values are first asked for, O(nnz) or
/// O(n²): they must not change while the form lives.
template <Scalar S>
class OperatorForm {
 public:
  using Scalar = S;
  /// expected_values: how many values will be asked for. A few are not worth a look at a sparse
  /// matrix that only finds out whether one triangle of it is enough.
  explicit OperatorForm(OperatorRef<S> A,
                        Index expected_values = std::numeric_limits<Index>::max());
  // not moved: what was copied from stays whole
  OperatorForm(const OperatorForm&) = default;
  OperatorForm& operator=(const OperatorForm&) = default;
  Index dim() const { return A_.rows(); }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return A_.rows(); }
  bool reentrant() const { return A_.reentrant(); }
  bool has_adjoint() const { return A_.has_adjoint(); }
  FormCost cost() const;
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  bool sample(MetricRef<S> metric, const Law& law, const Stream& stream, ProbeRange probes,
              Workspace<S>& ws, Wide<S>* values, double* norms) const;
  Index preferred_block(MetricRef<S> metric, const Law& law) const;

 private:
  bool packs_signs(MetricRef<S> metric, const Law& law) const;

  struct Look;  ///< what was seen of A's entries

  OperatorRef<S> A_;
  std::shared_ptr<Look> look_;
};

/// The form of an endomorphism E of (𝕂ⁿ, V): a(u, v) = (E u, v)_V = vᴴ V E u, whose metric trace is
/// tr E. One matvec a value. Throws ShapeError if E is empty, not square, or not of V's dimension.
template <Scalar S>
class EndomorphismForm {
 public:
  using Scalar = S;
  EndomorphismForm(OperatorRef<S> E, MetricRef<S> V);
  Index dim() const { return E_.rows(); }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return 2 * E_.rows(); }
  bool reentrant() const { return E_.reentrant(); }
  bool has_adjoint() const { return E_.has_adjoint(); }
  FormCost cost() const { return {E_.cost() + V_.gram_cost(), E_.cost() + V_.gram_cost()}; }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  OperatorRef<S> E_;
  MetricRef<S> V_;
};

/// The form of two linear maps S, T: 𝕂ⁿ → (𝕂ᵐ, W): a(u, v) = (S u, T v)_W = vᴴ Tᴴ W S u, whose
/// metric trace is the Frobenius-type inner product (2.12). Two matvecs a value, one if S and T are
/// the same map. Throws ShapeError if the shapes do not fit.
template <Scalar S>
class ProductForm {
 public:
  using Scalar = S;
  /// (S u, T v)_W.
  ProductForm(OperatorRef<S> S_map, OperatorRef<S> T_map, MetricRef<S> W);
  /// (T u, T v)_W, the form of the norm (2.15).
  ProductForm(OperatorRef<S> T_map, MetricRef<S> W);
  /// The same with 2ᵏS and 2ᵏT, k = exponent: values of 4ᵏ times the size, to the bit.
  ProductForm scaled(int exponent) const;
  /// A k for which the entries of 2ᵏT are near 1, where T is a matrix whose squares might overflow
  /// or vanish; else 0. Most matrices tell by a thousand of their entries.
  int harmless_exponent() const;
  Index dim() const { return S_.cols(); }
  Index matvecs() const { return same_ ? 1 : 2; }
  Index scratch_rows() const { return 3 * S_.rows(); }
  /// One with S and one with Tᴴ, which the map must offer.
  Index apply_matvecs() const { return 2; }
  bool can_apply() const { return T_.has_adjoint(); }
  bool has_adjoint() const { return S_.has_adjoint(); }
  bool reentrant() const { return S_.reentrant() && T_.reentrant(); }
  FormCost cost() const {
    const double both = S_.cost() + T_.cost() + W_.gram_cost();
    return {same_ ? S_.cost() + W_.gram_cost() : both, both};
  }
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  OperatorRef<S> S_;
  OperatorRef<S> T_;
  MetricRef<S> W_;
  bool same_;
  int exponent_ = 0;
};

namespace detail {
template <class F, class S>
concept SamplingForm =
    requires(const F& form, MetricRef<S> metric, const Law& law, const Stream& stream,
             ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* norms) {
      { form.sample(metric, law, stream, probes, ws, values, norms) } -> std::same_as<bool>;
    };

/// What could be meant for a form; whether it is one, accepts_form says.
template <class F>
concept FormCandidate = requires(const F& form) {
  { form.dim() } -> std::convertible_to<Index>;
  { form.matvecs() } -> std::convertible_to<Index>;
};

/// Whether F is a form over S; says in one sentence what is wrong with one that is not.
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
                  "isotrace: a form has dim(), matvecs(), scratch_rows(), reentrant(), values, "
                  "apply and apply_adjoint, all const (operators/form.hpp)");
  } else {
    static_assert(QuadraticForm<F, S>,
                  "isotrace: a form names its scalar, `using Scalar = …;`, which is float, double "
                  "or one of their complex types (operators/form.hpp)");
  }
  return QuadraticForm<F, S>;
}
}  // namespace detail

/// A reference to any form, as it enters compiled code. A form with a name must outlive it; a
/// temporary is moved in and kept.
template <Scalar S>
class FormRef {
 public:
  using Scalar = S;

  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, FormRef>) &&
            detail::FormCandidate<std::remove_cvref_t<F>>
  FormRef(F&& form) {  // NOLINT(google-explicit-constructor): a reference to what is passed
    using Plain = std::remove_cvref_t<F>;
    if constexpr (!detail::accepts_form<Plain, S>()) {
      return;
    } else if constexpr (std::is_lvalue_reference_v<F>) {
      refer(form);
    } else if (auto kept = detail::keep<Plain>(std::forward<F>(form))) {
      refer(*kept);
      kept_ = std::move(kept);
    }
  }
  // not moved: what was copied from stays whole
  FormRef(const FormRef&) = default;
  FormRef& operator=(const FormRef&) = default;

  Index dim() const { return dim_; }
  Index matvecs() const { return matvecs_; }
  /// Seconds of a value, and of apply, on one column, as the model of core/cost.hpp has it.
  FormCost cost() const { return cost_; }
  /// Operator applications spent by apply, or apply_adjoint, on one column.
  Index apply_matvecs() const { return apply_matvecs_; }
  bool can_apply() const { return can_apply_; }
  bool has_adjoint() const { return has_adjoint_; }
  Index scratch_rows() const { return scratch_rows_; }
  bool reentrant() const { return reentrant_; }
  void values(ConstBlockView<S> x, Workspace<S>& ws, Wide<S>* out) const {
    values_(self_, x, ws, out);
  }
  void apply(ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) const {
    apply_(self_, x, ws, y);
  }
  void apply_adjoint(ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) const {
    adjoint_(self_, x, ws, y);
  }
  /// Whether the form has sampled its values itself.
  bool sample(MetricRef<S> metric, const Law& law, const Stream& stream, ProbeRange probes,
              Workspace<S>& ws, Wide<S>* values, double* norms) const {
    return sample_ != nullptr && sample_(self_, metric, law, stream, probes, ws, values, norms);
  }
  /// The width of a block with which the form does best; 0: no preference.
  Index preferred_block(MetricRef<S> metric, const Law& law) const {
    return preferred_block_ != nullptr ? preferred_block_(self_, metric, law) : 0;
  }

 private:
  template <class F>
  void refer(const F& form) {
    self_ = &form;
    dim_ = form.dim();
    matvecs_ = form.matvecs();
    apply_matvecs_ = form.matvecs();
    scratch_rows_ = form.scratch_rows();
    reentrant_ = form.reentrant();
    values_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, Wide<S>* out) {
      static_cast<const F*>(self)->values(x, ws, out);
    };
    apply_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) {
      static_cast<const F*>(self)->apply(x, ws, y);
    };
    adjoint_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) {
      static_cast<const F*>(self)->apply_adjoint(x, ws, y);
    };
    ask_what_is_optional(form);
  }

  template <class F>
  void ask_what_is_optional(const F& form) {
    if constexpr (requires {
                    { form.cost() } -> std::convertible_to<FormCost>;
                  }) {
      cost_ = form.cost();
    } else {
      cost_ = {cost::opaque(dim_, dim_), cost::opaque(dim_, dim_)};
    }
    if constexpr (requires {
                    { form.apply_matvecs() } -> std::convertible_to<Index>;
                  }) {
      apply_matvecs_ = form.apply_matvecs();
    }
    if constexpr (requires {
                    { form.can_apply() } -> std::same_as<bool>;
                  }) {
      can_apply_ = form.can_apply();
    }
    if constexpr (requires {
                    { form.has_adjoint() } -> std::same_as<bool>;
                  }) {
      has_adjoint_ = form.has_adjoint();
    }
    if constexpr (requires { &F::sample; }) {
      static_assert(detail::SamplingForm<F, S>, "sample must take what is stated, and return bool");
    }
    if constexpr (detail::SamplingForm<F, S>) {
      sample_ = [](const void* self, MetricRef<S> metric, const Law& law, const Stream& stream,
                   ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* norms) {
        return static_cast<const F*>(self)->sample(metric, law, stream, probes, ws, values, norms);
      };
    }
    if constexpr (requires(MetricRef<S> m, const Law& law) {
                    { form.preferred_block(m, law) } -> std::convertible_to<Index>;
                  }) {
      preferred_block_ = [](const void* self, MetricRef<S> metric, const Law& law) {
        return static_cast<Index>(static_cast<const F*>(self)->preferred_block(metric, law));
      };
    }
  }

  const void* self_ = nullptr;
  std::shared_ptr<const void> kept_;  ///< self_, where it was a temporary
  Index dim_ = 0;
  Index matvecs_ = 0;
  Index apply_matvecs_ = 0;
  FormCost cost_{};
  bool can_apply_ = true;
  bool has_adjoint_ = true;
  Index scratch_rows_ = 0;
  bool reentrant_ = true;
  void (*values_)(const void*, ConstBlockView<S>, Workspace<S>&, Wide<S>*) = nullptr;
  void (*apply_)(const void*, ConstBlockView<S>, Workspace<S>&, BlockView<S>) = nullptr;
  void (*adjoint_)(const void*, ConstBlockView<S>, Workspace<S>&, BlockView<S>) = nullptr;
  bool (*sample_)(const void*, MetricRef<S>, const Law&, const Stream&, ProbeRange, Workspace<S>&,
                  Wide<S>*, double*) = nullptr;
  Index (*preferred_block_)(const void*, MetricRef<S>, const Law&) = nullptr;
};

template <MatrixExpression A>
OperatorForm(const A&, auto...) -> OperatorForm<typename A::Scalar>;
template <class Op, class M>
EndomorphismForm(Op&&, M&&) -> EndomorphismForm<typename std::remove_cvref_t<M>::Scalar>;
template <class Op, class M>
ProductForm(Op&&, M&&) -> ProductForm<typename std::remove_cvref_t<M>::Scalar>;
template <class OpS, class OpT, class M>
ProductForm(OpS&&, OpT&&, M&&) -> ProductForm<typename std::remove_cvref_t<M>::Scalar>;

static_assert(QuadraticForm<OperatorForm<double>, double>);
static_assert(QuadraticForm<EndomorphismForm<double>, double>);
static_assert(QuadraticForm<ProductForm<double>, double>);

}  // namespace isotrace
