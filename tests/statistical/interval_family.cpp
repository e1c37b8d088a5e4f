// The intervals of means over the whole family of values that a law can give to a form.
#include <catch2/catch.hpp>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <isotrace/trace/interval.hpp>
#include <isotrace/verify/statistics.hpp>

using namespace isotrace;

// 6000 samples of fixed seeds for each member and count. The hypothesis of a cell is that the
// coverage is at least the confidence less 2 %; its p-value is exact (binomial), and Holm's rule
// over all cells keeps the chance of a false alarm below 1e-3.
namespace {

constexpr int samples = 6000;
constexpr double alpha = 1e-3;
constexpr double allowed = 0.02;

class Normal {
 public:
  explicit Normal(unsigned seed) : engine_(seed) {}
  double operator()() { return law_(engine_); }
  double square() {
    const double z = (*this)();
    return z * z;
  }
  int sign() { return engine_() >> 63 ? 1 : -1; }

 private:
  std::mt19937_64 engine_;
  std::normal_distribution<double> law_;
};

struct Member {
  std::string name;
  std::function<double(Normal&)> value;  ///< of mean 0
};

double chi2(Normal& z) {
  return z.square() - 1;
}
double exponential(Normal& z) {
  return 0.5 * (z.square() + z.square()) - 1;
}

/// Values Σ λ_i (|z_i|² − 1): one eigenvalue, with a floor of many small ones (normal), with one
/// of another size or sign, over ℂ (exponential), decaying; on spheres of few dimensions.
std::vector<Member> invariant_family() {
  std::vector<Member> all{{"normal", [](Normal& z) { return z(); }},
                          {"one", chi2},
                          {"one + one", [](Normal& z) { return chi2(z) + 0.5 * chi2(z); }},
                          {"one - one", [](Normal& z) { return chi2(z) - chi2(z); }},
                          {"one - 0.3", [](Normal& z) { return chi2(z) - 0.3 * chi2(z); }},
                          {"complex", exponential},
                          {"complex + floor", [](Normal& z) { return exponential(z) + 0.3 * z(); }},
                          {"complex +-", [](Normal& z) { return exponential(z) - exponential(z); }},
                          {"three", [](Normal& z) { return chi2(z) + chi2(z) + chi2(z); }}};
  for (const double floor : {0.02, 0.1, 0.3, 1.0}) {
    all.push_back({"one + floor " + std::to_string(floor),
                   [floor](Normal& z) { return chi2(z) + floor * z(); }});
  }
  all.push_back({"decay", [](Normal& z) {
                   double sum = 0;
                   for (int k = 1; k < 9; ++k) sum += chi2(z) / (k * k);
                   return sum;
                 }});
  for (const int n : {2, 3, 6}) {
    all.push_back({"sphere of " + std::to_string(n), [n](Normal& z) {
                     const double first = z.square();
                     double norm = first;
                     for (int i = 1; i < n; ++i) norm += z.square();
                     return n * first / norm - 1;
                   }});
  }
  return all;
}

/// Values Σ a_ij x_i x_j of signs: two values, equally likely or one of them rare, alone and beside
/// a little more; all entries 1.
std::vector<Member> sign_family() {
  std::vector<Member> all{{"two", [](Normal& z) { return z.sign(); }}};
  for (const double more : {0.0, 0.01}) {
    for (const int side : {-1, 1}) {
      all.push_back({"rare " + std::to_string(side) + " + " + std::to_string(more), [=](Normal& z) {
                       const bool rare = z.sign() + z.sign() == 2;
                       return side * ((rare ? 1 : 0) - 0.25) + more * z();
                     }});
    }
  }
  for (const int n : {4, 5, 8}) {
    all.push_back({"ones " + std::to_string(n), [n](Normal& z) {
                     int sum = 0;
                     for (int i = 0; i < n; ++i) sum += z.sign();
                     return static_cast<double>(sum * sum - n);
                   }});
  }
  return all;
}

using Rule = std::function<Interval(const Moments&, double)>;

/// Cells of too little coverage. Counts and levels at which the rule gives no interval have none.
int failing(const std::vector<Member>& family, const std::vector<Index>& counts, const Rule& rule) {
  const std::vector<double> confidences{0.8, 0.95, 0.99, 0.999};
  std::vector<double> p_values;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < family.size(); ++i) {
    for (const Index count : counts) {
      Normal z(static_cast<unsigned>(1000 * count) + static_cast<unsigned>(i));
      std::vector<int> covered(confidences.size(), 0);
      std::vector<int> none(confidences.size(), 0);
      std::vector<double> values(static_cast<std::size_t>(count));
      for (int s = 0; s < samples; ++s) {
        for (double& x : values) x = family[i].value(z);
        const Moments moments = moments_of(values);
        for (std::size_t c = 0; c < confidences.size(); ++c) {
          const Interval interval = rule(moments, confidences[c]);
          covered[c] += interval.low <= 1e-12 && interval.high >= -1e-12 ? 1 : 0;
          none[c] += std::isnan(interval.low) ? 1 : 0;
        }
      }
      for (std::size_t c = 0; c < confidences.size(); ++c) {
        if (none[c] == samples) continue;
        const boost::math::binomial law(samples, confidences[c] - allowed);
        p_values.push_back(cdf(law, covered[c]));
        names.push_back(family[i].name + ", " + std::to_string(count) + " values at " +
                        std::to_string(confidences[c]) + ": " +
                        std::to_string(static_cast<double>(covered[c]) / samples));
      }
    }
  }
  const std::vector<bool> rejected = verify::holm(p_values, alpha);
  int fails = 0;
  for (std::size_t k = 0; k < rejected.size(); ++k) {
    if (rejected[k]) UNSCOPED_INFO(names[k]);
    fails += rejected[k] ? 1 : 0;
  }
  return fails;
}

const std::vector<Index> counts_of_values{4, 6, 9, 12, 20, 40};

/// Student's half-width, by Hall's cubic transformation of the statistic for the skewness of the
/// values (JRSS B 54 (1992), 221–228): second-order correct, but not for few values of the family.
Interval halls(const Moments& moments, double confidence) {
  const auto n = static_cast<double>(moments.count);
  const double a = moments.skewness() / std::sqrt(n);
  const double q = quantile(boost::math::students_t(n - 1), 0.5 + 0.5 * confidence);
  const auto inverse = [a](double x) {
    return std::abs(a) < 1e-8 ? x : 3 / a * (std::cbrt(1 + a * (x - a / 6)) - 1);
  };
  const double error = standard_error(moments);
  return {moments.mean() - error * inverse(q), moments.mean() - error * inverse(-q)};
}

}  // namespace

TEST_CASE("intervals hold for every member of the family of an invariant law", "[coverage]") {
  CHECK(failing(invariant_family(), counts_of_values, [](const Moments& m, double confidence) {
          return mean_interval(m, confidence);
        }) == 0);
}

TEST_CASE("intervals hold for the discrete values of random signs", "[coverage]") {
  CHECK(failing(sign_family(), {6, 8, 10, 14, 16, 20, 32}, [](const Moments& m, double confidence) {
          return mean_interval(m, confidence, true);
        }) == 0);
}

TEST_CASE("intervals by Hall's transformation do not hold for the family", "[coverage]") {
  CHECK(failing(invariant_family(), {4, 9, 20}, halls) > 10);
  CHECK(failing(sign_family(), {10}, halls) > 5);
}

TEST_CASE("what the family costs where values are normal", "[coverage]") {
  for (const Index count : {12, 16, 24, 48, 200}) {
    for (const double confidence : {0.8, 0.95, 0.99, 0.999}) {
      Normal z(static_cast<unsigned>(count));
      std::vector<double> ratios;
      std::vector<double> values(static_cast<std::size_t>(count));
      for (int s = 0; s < 1001; ++s) {
        for (double& x : values) x = z();
        const Moments moments = moments_of(values);
        const Interval now = mean_interval(moments, confidence);
        const Interval before = halls(moments, confidence);
        ratios.push_back((now.high - now.low) / (before.high - before.low));
      }
      std::nth_element(ratios.begin(), ratios.begin() + 500, ratios.end());
      CAPTURE(count, confidence);
      CHECK(ratios[500] < (count < 32 ? 1.25 : 1.1));
      CHECK(ratios[500] > 0.99);
    }
  }
}
