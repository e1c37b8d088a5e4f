#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// How the value a(v, v) of a probe v = Qx is normalised to have the required mean. Values are
/// normalised nowhere else.
class Normalisation {
 public:
  /// Unchanged: mean E[a(v, v)].
  static Normalisation none() { return {Kind::none, 1}; }
  /// Divided by c in E[x xᴴ] = c·I: mean trace_V a (Theorem 3.1).
  static Normalisation by_moment(double c) { return {Kind::by_moment, c}; }
  /// Divided by ‖x‖² and by c in E[x xᴴ/‖x‖²] = c·I: mean trace_V a (Remark 3.8).
  static Normalisation by_norm(double c) { return {Kind::by_norm, c}; }
  /// Scaled to ‖x‖² = dimension, for an invariant law on a space of that dimension; zero for a zero
  /// probe.
  static Normalisation resphered(double dimension) { return {Kind::resphered, dimension}; }

  template <class W>
  void operator()(W* values, const double* squared_norms, Index count) const {
    if (kind_ == Kind::none) return;
    for (Index j = 0; j < count; ++j) {
      switch (kind_) {
        case Kind::none: break;
        case Kind::by_moment: values[j] /= number_; break;
        case Kind::by_norm: values[j] /= squared_norms[j] * number_; break;
        case Kind::resphered:
          values[j] *= squared_norms[j] > 0 ? number_ / squared_norms[j] : 0.0;
          break;
      }
    }
  }

 private:
  enum class Kind { none, by_moment, by_norm, resphered };
  Normalisation(Kind kind, double number) : kind_(kind), number_(number) {}

  Kind kind_;
  double number_;
};

}  // namespace isotrace
