#pragma once

#include "leave_one_out_values.hpp"
#include "nystrom.hpp"
#include "panel_operator.hpp"

namespace isotrace {

/// XNysTrace (Epperly, Tropp, Webber, SIMAX 45, 2024) for B ≥ 0: for every probe i of Ω, with Ω₋ᵢ
/// the others,
///   t_i = tr B⟨Ω₋ᵢ⟩ + c_i ω_iᴴ(B − B⟨Ω₋ᵢ⟩)ω_i,
/// c_i = (n − k + 1)/‖ω_i off the others‖² for probes of an invariant law, else 1. It grows: what
/// was applied is kept. Memory: three n×k panels.
template <Scalar S>
class XNysTrace {
 public:
  /// noise: that of nystrom(), in the caller's scale. first: its first probe.
  explicit XNysTrace(PanelOperator<S>& B, double noise = 0, Index first = 0)
      : B_(B), noise_(noise), first_(first) {}

  Index probes() const { return omega_.cols(); }
  void add_probes(Index count);
  void complete() {}
  const Panel<S>& omega() const { return omega_; }
  const Panel<S>& sketch() const { return Y_; }
  /// The probes' directions; takes the panels over.
  AppliedDirections<S> directions() &&;
  /// Of B in its unit. Throws OperatorError as nystrom() does.
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
