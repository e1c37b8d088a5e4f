#pragma once

#include <lib/linalg/orthonormal.hpp>
#include "leave_one_out_values.hpp"
#include "panel_operator.hpp"

namespace isotrace {

/// The products that XTrace's values are made of; they grow with Ω and Q by what is new.
template <Scalar S>
struct XTraceTables {
  Small<S> w;              ///< QᴴΩ
  Small<S> z;              ///< ZᴴΩ for Z = BQ
  Small<S> r;              ///< QᴴBΩ; upper triangular where every probe adds a direction of its own
  Small<S> h;              ///< QᴴBQ
  Eigen::ArrayXd squares;  ///< ‖ω‖²
};

/// XTrace (Epperly, Tropp, Webber, SIMAX 45, 2024): for every probe i of Ω, with P the orthogonal
/// projector onto the range of BΩ without its column i and μ = (I − P)ω_i,
///   t_i = tr PBP + c_i μᴴBμ,   c_i = (n − rank P)/‖μ‖² for probes of an invariant law, else 1;
/// the estimate is the mean of the t_i. It grows: what was applied is kept. B need not be
/// Hermitian, and its adjoint is not used. Memory: five n×k panels at the most.
///
/// Probes may become given vectors (keep()): their columns of BΩ are in every P, and only the
/// others, the fresh ones, have values. Each t_i is then unbiased given the kept probes, whatever
/// these have decided.
template <Scalar S>
class XTrace {
 public:
  explicit XTrace(PanelOperator<S>& B) : B_(B) {}

  Index probes() const { return omega_.cols(); }
  /// Those with values: added since keep().
  Index fresh() const { return probes() - kept_; }
  /// Draws and sketches `count` more probes: as many matvecs.
  void add_probes(Index count);
  /// Applies B to the basis of the sketch, as far as that has not been done: at most as many
  /// matvecs as there are probes. Then the estimate can be had.
  void complete();
  /// All probes so far become given vectors.
  void keep();
  /// Of the fresh probes, of which there is one at least: the table has a row and a column for
  /// each.
  LeaveOneOutValues<S> estimate() const;

  const Panel<S>& sketch() const { return Y_; }
  /// Of the sketch's range, after complete().
  const Panel<S>& basis() const { return Q_; }
  /// QᴴBQ.
  const Small<S>& compressed() const { return tables_.h; }
  /// The range of the sketch and the probes off it, after complete(); takes the panels over.
  AppliedDirections<S> directions() &&;
  /// Singular values of the sketch up to this are rounding.
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
