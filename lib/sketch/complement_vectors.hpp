#pragma once

#include <lib/linalg/complement_basis.hpp>
#include "converted_panel.hpp"

namespace isotrace {

/// The vectors of a ComplementBasis, a block at a time, in the operator's scalar type.
template <Scalar S>
class ComplementVectors {
 public:
  explicit ComplementVectors(const ComplementBasis<Wide<S>>& basis)
      : reflector_(basis.reflector), coefficients_(basis.coefficients.template cast<S>()) {}

  /// x ← vectors first … first + x.cols − 1: e_j − W K Wᴴe_j.
  void operator()(Index first, BlockView<S> x) const;

 private:
  ConvertedPanel<S> reflector_;  ///< W
  Small<S> coefficients_;        ///< K
};

}  // namespace isotrace
