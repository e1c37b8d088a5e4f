#include <coverage/judge.hpp>

#include <boost/math/distributions/binomial.hpp>

#include <isotrace/verify/statistics.hpp>

namespace isotrace::program {

Index judge(std::vector<CoverageCase>& cells, const Verdict& verdict) {
  std::vector<CoverageCase*> judged;
  std::vector<double> p_values;
  for (CoverageCase& cell : cells) {
    cell.p_value = 1;
    cell.fails = false;
    if (cell.intervals() < 1) continue;
    const boost::math::binomial law(static_cast<double>(cell.intervals()),
                                    verdict.bound(cell.info.confidence));
    cell.p_value = cdf(law, static_cast<double>(cell.covered));
    judged.push_back(&cell);
    p_values.push_back(cell.p_value);
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
