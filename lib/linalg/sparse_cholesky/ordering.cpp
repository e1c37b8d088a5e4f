#include "ordering.hpp"

#include <amd.h>

#include <new>

namespace isotrace::detail {

Order minimum_degree(Pattern pattern) {
  Order order(static_cast<std::size_t>(pattern.size));
  const int status = amd_order(static_cast<int>(pattern.size), pattern.outer, pattern.inner,
                               order.data(), nullptr, nullptr);
  if (status != AMD_OK && status != AMD_OK_BUT_JUMBLED) throw std::bad_alloc();
  return order;
}

bool worth_dissecting(Pattern pattern, const Elimination& elimination) {
  constexpr double seconds_per_operation = 1 / 40e9;
  constexpr double seconds_per_entry = 0.4e-6;  // of the matrix, by Scotch
  return factor_operations(elimination) * seconds_per_operation >
         pattern.outer[pattern.size] * seconds_per_entry;
}

Elimination fill_reducing(Pattern pattern) {
  Elimination best = eliminate(pattern, minimum_degree(pattern));
  if (!worth_dissecting(pattern, best)) return best;
  Elimination other = eliminate(pattern, nested_dissection(pattern));
  return factor_operations(other) < factor_operations(best) ? other : best;
}

}  // namespace isotrace::detail
