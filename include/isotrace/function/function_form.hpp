#pragma once

#include <memory>
#include <optional>

#include <isotrace/function/spectral_function.hpp>
#include <isotrace/operators/form_ref.hpp>
#include <isotrace/operators/pulled_back.hpp>

namespace isotrace {

/// How f(B) is computed.
struct FunctionOptions {
  Index steps = 50;  ///< of Lanczos's recurrence, at most; matvecs of a value
  /// A block ends earlier where the half-width of each of its values is at most this times the
  /// value's size, or rounding.
  double accuracy = 0;
  /// Whether values keep their vectors and make them orthogonal, as apply does: their quadrature
  /// does without, but nodes are then no copies of one another. Memory as for apply.
  bool reorthogonalise = false;
  /// Bounds of the spectrum of V⁻¹A that are known to hold: with the one that f's enclosure needs
  /// the quadrature's error is enclosed, and otherwise estimated. Without them those of Gershgorin
  /// are taken, where V = I and the matrix is at hand.
  std::optional<double> lower = {};
  std::optional<double> upper = {};
};

namespace detail {
struct QuadratureRecord;
}

/// f of the pencil (A, V): the form vᴴf(B)u on 𝕂ⁿ for B = QᴴAQ, whose eigenvalues are those of
/// V⁻¹A. Its trace in the Euclidean metric is Σ f(λ_i), for every estimator, law and tolerance.
///
/// values are Lanczos quadrature (S. Ubaru, J. Chen, Y. Saad, SIMAX 2017): `steps` matvecs each,
/// without reorthogonalisation. A block of probes has its recurrences side by side. apply is
/// Lanczos's approximation ‖x‖ Q_k f(T_k) e₁ by the same recurrences, reorthogonalised, which are
/// kept for it. Memory: four blocks for values, `steps` + 4 for apply.
template <Scalar S>
class FunctionForm {
 public:
  using Scalar = S;

  /// Refers to the form and the metric. Throws ShapeError if their dimensions differ, OptionError
  /// for a form without apply, fewer than one step or bounds that cross, OperatorError (both
  /// numbers) if two probes show that the form is not Hermitian.
  FunctionForm(FormRef<S> form, MetricRef<S> metric, SpectralFunction f,
               const FunctionOptions& options = {});

  Index dim() const { return B_.dim(); }
  Index matvecs() const { return options_.steps * B_.form().apply_matvecs(); }
  bool reentrant() const { return B_.reentrant(); }
  Index scratch_rows() const { return 4 * B_.dim() + B_.form().scratch_rows(); }
  FormCost cost() const;

  /// out[j] = x_jᴴ f(B) x_j. Throws OperatorError for a Ritz value outside f's domain, which shows
  /// an eigenvalue outside it; NotFiniteError; and what the operator throws.
  void values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const;
  void apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  void apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
    apply(X, ws, Y);
  }

  /// The same form with another number of steps, and a record of its own (quadrature_error). Checks
  /// nothing again.
  FunctionForm with_steps(Index steps) const;
  /// With the bounds that are used.
  const FunctionOptions& options() const { return options_; }
  /// Whether what is left open so far is an enclosure, in exact arithmetic, and not an estimate.
  bool enclosed() const;
  /// What is left open so far, over all copies of the form, for ‖x‖ = 1: the mean half-width of
  /// values, or the greatest estimated error of a product, if that is more. Zero at the beginning.
  double quadrature_error() const;
  /// The greatest number of steps that a value has taken so far.
  Index most_steps() const;

 private:
  PulledBack<S> B_;
  SpectralFunction f_;
  FunctionOptions options_;
  std::shared_ptr<detail::QuadratureRecord> record_;
};

}  // namespace isotrace
