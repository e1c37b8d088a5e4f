#include "ordering.hpp"

#include <amd.h>

#include <cstdio>
#include <memory>
#include <new>

// Scotch's header needs FILE and fixed-size integers declared before it.
#include <scotch.h>

namespace isotrace::detail {
namespace {

static_assert(sizeof(SCOTCH_Num) == sizeof(int), "Scotch is expected with integers of 32 bits");

void require(int status) {
  if (status != 0) throw std::bad_alloc();  // Scotch fails for want of memory alone
}

/// An object of Scotch's, from its initialisation to its end.
template <class T, int (*Init)(T*), void (*Exit)(T*)>
class ScotchObject {
 public:
  ScotchObject() { require(Init(&object_)); }
  ~ScotchObject() { Exit(&object_); }
  ScotchObject(const ScotchObject&) = delete;
  ScotchObject& operator=(const ScotchObject&) = delete;
  T* get() { return &object_; }

 private:
  T object_{};
};
using Graph = ScotchObject<SCOTCH_Graph, SCOTCH_graphInit, SCOTCH_graphExit>;
using Strategy = ScotchObject<SCOTCH_Strat, SCOTCH_stratInit, SCOTCH_stratExit>;
using Context = ScotchObject<SCOTCH_Context, SCOTCH_contextInit, SCOTCH_contextExit>;

/// One thread, and random numbers of its own that start at the same place in every call.
void make_deterministic(Context& context) {
  require(SCOTCH_contextOptionSetNum(context.get(), SCOTCH_OPTIONNUMDETERMINISTIC, 1));
  require(SCOTCH_contextOptionSetNum(context.get(), SCOTCH_OPTIONNUMRANDOMFIXEDSEED, 1));
  require(SCOTCH_contextRandomClone(context.get()));
  SCOTCH_contextRandomSeed(context.get(), 1);
  SCOTCH_contextRandomReset(context.get());
  require(SCOTCH_contextThreadSpawn(context.get(), 1, nullptr));
}

/// The off-diagonal entries as a graph.
struct Edges {
  explicit Edges(Pattern pattern) {
    outer.reserve(static_cast<std::size_t>(pattern.size) + 1);
    inner.reserve(static_cast<std::size_t>(pattern.outer[pattern.size]));
    outer.push_back(0);
    for (Index i = 0; i < pattern.size; ++i) {
      for (int e = pattern.outer[i]; e < pattern.outer[i + 1]; ++e) {
        if (pattern.inner[e] != i) inner.push_back(pattern.inner[e]);
      }
      outer.push_back(static_cast<SCOTCH_Num>(inner.size()));
    }
  }
  std::vector<SCOTCH_Num> outer, inner;
};

}  // namespace

Order minimum_degree(Pattern pattern) {
  Order order(static_cast<std::size_t>(pattern.size));
  const int status = amd_order(static_cast<int>(pattern.size), pattern.outer, pattern.inner,
                               order.data(), nullptr, nullptr);
  if (status != AMD_OK && status != AMD_OK_BUT_JUMBLED) throw std::bad_alloc();
  return order;
}

Order nested_dissection(Pattern pattern) {
  const Edges edges(pattern);
  const auto rows = static_cast<SCOTCH_Num>(pattern.size);
  Order order(static_cast<std::size_t>(rows));
  Context context;
  make_deterministic(context);
  Graph graph;
  require(SCOTCH_graphBuild(graph.get(), 0, rows, edges.outer.data(), nullptr, nullptr, nullptr,
                            edges.outer.back(), edges.inner.data(), nullptr));
  Graph bound;
  require(SCOTCH_contextBindGraph(context.get(), graph.get(), bound.get()));
  // For speed: half of the default's time, for a few per cent more operations.
  Strategy strategy;
  require(SCOTCH_stratGraphOrderBuild(strategy.get(), SCOTCH_STRATSPEED, 0, 0.2));
  require(SCOTCH_graphOrder(bound.get(), strategy.get(), nullptr, order.data(), nullptr, nullptr,
                            nullptr));
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
