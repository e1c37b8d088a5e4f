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
  /// base: the group's id, "theorem-3.2"; the ids of its checks are that, or that and a suffix.
  Recorder(std::string base, Field field, std::string metric, std::uint64_t seed, double alpha);

  /// The stream of the group's draws for one purpose.
  Stream stream(const std::string& purpose) const;

  /// An identity: rejected unless |estimate − exact| ≤ bound.
  void identity(const std::string& suffix, const std::string& statement,
                std::complex<double> estimate, std::complex<double> exact, double bound);
  /// A quantity that must be at least as large as a bound: rejected if it is not.
  void at_least(const std::string& suffix, const std::string& statement, double value,
                double bound);
  /// A test; whether it rejects is decided later, by Holm's rule over the whole battery.
  void test(const std::string& suffix, const std::string& statement, std::complex<double> estimate,
            std::complex<double> exact, double p_value);
  /// An erratum in its literal form, an identity.
  void literal_identity(const std::string& suffix, const std::string& statement,
                        std::complex<double> estimate, std::complex<double> exact, double bound);
  /// An erratum in its literal form, in expectation: rejected at level alpha.
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
