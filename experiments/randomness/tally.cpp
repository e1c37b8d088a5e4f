#include "tally.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "bounds.hpp"

namespace isotrace::randomness {

namespace {

double normal_distribution(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

int cell_of(double u, int cells) {
  return std::clamp(static_cast<int>(u * cells), 0, cells - 1);
}

/// The p-value of a family of statements, from their smallest p-value.
double at_least_one(double smallest, double family) {
  return std::min(1.0, smallest * family);
}

}  // namespace

void NormalTally::add(double x) {
  ++count_;
  sum_ += x;
  squares_ += x * x;
  ++cell_[static_cast<std::size_t>(cell_of(normal_distribution(x), cells))];
  if (std::abs(x) > far[0]) {
    for (std::size_t i = 0; i < far.size(); ++i) {
      if (x < -far[i]) ++beyond_[2 * i];
      if (x > far[i]) ++beyond_[2 * i + 1];
    }
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  for (unsigned i = 0; i < bit_.size(); ++i) bit_[i] += bits >> i & 1U;
}

void NormalTally::merge(const NormalTally& other) {
  count_ += other.count_;
  sum_ += other.sum_;
  squares_ += other.squares_;
  for (std::size_t i = 0; i < cell_.size(); ++i) cell_[i] += other.cell_[i];
  for (std::size_t i = 0; i < beyond_.size(); ++i) beyond_[i] += other.beyond_[i];
  for (std::size_t i = 0; i < bit_.size(); ++i) bit_[i] += other.bit_[i];
}

std::vector<std::uint64_t> NormalTally::coarse_cells() const {
  std::vector<std::uint64_t> sums(coarse);
  for (std::size_t i = 0; i < cell_.size(); ++i) sums[i / (cells / coarse)] += cell_[i];
  return sums;
}

std::vector<Finding> NormalTally::findings(const std::string& sample) const {
  std::vector<Finding> found;
  const auto n = static_cast<double>(count_);

  double distance = 0.0;
  std::uint64_t below = 0;
  for (int i = 0; i < cells; ++i) {
    below += cell_[static_cast<std::size_t>(i)];
    distance = std::max(distance, std::abs(static_cast<double>(below) / n - (i + 1.0) / cells));
  }
  found.push_back(
      {sample + ": Kolmogorov-Smirnov distance", distance, distance_bound(count_, distance)});

  double statistic = 0.0, smallest = 1.0;
  for (const std::uint64_t count : coarse_cells()) {
    const double expected = n / coarse;
    statistic += std::pow(static_cast<double>(count) - expected, 2) / expected;
    smallest = std::min(smallest, binomial_bound(count_, count, 1.0 / coarse));
  }
  found.push_back({sample + ": chi-square of 1024 cells", statistic,
                   std::min(1.0, 2.0 * chi_square_tail(statistic, coarse - 1))});
  found.push_back({sample + ": chi-square too small", statistic,
                   std::min(1.0, 2.0 * (1.0 - chi_square_tail(statistic, coarse - 1)))});
  found.push_back(
      {sample + ": rarest of 1024 cells, bound", smallest, at_least_one(smallest, coarse)});

  for (std::size_t i = 0; i < beyond_.size(); ++i) {
    const double sigma = far[i / 2];
    const std::string side = i % 2 == 0 ? "below -" : "above ";
    found.push_back({sample + ": numbers " + side + std::to_string(sigma).substr(0, 3),
                     static_cast<double>(beyond_[i]),
                     binomial_bound(count_, beyond_[i], normal_distribution(-sigma))});
  }

  // The mean of n normal numbers is normal; the sum of their squares is χ² with n degrees.
  const double z = sum_ / std::sqrt(n);
  found.push_back(
      {sample + ": mean times the root of n", z, std::erfc(std::abs(z / std::sqrt(2.0)))});
  found.push_back({sample + ": mean square", squares_ / n, square_bound(count_, squares_)});

  // Up to bit 35 a bit is fair within 2⁻¹⁶ on the law's scale; a higher bit only has to vary.
  double least = 1.0;
  for (std::size_t i = 0; i <= 35; ++i)
    least = std::min(least, binomial_bound(count_, bit_[i], 0.5));
  found.push_back(
      {sample + ": mantissa bits 0 to 35 even, rarest", least, at_least_one(least, 36)});
  double stillest = 1.0;
  for (std::size_t i = 36; i < bit_.size(); ++i) {
    const double share = static_cast<double>(bit_[i]) / n;
    stillest = std::min({stillest, share, 1.0 - share});
  }
  found.push_back({sample + ": mantissa bits 36 to 51 alive, rarest value's share", stillest,
                   stillest > 0.25 ? 1.0 : 0.0});
  return found;
}

Finding NormalTally::compare(const std::string& samples, const NormalTally& a,
                             const NormalTally& b) {
  const auto m = static_cast<double>(a.count_), n = static_cast<double>(b.count_);
  const auto x = a.coarse_cells(), y = b.coarse_cells();
  double statistic = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto p = static_cast<double>(x[i]), q = static_cast<double>(y[i]);
    statistic += std::pow(std::sqrt(n / m) * p - std::sqrt(m / n) * q, 2) / (p + q);
  }
  return {samples + ": chi-square of 1024 cells", statistic,
          chi_square_tail(statistic, coarse - 1)};
}

void PairTally::add(double x, double y) {
  ++count_;
  agree_ += std::signbit(x) == std::signbit(y) ? 1 : 0;
  products_ += x * y;
  const int i = cell_of(normal_distribution(x), side), j = cell_of(normal_distribution(y), side);
  ++cell_[static_cast<std::size_t>(i * side + j)];
}

void PairTally::merge(const PairTally& other) {
  count_ += other.count_;
  agree_ += other.agree_;
  products_ += other.products_;
  for (std::size_t i = 0; i < cell_.size(); ++i) cell_[i] += other.cell_[i];
}

std::vector<Finding> PairTally::findings(const std::string& pairs) const {
  const auto n = static_cast<double>(count_);
  double statistic = 0.0;
  for (const std::uint64_t count : cell_) {
    const double expected = n / (side * side);
    statistic += std::pow(static_cast<double>(count) - expected, 2) / expected;
  }
  return {{pairs + ": correlation", products_ / n, product_bound(count_, products_)},
          {pairs + ": share of equal signs", static_cast<double>(agree_) / n,
           binomial_bound(count_, agree_, 0.5)},
          {pairs + ": chi-square of 16 x 16 cells", statistic,
           chi_square_tail(statistic, side * side - 1)}};
}

}  // namespace isotrace::randomness
