#include <converge/captions.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace isotrace::program {
namespace {

constexpr double together = 0.05;  // lines at a smaller relative distance look like one

const LawCurve* curve_of(const CaseResult& result, std::string_view law) {
  const auto at = std::find_if(result.laws.begin(), result.laws.end(),
                               [&](const LawCurve& curve) { return curve.law == law; });
  return at == result.laws.end() || !at->fit ? nullptr : &*at;
}

/// The distance of the curve's constant from the sphere's, relative to the sphere's.
double distance(const LawCurve& curve, const LawCurve& sphere) {
  return curve.constant() / sphere.constant() - 1;
}

/// Why a law's variance may be near the sphere's; see probe_variance for the formulas.
std::string_view reason(std::string_view law, Field field) {
  if (law == "ball") {
    return "a ball probe is a sphere probe whose length, in many dimensions, hardly varies";
  }
  if (law == "frame") {
    return "the columns of a frame are sphere probes orthogonal to one another, as a few "
           "independent ones nearly are";
  }
  if (law == "phases") {
    return "phases fix the length as the sphere does, and the unevenness of the matrix's diagonal "
           "is "
           "small beside the rest";
  }
  if (law == "signs" && field == Field::complex) {
    return "signs fix the length too, and the matrix is as large outside its symmetric part as in "
           "it, so that real probes lose nothing";
  }
  if (law == "signs") {
    return "signs fix the length as the sphere does, and the unevenness of the matrix's diagonal "
           "is "
           "small beside the rest";
  }
  return "its values spread as much";
}

/// "a, b and c".
std::string listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return fmt::format("{}", fmt::join(words, ""));
  return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

/// The laws on the sphere's line, and why.
std::string on_one_line(const CaseResult& result, const LawCurve& sphere) {
  std::vector<std::string> names{"Sphere"};
  std::vector<std::string_view> reasons;
  double farthest = 0;
  for (const LawCurve& curve : result.laws) {
    if (curve.law == "sphere" || !curve.fit) continue;
    if (std::abs(distance(curve, sphere)) > together) continue;
    names.push_back(curve.law);
    reasons.push_back(reason(curve.law, result.field));
    farthest = std::max(farthest, std::abs(distance(curve, sphere)));
  }
  if (reasons.empty()) return {};
  return fmt::format(" {} lie on one line, at most {:.1f} % from the sphere's: {}.", listed(names),
                     100 * farthest, fmt::join(reasons, "; "));
}

/// "Apart from it: gaussian 81 % above (…)".
std::string apart(const CaseResult& result, const LawCurve& sphere) {
  std::vector<std::string> words;
  for (const LawCurve& curve : result.laws) {
    if (curve.law == "sphere" || !curve.fit) continue;
    const double by = distance(curve, sphere);
    if (std::abs(by) <= together) continue;
    words.push_back(fmt::format("{} {:.0f} % {}{}", curve.law, 100 * std::abs(by),
                                by > 0 ? "above" : "below",
                                curve.law == "gaussian" ? ", as its length varies too" : ""));
  }
  if (words.empty()) return {};
  return fmt::format(" Apart from the sphere's: {}.", fmt::join(words, "; "));
}

/// "25 of 27": how many of the curves with a fit.
template <class Holds>
std::string count(const std::vector<CaseResult>& cases, const Holds& holds) {
  Index all = 0;
  Index good = 0;
  for (const CaseResult& one : cases) {
    for (const LawCurve& curve : one.laws) {
      if (!curve.fit) continue;
      ++all;
      good += holds(curve) ? 1 : 0;
    }
  }
  return fmt::format("{} of {}", good, all);
}

bool within(double x, const Interval& interval) {
  return interval.low <= x && x <= interval.high;
}

}  // namespace

std::string convergence_caption(const CaseResult& result) {
  const bool exact = result.has_predictions();
  std::string out =
      fmt::format("Points: root-mean-square (RMS) errors, measured over {} runs; lines: {}.",
                  result.laws.empty() ? 0 : result.laws.front().runs,
                  exact ? "their exact values, not fitted"
                        : "fitted with the slope −1/2, as the exact variances would take too long");
  const LawCurve* sphere = curve_of(result, "sphere");
  if (sphere == nullptr) return out;
  return out + on_one_line(result, *sphere) + apart(result, *sphere);
}

std::string ratio_caption() {
  return "The same errors over their exact values, with 95 % intervals: one in twenty misses 1 by "
         "chance. The laws' points are shifted sideways. A run's first N values serve every N, so "
         "that a law's neighbouring points move "
         "together.";
}

std::string agreement(const std::vector<CaseResult>& cases) {
  const auto slope = [](const LawCurve& c) { return within(-0.5, c.fit->slope_interval); };
  const auto constant = [](const LawCurve& c) {
    return c.predicted && within(*c.predicted, c.fit->constant_interval);
  };
  std::string text =
      fmt::format("Measured errors fall as 1/√N: {} slopes hold −1/2 in their 95 % intervals",
                  count(cases, slope));
  const bool exact = std::all_of(cases.begin(), cases.end(),
                                 [](const CaseResult& one) { return one.has_predictions(); });
  if (exact) text += fmt::format(", and {} constants the exact one", count(cases, constant));
  return text + ". One in twenty misses by chance.";
}

}  // namespace isotrace::program
