#pragma once

#include <Eigen/SparseCore>

#include <isotrace/core/isa.hpp>

#include <lib/linalg/kernels/panels.hpp>
#include <lib/parallel/pages.hpp>
#include "front_walk.hpp"

namespace isotrace::detail {

template <Scalar S>
inline constexpr int panel_width = is_complex<S> ? complex_panel_width : real_panel_width;

/// The panels of a factor: where its values are, and how many. Rows are numbered as in V.
struct PanelLayout {
  PanelLayout(const Supernodes& nodes, int panel_width, int parts);

  std::vector<FactorPanel> panels;
  std::vector<std::int64_t> first;  ///< panel of each supernode, then their number
  std::vector<std::int32_t> rows;
  std::int64_t reals = 0;
};

/// L of P V Pᵀ = L Lᴴ as dense panels, so that the kernels apply Pᵀ L P, its adjoint and their
/// inverses in place.
template <Scalar S>
class PanelFactor {
 public:
  explicit PanelFactor(const Supernodes& nodes)
      : layout_(nodes, panel_width<S>, is_complex<S> ? 2 : 1) {}

  const PanelLayout& layout() const { return layout_; }
  Real<S>* values() const { return static_cast<Real<S>*>(values_.get()); }
  PanelList<Real<S>> list() const {
    return {layout_.panels.data(), static_cast<std::int64_t>(layout_.panels.size()),
            layout_.rows.data(), values()};
  }

  /// Bytes of the values, and of everything.
  std::size_t value_bytes() const {
    return static_cast<std::size_t>(layout_.reals) * sizeof(Real<S>);
  }
  std::size_t bytes() const {
    return value_bytes() + layout_.panels.size() * sizeof(FactorPanel) +
           layout_.first.size() * sizeof(std::int64_t) + layout_.rows.size() * sizeof(std::int32_t);
  }
  /// Memory for the values, not yet touched.
  void allocate() { values_ = allocate_pages(value_bytes()); }

 private:
  PanelLayout layout_;
  Pages values_;
};

/// The factor of an exactly Hermitian V by the multifrontal method (J. W. H. Liu, SIAM Review 34,
/// 82, 1992): the same bits for every number of threads. kept: bytes that the caller holds, which
/// count as memory. Throws MetricError (refuse_pivot) at a pivot that is not above pivot_bound, the
/// same for every number of threads; OptionError, before any work, if the memory does not suffice;
/// Interrupted.
template <Scalar S>
PanelFactor<S> factorise(const Eigen::SparseMatrix<S, Eigen::RowMajor>& v, const Supernodes& nodes,
                         const Schedule& schedule, const WalkOptions& options = {},
                         std::size_t kept = 0, Isa isa = active_isa());

}  // namespace isotrace::detail
