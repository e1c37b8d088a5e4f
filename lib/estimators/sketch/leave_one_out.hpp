#pragma once

#include <cmath>

#include <isotrace/results/exchangeable.hpp>

#include "panel.hpp"

namespace isotrace {

/// A leave-one-out estimate: the tables of exchangeable_mean, and the size of what was added up.
template <Scalar S>
struct LeaveOneOut {
  Small<S> table;          ///< t_i on the diagonal, t_i|j in row i and column j
  double magnitude = 0;    ///< of the terms, for rounding
  bool exhausted = false;  ///< the sketch has found the whole range of B
};

/// A table in which leaving out a second probe changes nothing: t_i|j = t_i.
template <Scalar S>
Small<S> unchanged(const Eigen::Array<S, Eigen::Dynamic, 1>& t) {
  return t.matrix().replicate(1, t.size());
}

}  // namespace isotrace
