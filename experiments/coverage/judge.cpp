#include <coverage/judge.hpp>

#include <boost/math/distributions/binomial.hpp>

#include <isotrace/verify/statistics.hpp>

namespace isotrace::program {

Index judge(std::vector<Cell>& cells, const Verdict& verdict) {
  std::vector<double> p_values;
  for (Cell& cell : cells) {
    const boost::math::binomial law(static_cast<double>(cell.seeds), verdict.bound);
    cell.p_value = cdf(law, static_cast<double>(cell.covered));
    p_values.push_back(cell.p_value);
  }
  const std::vector<bool> rejected = verify::holm(p_values, verdict.alpha);
  Index fails = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i].fails = rejected[i];
    fails += rejected[i] ? 1 : 0;
  }
  return fails;
}

}  // namespace isotrace::program
