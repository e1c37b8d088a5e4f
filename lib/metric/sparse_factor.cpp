#include "sparse_factor.hpp"

#include <lib/core/instantiate.hpp>
#include <lib/parallel/arena.hpp>

namespace isotrace::detail {

template <Scalar S>
SparseFactor<S> sparse_factor(Eigen::SparseMatrix<S, Eigen::RowMajor> v, const Order& order,
                              const WalkOptions& options) {
  const Pattern pattern{v.outerIndexPtr(), v.innerIndexPtr(), v.rows()};
  const Elimination elimination =
      order.empty() ? in_arena(options.threads, [&] { return fill_reducing(pattern); })
                    : eliminate(pattern, order);
  if (options.stop.requested()) throw Interrupted("stopped before the factor was complete");
  Supernodes nodes = supernodes(pattern, elimination, panel_width<S>);
  Schedule schedule(nodes);
  const auto entries = static_cast<std::size_t>(v.nonZeros());
  const std::size_t kept = entries * (sizeof(S) + sizeof(int)) + nodes.bytes();
  auto lower = factorise<S>(v, nodes, schedule, options, kept);
  return {std::move(v),
          std::move(nodes),
          std::move(schedule),
          std::move(lower),
          static_cast<Index>(factor_nonzeros(elimination)),
          factor_operations(elimination)};
}

#define INSTANTIATE(S)                                                                          \
  template SparseFactor<S> sparse_factor(Eigen::SparseMatrix<S, Eigen::RowMajor>, const Order&, \
                                         const WalkOptions&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
