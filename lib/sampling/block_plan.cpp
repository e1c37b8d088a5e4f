#include "block_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <tbb/task_arena.h>

#include <isotrace/core/error.hpp>

namespace isotrace {

namespace {

constexpr std::size_t target_bytes = std::size_t{2} << 20;
constexpr Index lanes = 8;
constexpr Index narrow = 16;
constexpr Index wide = 256;

Index automatic_width(Index n, std::size_t scalar_bytes) {
  const auto columns =
      static_cast<Index>(target_bytes / (static_cast<std::size_t>(n) * scalar_bytes));
  return std::clamp(columns / lanes * lanes, narrow, wide);
}

}  // namespace

BlockPlan plan_blocks(const Options& options, const BlockNeeds& needs) {
  const auto affordable =
      static_cast<Index>(options.memory / std::max<std::size_t>(1, needs.column_bytes));
  if (affordable < 1) {
    throw OptionError(fmt::format("a block of one column needs {} bytes, memory is {}",
                                  needs.column_bytes, options.memory));
  }
  const Index automatic = needs.preferred_width > 0 ? needs.preferred_width
                                                    : automatic_width(needs.n, needs.scalar_bytes);
  const Index wanted = options.block > 0 ? options.block : automatic;
  const Index size = group(options.law);
  const Index width = std::max(size, std::min(wanted, affordable) / size * size);
  const Index concurrent = std::max<Index>(1, affordable / width);
  const int threads = tbb::this_task_arena::max_concurrency();
  return {width, needs.reentrant ? static_cast<int>(std::min<Index>(threads, concurrent)) : 1};
}

}  // namespace isotrace
