#include "spectrum_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

/// The discs of a matrix, list by list of its entries.
struct Discs {
  std::vector<double> centre, radius;
  explicit Discs(Index n)
      : centre(static_cast<std::size_t>(n), 0.0), radius(static_cast<std::size_t>(n), 0.0) {}

  template <Scalar S>
  void add(Index i, Index j, S entry) {
    const auto k = static_cast<std::size_t>(i);
    if (i == j) {
      centre[k] += std::real(entry);
    } else {
      radius[k] += std::abs(Wide<S>(entry));
    }
  }
  SpectrumBounds bounds() const {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double size = 0;
    for (std::size_t i = 0; i < centre.size(); ++i) {
      low = std::min(low, centre[i] - radius[i]);
      high = std::max(high, centre[i] + radius[i]);
      size = std::max(size, std::abs(centre[i]) + radius[i]);
    }
    const double rounding =
        std::numeric_limits<double>::epsilon() * size * static_cast<double>(centre.size());
    if (!std::isfinite(size)) return {};
    return {low - rounding, high + rounding};
  }
};

}  // namespace

template <Scalar S>
SpectrumBounds gershgorin_bounds(FormRef<S> form, MetricRef<S> metric) {
  const AssembledForm<S> parts = form.assembled();
  const bool matrix = parts.first != nullptr && parts.second == nullptr && parts.W == nullptr;
  if (!matrix || !metric.identity()) return {};
  Discs discs(form.dim());
  if (const auto A = parts.first->sparse()) {
    const Index lists = A->row_major ? A->rows : A->cols;
    for (Index i = 0; i < lists; ++i) {
      for (int k = A->outer[i]; k < A->outer[i + 1]; ++k) discs.add(i, A->inner[k], A->values[k]);
    }
    return discs.bounds();
  }
  if (const auto A = parts.first->dense()) {
    for (Index i = 0; i < form.dim(); ++i) {
      for (Index j = 0; j < form.dim(); ++j) discs.add(i, j, A->data[i * A->stride + j]);
    }
    return discs.bounds();
  }
  return {};
}

#define INSTANTIATE(S) template SpectrumBounds gershgorin_bounds(FormRef<S>, MetricRef<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
