#pragma once

#include <memory>

#include <isotrace/core/kept.hpp>
#include <isotrace/operators/assembled_form.hpp>
#include <isotrace/operators/quadratic_form.hpp>

namespace isotrace {

namespace detail {
/// out[j] = x_jᴴ y_j for a product Y = A X. If a value is not finite, throws NotFiniteError that
/// states the row of Y with a NaN or infinity, or that the value itself overflows.
template <class S>
void values_of_product(ConstBlockView<S> Y, ConstBlockView<S> X, Wide<S>* out);
}  // namespace detail

/// A type-erased reference to a form, in the form that compiled code takes. A named form must
/// outlive it; a temporary is moved in and kept.
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
  // No move operations: a move copies, and leaves the source valid.
  FormRef(const FormRef&) = default;
  FormRef& operator=(const FormRef&) = default;

  Index dim() const { return dim_; }
  Index matvecs() const { return matvecs_; }
  /// Estimated seconds of a value, and of apply, per column (core/cost.hpp).
  FormCost cost() const { return cost_; }
  /// Matvecs of apply, and of apply_adjoint, per column.
  Index apply_matvecs() const { return apply_matvecs_; }
  /// Whether the form has a product at all, and whether it can be used.
  bool has_apply() const { return apply_ != nullptr; }
  bool can_apply() const { return can_apply_; }
  bool has_adjoint() const { return has_adjoint_; }
  /// What the form is made of; without `first` if it does not say.
  AssembledForm<S> assembled() const {
    return assembled_ != nullptr ? assembled_(self_) : AssembledForm<S>{};
  }
  /// The same form without its entries: no exact value is then cheaper than n values.
  FormRef by_products() const {
    FormRef form = *this;
    form.assembled_ = nullptr;
    return form;
  }
  Index scratch_rows() const { return scratch_rows_; }
  bool reentrant() const { return reentrant_; }
  void values(ConstBlockView<S> x, Workspace<S>& ws, Wide<S>* out) const {
    values_(self_, x, ws, out);
  }
  /// Throws OptionError if the form has no apply.
  void apply(ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) const {
    if (apply_ == nullptr) throw OptionError("a product was asked for of a form without apply");
    apply_(self_, x, ws, y);
  }
  /// Throws OptionError if the form has no apply_adjoint.
  void apply_adjoint(ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) const {
    if (adjoint_ == nullptr) {
      throw OptionError("the adjoint was asked for of a form without apply_adjoint");
    }
    adjoint_(self_, x, ws, y);
  }
  /// Calls the form's own sample. False if it has none, or if it declines: then the values must be
  /// computed in the usual way (form_values).
  bool sample(MetricRef<S> metric, const Law& law, const Stream& stream, ProbeRange probes,
              Workspace<S>& ws, Wide<S>* values, double* squared_norms) const {
    return sample_ != nullptr &&
           sample_(self_, metric, law, stream, probes, ws, values, squared_norms);
  }
  /// The number of columns per block that suits the form best; 0: no preference.
  Index preferred_block(MetricRef<S> metric, const Law& law) const {
    return preferred_block_ != nullptr ? preferred_block_(self_, metric, law) : 0;
  }

 private:
  template <class F>
  void refer(const F& form) {
    detail::check_optional_form_members<F, S>();
    self_ = &form;
    dim_ = form.dim();
    reentrant_ = detail::is_reentrant(form);
    cost_ = detail::cost_or<FormCost>(form, {cost::opaque(dim_, dim_), cost::opaque(dim_, dim_)});
    count(form);
    refer_to_products(form);
    refer_to_values(form);
    if constexpr (requires {
                    { form.assembled() } -> std::convertible_to<AssembledForm<S>>;
                  }) {
      assembled_ = [](const void* self) -> AssembledForm<S> {
        return static_cast<const F*>(self)->assembled();
      };
    }
  }

  /// Reads how many matvecs and rows of workspace a column takes.
  template <class F>
  void count(const F& form) {
    if constexpr (requires {
                    { form.matvecs() } -> std::convertible_to<Index>;
                  }) {
      matvecs_ = form.matvecs();
    }
    apply_matvecs_ = matvecs_;
    if constexpr (requires {
                    { form.apply_matvecs() } -> std::convertible_to<Index>;
                  }) {
      apply_matvecs_ = form.apply_matvecs();
    }
    if constexpr (requires {
                    { form.scratch_rows() } -> std::convertible_to<Index>;
                  }) {
      scratch_rows_ = form.scratch_rows();
    }
  }

  template <class F>
  void refer_to_products(const F& form) {
    if constexpr (detail::FormApply<F, S>) {
      apply_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) {
        static_cast<const F*>(self)->apply(x, ws, y);
      };
      can_apply_ = true;
      if constexpr (requires {
                      { form.can_apply() } -> std::convertible_to<bool>;
                    }) {
        can_apply_ = form.can_apply();
      }
    }
    if constexpr (detail::FormAdjoint<F, S>) {
      adjoint_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, BlockView<S> y) {
        static_cast<const F*>(self)->apply_adjoint(x, ws, y);
      };
      has_adjoint_ = true;
      if constexpr (requires {
                      { form.has_adjoint() } -> std::convertible_to<bool>;
                    }) {
        has_adjoint_ = form.has_adjoint();
      }
    }
  }

  template <class F>
  void refer_to_values(const F& form) {
    if constexpr (detail::FormValues<F, S>) {
      values_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, Wide<S>* out) {
        static_cast<const F*>(self)->values(x, ws, out);
      };
    } else {
      scratch_rows_ += dim_;
      values_ = [](const void* self, ConstBlockView<S> x, Workspace<S>& ws, Wide<S>* out) {
        const auto product = ws.block(x.rows, x.cols);
        static_cast<const F*>(self)->apply(x, ws, product.view());
        detail::values_of_product<S>(product, x, out);
      };
    }
    if constexpr (detail::SamplingForm<F, S>) {
      sample_ = [](const void* self, MetricRef<S> metric, const Law& law, const Stream& stream,
                   ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms) {
        return static_cast<const F*>(self)->sample(metric, law, stream, probes, ws, values,
                                                   squared_norms);
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
  AssembledForm<S> (*assembled_)(const void*) = nullptr;
  std::shared_ptr<const void> kept_;  ///< owns what self_ points to, if that was a temporary
  Index dim_ = 0;
  Index matvecs_ = 1;
  Index apply_matvecs_ = 1;
  FormCost cost_{};
  bool can_apply_ = false;
  bool has_adjoint_ = false;
  Index scratch_rows_ = 0;
  bool reentrant_ = true;
  void (*values_)(const void*, ConstBlockView<S>, Workspace<S>&, Wide<S>*) = nullptr;
  void (*apply_)(const void*, ConstBlockView<S>, Workspace<S>&, BlockView<S>) = nullptr;
  void (*adjoint_)(const void*, ConstBlockView<S>, Workspace<S>&, BlockView<S>) = nullptr;
  bool (*sample_)(const void*, MetricRef<S>, const Law&, const Stream&, ProbeRange, Workspace<S>&,
                  Wide<S>*, double*) = nullptr;
  Index (*preferred_block_)(const void*, MetricRef<S>, const Law&) = nullptr;
};

/// Any form, as a value: it owns what it is made from, moved or copied, and shares it with its
/// copies. (A form of the library still refers to its operators and metrics, unless these were
/// temporaries.)
template <Scalar S>
class AnyForm : public FormRef<S> {
 public:
  using Scalar = S;

  template <class F>
    requires(!std::derived_from<std::remove_cvref_t<F>, FormRef<S>>) &&
            detail::FormCandidate<std::remove_cvref_t<F>>
  AnyForm(F&& form)  // NOLINT(google-explicit-constructor): a form is an AnyForm
      : FormRef<S>(std::remove_cvref_t<F>(std::forward<F>(form))) {}
};

static_assert(QuadraticForm<AnyForm<double>, double>);

}  // namespace isotrace
