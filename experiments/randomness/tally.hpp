#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace isotrace::randomness {

/// A statement about a sample, with the p-value, or a bound of it, under the expected law.
struct Finding {
  std::string statement;
  double statistic;
  double p_value;
};

/// Counts of a sample that should be independent standard normal numbers.
class NormalTally {
 public:
  static constexpr int cells = 1 << 16;

  NormalTally() : cell_(cells) {}

  void add(double x);
  void merge(const NormalTally& other);
  std::uint64_t count() const { return count_; }

  /// Tests the distance of the distribution functions, cell counts, both tails beyond 3σ to 6σ,
  /// mean and mean square, and mantissa bits.
  std::vector<Finding> findings(const std::string& sample) const;

  /// Compares two samples of one law by χ² over the 1024 coarse cells.
  static Finding compare(const std::string& samples, const NormalTally& a, const NormalTally& b);

 private:
  static constexpr int coarse = 1024;
  static constexpr std::array<double, 6> far = {3.0, 3.5, 4.0, 4.5, 5.0, 6.0};

  std::vector<std::uint64_t> coarse_cells() const;

  std::uint64_t count_ = 0;
  double sum_ = 0.0;
  double squares_ = 0.0;
  std::vector<std::uint64_t> cell_;  ///< counts in cells of equal width in Φ(x)
  std::array<std::uint64_t, 2 * far.size()> beyond_ = {};  ///< counts below −far and above far
  std::array<std::uint64_t, 52> bit_ = {};                 ///< counts of ones in each mantissa bit
};

/// Counts of pairs that should be independent standard normal numbers.
class PairTally {
 public:
  static constexpr int side = 16;

  void add(double x, double y);
  void merge(const PairTally& other);
  std::vector<Finding> findings(const std::string& pairs) const;

 private:
  std::uint64_t count_ = 0;
  std::uint64_t agree_ = 0;  ///< pairs of equal signs
  double products_ = 0.0;
  std::array<std::uint64_t, side * side> cell_ = {};
};

}  // namespace isotrace::randomness
