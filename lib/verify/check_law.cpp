#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>

#include <isotrace/trace/moments.hpp>
#include <isotrace/verify/statistics.hpp>

#include "contract.hpp"

namespace isotrace::verify {

namespace {

/// Probes of a law, drawn in one block, and what is asked of them.
template <Scalar S>
class LawContract {
 public:
  LawContract(const Law& law, Index n, Index probes, std::uint64_t seed)
      : law_(law), n_(n), stream_{seed}, X_(n, probes) {
    draw(law, stream_, 0, view(X_));
  }

  ContractReport operator()() {
    addresses();
    for (const bool axis : {true, false}) moments(axis);
    if (law_.invariant() && n_ > 1) directions();
    if (law_.invariant() && law_.group() == 1 && law_.has_radial_variance()) radius();
    if (law_.continuous() && n_ > 1) repetitions();
    return contract_.take();
  }

 private:
  /// Every group alone, and other seeds.
  void addresses() {
    const Index group = law_.group();
    Index differing = 0;
    const Index some = std::min<Index>(X_.cols(), 64 * group);
    RowMatrix<S> alone(n_, group);
    for (Index first = 0; first < some; first += group) {
      draw(law_, stream_, first, view(alone));
      if (alone != X_.middleCols(first, group)) ++differing;
    }
    contract_.at_most("groups of probes that differ when drawn alone",
                      static_cast<double>(differing), 0);
    RowMatrix<S> other(n_, some);
    draw(law_, Stream{stream_.seed + 1}, 0, view(other));
    contract_.at_most("another seed gives the same probes (1 where so)",
                      other == X_.leftCols(some) ? 1 : 0, 0);
  }

  /// Of the mean of the groups' means of of(x).
  template <class Of>
  void mean(const std::string& statement, double expected, Of of) {
    const Index group = law_.group();
    std::vector<double> means;
    for (Index first = 0; first < X_.cols(); first += group) {
      double sum = 0;
      for (Index j = first; j < first + group; ++j) sum += of(X_.col(j));
      means.push_back(sum / static_cast<double>(group));
    }
    const Moments m = moments_of(means);
    const double error = m.standard_deviation() / std::sqrt(static_cast<double>(m.count));
    const double gap = std::abs(m.mean() - expected);
    const double rounding = 1e-12 * (std::abs(expected) + std::abs(m.mean()) + 1);
    double p = 1;
    if (gap > rounding) {
      p = error > 0 ? 2 * cdf(complement(boost::math::normal(), gap / error)) : 0;
    }
    contract_.p_value(statement, p);
  }

  void moments(bool axis) {
    RowMatrix<S> u = normal_block<S>(stream_.seed, "direction", n_, 1);
    if (axis) u = RowMatrix<S>::Identity(n_, 1);
    u /= u.norm();
    const std::string where = axis ? ", u the first axis" : ", u at random";
    mean("E Re uᴴx = 0" + where, 0, [&](const auto& x) { return real_part(u.col(0).dot(x)); });
    mean("E |uᴴx|² = second_moment" + where, law_.second_moment(field_of<S>, n_),
         [&](const auto& x) { return squared_modulus(u.col(0).dot(x)); });
  }

  /// |e₁ᴴx|²/‖x‖² is Beta(½, (n − 1)/2), over ℂ Beta(1, n − 1); of the first probe of each group.
  void directions() {
    const double half = is_complex<S> ? 1 : 0.5;
    const boost::math::beta_distribution<> law(half, half * static_cast<double>(n_ - 1));
    std::vector<double> u;
    for (Index j = 0; j < X_.cols(); j += law_.group()) {
      const double part = squared_modulus(X_(0, j)) / real_part(X_.col(j).squaredNorm());
      u.push_back(cdf(law, std::min(part, 1.0)));
    }
    contract_.p_value("invariant: |x₁|²/‖x‖² has its beta law", uniform_p_value(u));
  }

  void radius() {
    const double size = static_cast<double>(n_) * law_.second_moment(field_of<S>, n_);
    mean("var ‖x‖²/(E‖x‖²)² = radial_variance", law_.radial_variance(field_of<S>, n_),
         [&](const auto& x) {
           const double excess = real_part(x.squaredNorm()) / size - 1;
           return excess * excess;
         });
  }

  /// Of a form's values, by its first entry or two alone, a quarter may not be equal.
  void repetitions() {
    std::vector<double> values;
    for (Index j = 0; j < X_.cols(); j += law_.group()) {
      const S sum = X_(0, j) + X_(1, j);
      values.push_back(squared_modulus(sum));
    }
    std::sort(values.begin(), values.end());
    const auto distinct = std::unique(values.begin(), values.end()) - values.begin();
    const auto count = static_cast<double>(values.size());
    contract_.at_most("continuous: part of the values |x₁ + x₂|² that repeat",
                      1 - static_cast<double>(distinct) / count, 0.25);
  }

  const Law& law_;
  Index n_;
  Stream stream_;
  RowMatrix<S> X_;
  Contract contract_;
};

}  // namespace

ContractReport check_law(const Law& law, Field field, Index n, Index probes, std::uint64_t seed) {
  isotrace::check_law(law, field, n);
  const Index group = law.group();
  const Index whole = std::max<Index>(16, probes / group) * group;
  if (field == Field::real) return LawContract<double>(law, n, whole, seed)();
  return LawContract<std::complex<double>>(law, n, whole, seed)();
}

}  // namespace isotrace::verify
