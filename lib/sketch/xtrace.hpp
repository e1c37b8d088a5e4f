#pragma once

#include <lib/linalg/orthonormal.hpp>
#include "leave_one_out_values.hpp"
#include "panel_operator.hpp"

namespace isotrace {

/// The products from which XTrace computes its values. They grow with Ω and Q.
template <Scalar S>
struct XTraceTables {
  Small<S> w;              ///< QᴴΩ
  Small<S> z;              ///< ZᴴΩ for Z = BQ
  Small<S> r;              ///< QᴴBΩ; upper triangular if every probe adds a direction
  Small<S> h;              ///< QᴴBQ
  Eigen::ArrayXd squares;  ///< ‖ω‖²
};

/// XTrace (Epperly, Tropp, Webber, SIMAX 45, 2024): for every probe i of Ω, with P the orthogonal
/// projector onto the range of BΩ without its column i and μ = (I − P)ω_i,
///   t_i = tr PBP + c_i μᴴBμ,   c_i = (n − rank P)/‖μ‖² for probes of an invariant law, else 1;
/// the estimate is the mean of the t_i. The sketch can grow: products are kept. B need not be
/// Hermitian, and its adjoint is not used. Memory: at most five n×k panels.
///
/// keep() turns the probes so far into given vectors: their columns of BΩ are in every P, and only
/// the probes added later, the fresh ones, have values. Each t_i is then unbiased given the kept
/// probes, whatever was decided from them.
template <Scalar S>
class XTrace {
 public:
  explicit XTrace(PanelOperator<S>& B) : B_(B) {}

  Index probes() const { return omega_.cols(); }
  /// The number of probes with values: those added since keep().
  Index fresh() const { return probes() - kept_; }
  /// Draws and sketches `count` more probes: one product each.
  void add_probes(Index count);
  /// Applies B to the new columns of the sketch's basis: at most one product for each new probe.
  /// estimate() needs this.
  void complete();
  /// Turns all probes so far into given vectors.
  void keep();
  /// The values of the fresh probes, at least one; the table has a row and a column for each.
  LeaveOneOutValues<S> estimate() const;

  const Panel<S>& sketch() const { return Y_; }
  /// An orthonormal basis of the sketch's range, after complete().
  const Panel<S>& basis() const { return Q_; }
  /// QᴴBQ.
  const Small<S>& compressed() const { return tables_.h; }
  /// A basis of the sketch's range and of the probes' components off it, after complete(). Consumes
  /// the panels.
  AppliedDirections<S> directions() &&;
  /// Singular values of the sketch up to this are rounding errors.
  double floor() const { return rank_floor(sketch_squares_, B_.epsilon()); }

 private:
  void add_to_probes_tables(Index added);

  PanelOperator<S>& B_;
  Panel<S> omega_;
  Panel<S> Y_;  ///< BΩ
  Panel<S> Q_ = B_.no_columns();
  Panel<S> Z_;  ///< BQ
  XTraceTables<S> tables_;
  double sketch_squares_ = 0;  ///< ‖Y‖²_F
  Index in_basis_ = 0;
  Index kept_ = 0;
};

}  // namespace isotrace
