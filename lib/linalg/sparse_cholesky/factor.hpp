#pragma once

#include <Eigen/SparseCore>

#include <isotrace/core/isa.hpp>
#include <isotrace/core/scalar.hpp>

#include <lib/linalg/kernels/panels.hpp>
#include "supernodes.hpp"

namespace isotrace::detail {

/// L of P V Pᵀ = L Lᴴ as dense panels. Rows are numbered as in V, so that the kernels apply Pᵀ L P,
/// its adjoint and their inverses in place.
template <Scalar S>
struct PanelFactor {
  std::vector<FactorPanel> panels;
  std::vector<std::int32_t> rows;
  std::vector<Real<S>> values;

  PanelList<Real<S>> list() const {
    return {panels.data(), static_cast<std::int64_t>(panels.size()), rows.data(), values.data()};
  }
};

template <Scalar S>
inline constexpr int panel_width = is_complex<S> ? complex_panel_width : real_panel_width;

/// The factor of an exactly Hermitian V by the multifrontal method (J. W. H. Liu, SIAM Review 34,
/// 82, 1992). Throws MetricError (refuse_pivot) at the first pivot that is not above pivot_bound.
template <Scalar S>
PanelFactor<S> factorise(const Eigen::SparseMatrix<S, Eigen::RowMajor>& v,
                         const Supernodes& supernodes, Isa isa = active_isa());

}  // namespace isotrace::detail
