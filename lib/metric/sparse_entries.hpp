#pragma once

#include <isotrace/metric/inverse_entries.hpp>

#include "sparse_factor.hpp"

namespace isotrace::detail {

/// The entries of V⁻¹ of a sparse metric, by its factor.
template <Scalar S>
std::shared_ptr<const InverseEntries<S>> sparse_entries(
    std::shared_ptr<const SparseFactor<S>> factor);

}  // namespace isotrace::detail
