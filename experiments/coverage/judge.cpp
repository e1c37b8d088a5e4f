#include <coverage/judge.hpp>

#include <boost/math/distributions/binomial.hpp>

#include <isotrace/verify/statistics.hpp>

namespace isotrace::program {

Index judge(std::vector<CoverageCase>& cases, const Verdict& verdict) {
  std::vector<CoverageCase*> judged;
  std::vector<double> p_values;
  for (CoverageCase& coverage_case : cases) {
    coverage_case.p_value = 1;
    coverage_case.fails = false;
    if (coverage_case.intervals() < 1) continue;
    const boost::math::binomial law(static_cast<double>(coverage_case.intervals()),
                                    verdict.bound(coverage_case.info.confidence));
    coverage_case.p_value = cdf(law, static_cast<double>(coverage_case.covered));
    judged.push_back(&coverage_case);
    p_values.push_back(coverage_case.p_value);
  }
  const std::vector<bool> rejected = verify::holm(p_values, verdict.alpha);
  Index fails = 0;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    judged[i]->fails = rejected[i];
    fails += rejected[i] ? 1 : 0;
  }
  return fails;
}

}  // namespace isotrace::program
