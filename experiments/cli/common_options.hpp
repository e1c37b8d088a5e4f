#pragma once

#include <limits>

#include <cli/arguments.hpp>

namespace CLI {
class App;
}  // namespace CLI

namespace isotrace::program {

/// The greatest number that a count which is kept as an int may have.
inline constexpr std::uint64_t most_int = std::numeric_limits<int>::max();

/// --seed, --threads, --json and --quiet.
void add_common(CLI::App& app, CommonArguments& common);

/// --form-scale and --metric-scale.
void add_scales(CLI::App& app, ProblemFiles& files);

}  // namespace isotrace::program
