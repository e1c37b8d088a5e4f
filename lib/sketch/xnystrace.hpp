#pragma once

#include "leave_one_out_values.hpp"
#include "nystrom.hpp"
#include "panel_operator.hpp"

namespace isotrace {

/// XNysTrace (Epperly, Tropp, Webber, SIMAX 45, 2024) for B ≥ 0: for every probe ω_i of Ω, with Ω₋ᵢ
/// the other probes and P the orthogonal projector onto their span,
///   t_i = tr B⟨Ω₋ᵢ⟩ + c_i ω_iᴴ(B − B⟨Ω₋ᵢ⟩)ω_i,
/// c_i = (n − k + 1)/‖(I − P)ω_i‖² for probes of an invariant law, else 1; the estimate is the mean
/// of the t_i. The sketch can grow: products are kept. Memory: three n×k panels.
template <Scalar S>
class XNysTrace {
 public:
  /// noise: as for nystrom(), but in the caller's scale. first: number of the first probe.
  explicit XNysTrace(PanelOperator<S>& B, double noise = 0, Index first = 0)
      : B_(B), noise_(noise), first_(first) {}

  Index probes() const { return omega_.cols(); }
  void add_probes(Index count);
  void complete() {}
  const Panel<S>& omega() const { return omega_; }
  const Panel<S>& sketch() const { return Y_; }
  /// An orthonormal basis of the probes' span, and the trace of B on it. Consumes the panels.
  AppliedDirections<S> directions() &&;
  /// The Nyström approximation of B, in B's unit. Throws OperatorError as nystrom() does.
  Nystrom<S> approximation() const;
  /// Throws OperatorError as nystrom() does.
  LeaveOneOutValues<S> estimate() const;

 private:
  PanelOperator<S>& B_;
  double noise_;
  Index first_;
  Panel<S> omega_;
  Panel<S> Y_;         ///< BΩ
  Small<S> gram_;      ///< ΩᴴΩ
  Small<S> products_;  ///< ΩᴴY
};

}  // namespace isotrace
