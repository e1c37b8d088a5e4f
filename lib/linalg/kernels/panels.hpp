#pragma once

#include <cstdint>

#include "blocks.hpp"

namespace isotrace::detail {

/// Up to eight (over ℂ four) adjacent columns J of a lower triangular factor that have the same
/// rows R below them. Its data in the arrays of the factor:
///   rows    J, then R, as rows of the block
///   values  1/L_jj (reals), L_JJ by rows, zero above its diagonal, then L_RJ by rows
struct FactorPanel {
  std::int64_t values = 0;  ///< offset in reals
  std::int64_t rows = 0;
  std::int32_t width = 0;  ///< |J|
  std::int32_t below = 0;  ///< |R|
};

/// A lower triangular L as panels, in the order of their columns.
template <class R>
struct PanelList {
  const FactorPanel* panels;
  std::int64_t size;
  const std::int32_t* rows;
  const R* values;
};

inline constexpr int real_panel_width = 8;
inline constexpr int complex_panel_width = 4;

/// The kernels of one instruction set for one scalar type; R is its real type.
template <class R>
struct PanelKernels {
  using Map = void (*)(PanelList<R>, RealBlock<R>);
  Map solve_lower;             ///< x ← L⁻¹ x
  Map solve_lower_adjoint;     ///< x ← L⁻ᴴ x
  Map multiply_lower;          ///< x ← L x
  Map multiply_lower_adjoint;  ///< x ← Lᴴ x
  /// x_J ← L_JJ⁻¹ x_J for each panel; x_R is unchanged.
  Map solve_triangles;
  /// x_R ← x_R − L_RJ x_J for each panel.
  Map subtract_products;
};

}  // namespace isotrace::detail
