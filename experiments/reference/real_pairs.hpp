#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <input/problem.hpp>

namespace isotrace::program {

/// A form in a metric from the data folder.
struct RealPair {
  std::string form;  ///< as it is called; "-" in front: times −1
  std::string metric;
  Index runs;  ///< of 100 on a reference matrix
};

/// Stiffness and mass matrices both ways round (bcsstk11/bcsstm12, lund_a/lund_b, and the larger
/// rail_20209, whose file holds minus the stiffness), and a form that is not Hermitian in a metric
/// over ℂ (mhd1280a/mhd1280b).
std::vector<RealPair> real_pairs();

/// Reads the pair's files. Throws as read_problem does.
ProblemInput read_pair(const RealPair& pair, const std::filesystem::path& folder);

}  // namespace isotrace::program
