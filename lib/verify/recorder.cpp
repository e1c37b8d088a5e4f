#include "recorder.hpp"

namespace isotrace::verify {
namespace {

bool differ(std::complex<double> a, std::complex<double> b, double bound) {
  return !(std::abs(a - b) <= bound);  // a NaN differs
}

}  // namespace

Recorder::Recorder(std::string base, Field field, std::string metric, std::uint64_t seed,
                   double alpha)
    : base_(std::move(base)),
      field_(field),
      metric_(std::move(metric)),
      seed_(seed),
      alpha_(alpha) {}

Stream Recorder::stream(const std::string& purpose) const {
  const std::string field = field_ == Field::real ? "real" : "complex";
  return Stream{.seed = seed_}.substream("verify/" + base_ + "/" + field + "/" + metric_ + "/" +
                                         purpose);
}

void Recorder::identity(const std::string& suffix, const std::string& statement,
                        std::complex<double> estimate, std::complex<double> exact, double bound) {
  add(suffix, statement, estimate, exact, {}, differ(estimate, exact, bound), Expected::holds);
}

void Recorder::at_least(const std::string& suffix, const std::string& statement, double value,
                        double bound) {
  add(suffix, statement, value, bound, {}, !(value >= bound), Expected::holds);
}

void Recorder::test(const std::string& suffix, const std::string& statement,
                    std::complex<double> estimate, std::complex<double> exact, double p_value) {
  add(suffix, statement, estimate, exact, p_value >= 0.0 ? p_value : 0.0, false, Expected::holds);
}

void Recorder::literal_identity(const std::string& suffix, const std::string& statement,
                                std::complex<double> estimate, std::complex<double> exact,
                                double bound) {
  add(suffix, statement, estimate, exact, {}, differ(estimate, exact, bound), Expected::rejected);
}

void Recorder::literal_test(const std::string& suffix, const std::string& statement,
                            std::complex<double> estimate, std::complex<double> exact,
                            double p_value) {
  add(suffix, statement, estimate, exact, p_value, p_value <= alpha_, Expected::rejected);
}

void Recorder::add(const std::string& suffix, const std::string& statement,
                   std::complex<double> estimate, std::complex<double> exact,
                   std::optional<double> p_value, bool rejected, Expected expected) {
  const std::string id = suffix.empty() ? base_ : base_ + "-" + suffix;
  results_.push_back(
      {id, field_, metric_, statement, estimate, exact, p_value, rejected, expected});
}

}  // namespace isotrace::verify
