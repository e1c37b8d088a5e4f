#include <isotrace/metric/sparse.hpp>

#include <fmt/format.h>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>
#include <lib/linalg/hermitian_copy.hpp>
#include <lib/linalg/kernel_tables.hpp>
#include <lib/parallel/machine_memory.hpp>
#include "sparse_entries.hpp"
#include "sparse_factor.hpp"

namespace isotrace {

template <Scalar S>
struct SparseMetric<S>::Factor : detail::SparseFactor<S> {};

namespace {

void check_options(const FactorOptions& options, Index n) {
  if (options.threads < 0) {
    throw OptionError(fmt::format("threads must be 0 (the caller's arena) or positive, found {}",
                                  options.threads));
  }
  if (options.order.empty()) return;
  if (static_cast<Index>(options.order.size()) != n) {
    throw OptionError(fmt::format("the order has {} rows, expected {}", options.order.size(), n));
  }
  std::vector<char> seen(options.order.size(), 0);
  for (const int row : options.order) {
    if (row < 0 || row >= n) {
      throw OptionError(fmt::format("the order has row {}, expected 0 to {}", row, n - 1));
    }
    if (seen[row] != 0) throw OptionError(fmt::format("the order has row {} twice", row));
    seen[row] = 1;
  }
}

}  // namespace

template <Scalar S>
SparseMetric<S>::SparseMetric(SparseView<S> V, const FactorOptions& options) {
  auto v = detail::hermitian_copy(V);
  check_options(options, v.rows());
  const detail::WalkOptions walk{options.threads,
                                 options.memory != 0 ? options.memory : machine_memory(),
                                 options.stop, options.progress};
  factor_ = std::make_shared<const Factor>(
      Factor{detail::sparse_factor<S>(std::move(v), options.order, walk)});
}

template <Scalar S>
std::size_t SparseMetric<S>::factor_bytes() const {
  return factor_->bytes();
}

template <Scalar S>
double SparseMetric<S>::factor_operations() const {
  return factor_->operations;
}

template <Scalar S>
Index SparseMetric<S>::dim() const {
  return factor_->gram.rows();
}

template <Scalar S>
Index SparseMetric<S>::factor_nonzeros() const {
  return factor_->nonzeros;
}

template <Scalar S>
double SparseMetric<S>::gram_cost() const {
  return static_cast<double>(factor_->gram.nonZeros()) * cost::multiplications<S> *
         cost::sparse_entry;
}

template <Scalar S>
void SparseMetric<S>::gram(ConstBlockView<S> x, BlockView<S> y) const {
  detail::check_rows<S>(dim(), x, y);
  const auto& v = factor_->gram;
  const auto lists =
      detail::sparse_lists(v.outerIndexPtr(), v.innerIndexPtr(), v.valuePtr(), v.rows());
  detail::product_kernels<S>().gather(lists, detail::real_block(x), detail::real_block(y));
}

template <Scalar S>
void SparseMetric<S>::map(Isometry which, BlockView<S> x) const {
  detail::check_rows(dim(), x.rows);
  const auto lower = factor_->lower.list();
  const auto block = detail::real_block(x);
  const auto& kernels = detail::panel_kernels<S>();
  switch (which) {
    case Isometry::forward: return kernels.solve_lower_adjoint(lower, block);
    case Isometry::adjoint: return kernels.solve_lower(lower, block);
    case Isometry::inverse: return kernels.multiply_lower_adjoint(lower, block);
    case Isometry::inverse_adjoint: return kernels.multiply_lower(lower, block);
  }
}

template <Scalar S>
GramMatrix<S> SparseMetric<S>::gram_matrix() const {
  return {.sparse = matrix_view(factor_->gram)};
}

template <Scalar S>
std::shared_ptr<const InverseEntries<S>> SparseMetric<S>::inverse_entries() const {
  return detail::sparse_entries<S>(
      std::shared_ptr<const detail::SparseFactor<S>>(factor_.shared()));
}

#define INSTANTIATE(S) template class SparseMetric<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
