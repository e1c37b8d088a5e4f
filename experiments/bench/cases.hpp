#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isotrace/core/isa.hpp>

namespace isotrace::program {

/// A case of the bench: its name, the threads it needs, and the ratio it is meant to reach.
struct BenchCase {
  std::string name;
  int threads = 1;
  std::optional<double> target = {};  ///< none: as close to the limit as possible
};

/// Every case, in the order of measurement. The targets of the laws depend on the instruction set.
std::vector<BenchCase> bench_cases(Isa isa = active_isa());

/// The cases whose names begin with one of the prefixes; all cases without prefixes. Throws
/// OptionError, naming the prefix, if no case has it.
std::vector<BenchCase> selected_cases(const std::vector<std::string>& prefixes);

}  // namespace isotrace::program
