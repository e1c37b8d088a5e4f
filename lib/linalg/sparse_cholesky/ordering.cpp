#include "ordering.hpp"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>

#if defined(ISOTRACE_METIS)
#include <metis.h>

#include <mutex>
#endif

namespace isotrace::detail {

Order minimum_degree(Pattern pattern) {
  using Matrix = Eigen::SparseMatrix<float>;  // its values are never read
  const int entries = pattern.outer[pattern.size];
  const std::vector<float> values(static_cast<std::size_t>(entries));
  Matrix matrix = Eigen::Map<const Matrix>(pattern.size, pattern.size, entries, pattern.outer,
                                           pattern.inner, values.data());
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order;
  Eigen::internal::minimum_degree_ordering(matrix, order);
  return Order(order.indices().data(), order.indices().data() + pattern.size);
}

#if defined(ISOTRACE_METIS)
std::optional<Order> nested_dissection(Pattern pattern) {
  std::vector<idx_t> outer = {0};  // the graph of the off-diagonal entries
  std::vector<idx_t> inner;
  inner.reserve(static_cast<std::size_t>(pattern.outer[pattern.size]));
  for (Index i = 0; i < pattern.size; ++i) {
    for (int e = pattern.outer[i]; e < pattern.outer[i + 1]; ++e) {
      if (pattern.inner[e] != i) inner.push_back(pattern.inner[e]);
    }
    outer.push_back(static_cast<idx_t>(inner.size()));
  }
  auto rows = static_cast<idx_t>(pattern.size);
  std::vector<idx_t> order(static_cast<std::size_t>(rows)), position(order.size());
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const int status = METIS_NodeND(&rows, outer.data(), inner.data(), nullptr, nullptr, order.data(),
                                  position.data());
  if (status != METIS_OK) return std::nullopt;
  return Order(order.begin(), order.end());
}
#else
std::optional<Order> nested_dissection(Pattern) {
  return std::nullopt;
}
#endif

bool fills_much(Pattern pattern, const Elimination& elimination) {
  double squares = 0;
  for (const int count : elimination.counts) squares += static_cast<double>(count) * count;
  const auto nonzeros = static_cast<double>(factor_nonzeros(elimination));
  const double triangle = 0.5 * (pattern.outer[pattern.size] + static_cast<double>(pattern.size));
  return squares >= 500 * nonzeros && nonzeros >= 5 * triangle;
}

Elimination fill_reducing(Pattern pattern) {
  Elimination best = eliminate(pattern, minimum_degree(pattern));
  if (!fills_much(pattern, best)) return best;
  if (const auto order = nested_dissection(pattern)) {
    Elimination other = eliminate(pattern, *order);
    if (factor_nonzeros(other) < factor_nonzeros(best)) return other;
  }
  return best;
}

}  // namespace isotrace::detail
