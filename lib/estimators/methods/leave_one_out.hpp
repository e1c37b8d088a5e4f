#pragma once

#include "spending.hpp"

namespace isotrace {

/// Runs XTrace or XNysTrace: `cost` matvecs a probe, at most `limit` probes. With a tolerance the
/// sketch grows by half from look to look.
template <Scalar W, class Estimator>
Estimate<W> leave_one_out(Spending<W>& run, Estimator& estimator, Index cost, Method method,
                          Index limit);

template <Scalar W>
Estimate<W> xtrace(Spending<W>& run);

template <Scalar W>
Estimate<W> xnystrace(Spending<W>& run);

}  // namespace isotrace
