#pragma once

#include <optional>
#include <string>
#include <vector>

#include <isotrace/laws/stream.hpp>
#include <isotrace/verify/battery.hpp>

namespace isotrace::verify {

/// Collects the results of one group of checks: one statement of the paper in one space.
class Recorder {
 public:
  /// base: the group's id, such as "theorem-3.2". A check has this id, with a suffix or without.
  Recorder(std::string base, Field field, std::string metric, std::uint64_t seed, double alpha);

  /// The random stream of the group for one purpose.
  Stream stream(const std::string& purpose) const;

  /// An identity: rejected unless |estimate − exact| ≤ bound.
  void identity(const std::string& suffix, const std::string& statement,
                std::complex<double> estimate, std::complex<double> exact, double bound);
  /// A quantity that must be at least a bound: rejected otherwise.
  void at_least(const std::string& suffix, const std::string& statement, double value,
                double bound);
  /// A statistical test. Holm's rule over the whole battery decides later whether it rejects.
  void test(const std::string& suffix, const std::string& statement, std::complex<double> estimate,
            std::complex<double> exact, double p_value);
  /// The literal form of an erratum, as an identity.
  void literal_identity(const std::string& suffix, const std::string& statement,
                        std::complex<double> estimate, std::complex<double> exact, double bound);
  /// The literal form of an erratum, as a statistical test: rejected at level alpha.
  void literal_test(const std::string& suffix, const std::string& statement,
                    std::complex<double> estimate, std::complex<double> exact, double p_value);

  std::vector<CheckResult> take() { return std::move(results_); }

 private:
  void add(const std::string& suffix, const std::string& statement, std::complex<double> estimate,
           std::complex<double> exact, std::optional<double> p_value, bool rejected,
           Expected expected);

  std::string base_;
  Field field_;
  std::string metric_;
  std::uint64_t seed_;
  double alpha_;
  std::vector<CheckResult> results_;
};

}  // namespace isotrace::verify
