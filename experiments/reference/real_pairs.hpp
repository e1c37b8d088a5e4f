#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <input/problem.hpp>

namespace isotrace::program {

/// A form in a metric from the data folder.
struct RealPair {
  std::string form;  ///< the matrix's name; a leading "-" multiplies it by −1
  std::string metric;
  Index runs;  ///< runs for every 100 on a reference matrix
};

/// Stiffness and mass matrices, each in the metric of the other (bcsstk11/bcsstm12, lund_a/lund_b,
/// and the larger rail_20209, whose file has minus the stiffness), and a non-Hermitian form in a
/// metric over ℂ (mhd1280a/mhd1280b).
std::vector<RealPair> real_pairs();

/// Reads the pair's files. Throws as read_problem does.
ProblemInput read_pair(const RealPair& pair, const std::filesystem::path& folder);

}  // namespace isotrace::program
