#include <boost/math/distributions/beta.hpp>

#include <algorithm>

#include <isotrace/verify/statistics.hpp>

#include "contract.hpp"

namespace isotrace::verify {

namespace {

/// D(a ‖ b), the relative entropy of two Bernoulli laws, 0 < b < 1.
double relative_entropy(double a, double b) {
  const double heads = a > 0 ? a * std::log(a / b) : 0;
  const double tails = a < 1 ? (1 - a) * std::log((1 - a) / (1 - b)) : 0;
  return heads + tails;
}

/// The two-sided p-value of the mean of independent values of unknown variance, which lie between
/// least and greatest. If enough values contribute, by gamma tails with the sample's variance and
/// skewness about the expected mean. Else by Hoeffding's bound 2·exp(−N·D(mean ‖ expected)) for
/// values scaled to [0, 1] (JASA 58 (1963), Theorem 1), which holds for every N.
double p_value_of_mean(std::span<const double> values, double expected, double least,
                       double greatest) {
  constexpr double enough = 400;
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  double second = 0;
  double fourth = 0;
  for (const double v : values) {
    sum += v;
    second += v * v;
    fourth += v * v * v * v;
  }
  const double mean = sum / count;
  const double rounding = 1e-12 * (std::abs(expected) + std::abs(mean) + 1);
  if (!std::isfinite(mean) || !std::isfinite(expected)) return 0;
  if (std::abs(mean - expected) <= rounding) return 1;
  if (expected <= least || expected >= greatest) return 0;
  if (fourth > 0 && second * second >= enough * fourth) {
    double variance = 0;
    for (const double v : values) variance += (v - expected) * (v - expected) / count;
    return mean_p_value(values, expected, variance);
  }
  const double width = greatest - least;
  const double entropy = relative_entropy((mean - least) / width, (expected - least) / width);
  return std::min(1.0, 2 * std::exp(-count * entropy));
}

/// The checks of a law, on probes that are drawn in one block.
template <Scalar S>
class LawContract {
 public:
  LawContract(const Law& law, Index n, Index probes, std::uint64_t seed)
      : law_(law), n_(n), stream_{seed}, X_(n, probes) {
    draw(law, stream_, 0, view(X_));
  }

  ContractReport operator()() {
    const double infinite = static_cast<double>((!X_.array().isFinite()).count());
    contract_.at_most("entries that are not finite", infinite, 0);
    if (infinite > 0) return contract_.take();
    addresses();
    if (draws_rows<S>(law_)) rows_in_pieces();
    for (const bool axis : {true, false}) moments(axis);
    neighbours();
    if (law_.invariant() && n_ > 1) directions();
    if (law_.invariant() && law_.group() == 1 && law_.has_radial_variance()) radius();
    if (law_.continuous() && n_ > 1) repetitions();
    notes();
    return contract_.take();
  }

 private:
  /// Groups drawn alone are those of the block; another seed gives other probes.
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

  /// Rows drawn in pieces are those of the whole columns.
  void rows_in_pieces() {
    const Index group = law_.group();
    const Index some = std::min<Index>(X_.cols(), 64 * group);
    RowMatrix<S> whole(n_, some);
    draw_rows(law_, stream_, 0, 0, view(whole));
    double differing = 0;
    for (Index first = 0; first < n_; first += piece_rows(first)) {
      RowMatrix<S> piece(piece_rows(first), some);
      draw_rows(law_, stream_, first, 0, view(piece));
      if (piece != whole.middleRows(first, piece.rows())) ++differing;
    }
    contract_.at_most("pieces of rows that differ when drawn alone", differing, 0);
  }
  /// The number of rows of the piece that starts at row `first`.
  Index piece_rows(Index first) const { return std::min(first / 2 + 1, n_ - first); }

  /// Tests the mean of of(x), which lies between least and greatest, by its means over the groups.
  template <class Of>
  void mean(const std::string& statement, double expected, double least, double greatest, Of of) {
    const Index group = law_.group();
    std::vector<double> means;
    for (Index first = 0; first < X_.cols(); first += group) {
      double sum = 0;
      for (Index j = first; j < first + group; ++j) sum += of(X_.col(j));
      means.push_back(sum / static_cast<double>(group));
    }
    contract_.p_value(statement, p_value_of_mean(means, expected, least, greatest));
  }

  void moments(bool axis) {
    RowMatrix<S> u = normal_block<S>(stream_.seed, "direction", n_, 1);
    if (axis) u = RowMatrix<S>::Identity(n_, 1);
    u /= u.norm();
    const std::string where = axis ? ", u the first axis" : ", u at random";
    const double longest2 = X_.colwise().squaredNorm().real().maxCoeff();
    const double longest = std::sqrt(longest2);
    mean("E Re uᴴx = 0" + where, 0, -longest, longest,
         [&](const auto& x) { return real_part(u.col(0).dot(x)); });
    mean("E |uᴴx|² = second_moment" + where, law_.second_moment(field_of<S>, n_), 0, longest2,
         [&](const auto& x) { return squared_modulus(u.col(0).dot(x)); });
  }

  /// Probes of neighbouring groups are uncorrelated, in value and in size: t = |uᴴx|² is compared
  /// as t/(t + c), which no large t dominates.
  void neighbours() {
    RowMatrix<S> u = normal_block<S>(stream_.seed, "direction", n_, 1);
    u /= u.norm();
    const double c = law_.second_moment(field_of<S>, n_);
    const RowMatrix<S> part = u.adjoint() * X_;
    const Index group = law_.group();
    std::vector<double> products;
    std::vector<double> sizes;
    double middle = 0;
    for (Index j = 0; j < X_.cols(); j += group) {
      const double t = squared_modulus(part(0, j));
      sizes.push_back(t / (t + c));
      middle += sizes.back();
      if (j % (2 * group) != 0) {
        products.push_back(real_part(conjugate(part(0, j - group)) * part(0, j)));
      }
    }
    middle /= static_cast<double>(sizes.size());
    std::vector<double> covariances;
    for (std::size_t k = 1; k < sizes.size(); k += 2) {
      covariances.push_back((sizes[k - 1] - middle) * (sizes[k] - middle));
    }
    const double longest2 = X_.colwise().squaredNorm().real().maxCoeff();
    contract_.p_value("independent groups: E Re (uᴴx)*(uᴴy) = 0, x and y neighbours",
                      p_value_of_mean(products, 0, -longest2, longest2));
    contract_.p_value("independent groups: |uᴴx|² and |uᴴy|² are uncorrelated",
                      p_value_of_mean(covariances, 0, -1, 1));
  }

  /// |e₁ᴴx|²/‖x‖² ~ Beta(½, (n − 1)/2), over ℂ Beta(1, n − 1); for the first probe of each group.
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
    const auto square = [&](const auto& x) {
      const double excess = real_part(x.squaredNorm()) / size - 1;
      return excess * excess;
    };
    double greatest = 0;
    for (Index j = 0; j < X_.cols(); ++j) greatest = std::max(greatest, square(X_.col(j)));
    mean("var ‖x‖²/(E‖x‖²)² = radial_variance", law_.radial_variance(field_of<S>, n_), 0, greatest,
         square);
  }

  /// A law with a density does not repeat the values |x₁ + x₂|² of a form; a quarter is tolerated.
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

  void notes() {
    if (!law_.states_continuous()) {
      contract_.note(law_.continuous()
                         ? "no continuous(): taken to be continuous, as it is invariant"
                         : "no continuous(): taken to be discrete; intervals are wider "
                           "and need more values");
    }
    if (!law_.has_check())
      contract_.note("no check(field, n): the law is taken to exist on every 𝕂ⁿ");
    if (law_.invariant() && law_.group() == 1 && !law_.has_radial_variance()) {
      contract_.note("no radial_variance(field, n): exact::value_variance does not know the law");
    }
    if (!draws_rows<S>(law_)) {
      contract_.note("no draw_rows: probes are drawn by whole columns");
    }
    if (law_.group() > 1) {
      contract_.note("probes in groups: Hutchinson's method only, no sketch");
    }
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
