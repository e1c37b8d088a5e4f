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
  std::optional<double> target = {};  ///< none: as close to the limit as it gets
};

/// Every case, in the order in which they are measured. The laws' targets are those of the
/// instruction set whose kernels run.
std::vector<BenchCase> bench_cases(Isa isa = active_isa());

/// The cases whose names begin with one of the prefixes; all without prefixes. Throws OptionError,
/// naming the prefix, if one begins no case's name.
std::vector<BenchCase> selected_cases(const std::vector<std::string>& prefixes);

}  // namespace isotrace::program
