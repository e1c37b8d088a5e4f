#pragma once

#include <isotrace/metric/inverse_entries.hpp>

#include "column_cover.hpp"

namespace isotrace::detail {

/// Σ A_ij (V⁻¹)_ji over the entries of a cover, by solves for its columns. Throws OptionError if
/// the memory does not suffice for one column; Interrupted.
template <Scalar S>
EntrySum<S> sum_by_solves(const PanelFactor<S>& factor, const ColumnCover<S>& cover, Index n,
                          const EntryOptions& options);

}  // namespace isotrace::detail
