// Checks of a caller's own metric, operator and law: the library's hold, each planted mistake
// fails.
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <sstream>

#include <isotrace/isotrace.hpp>
#include <isotrace/verification.hpp>

#include <support/own_types.hpp>
#include <support/random_matrix.hpp>

using namespace isotrace;
using namespace isotrace::test;
using verify::ContractReport;

namespace {

std::string text(const ContractReport& report) {
  std::ostringstream out;
  out << report;
  return out.str();
}

/// Whether a check fails whose statement begins so, and no other.
bool only_fails(const ContractReport& report, const std::vector<std::string>& beginnings) {
  for (const auto& check : report.checks) {
    const bool named = std::any_of(beginnings.begin(), beginnings.end(), [&](const auto& words) {
      return check.statement.starts_with(words);
    });
    if (check.holds() == named) {
      UNSCOPED_INFO(text(report));
      return false;
    }
  }
  return true;
}

/// 4 I that says it is I.
struct NotTheIdentity {
  using Scalar = double;
  static constexpr bool identity = true;
  Index dim() const { return 9; }
  void gram(ConstBlockView<double> X, BlockView<double> Y) const { eigen(Y) = 4 * eigen(X); }
  void map(Isometry which, BlockView<double> X) const {
    const bool inverse = which == Isometry::inverse || which == Isometry::inverse_adjoint;
    eigen(X) *= inverse ? 2 : 0.5;
  }
};

/// diag(w) with mistakes.
struct WrongMetric {
  using Scalar = double;
  enum Mistake { none, root, inverse, adjoint, negative, beside } mistake;
  Eigen::VectorXd w = Eigen::VectorXd::LinSpaced(9, 1, 3);

  Index dim() const { return w.size(); }
  void gram(ConstBlockView<double> X, BlockView<double> Y) const {
    eigen(Y) = (mistake == negative ? -1 : 1) * (w.asDiagonal() * eigen(X));
    if (mistake == beside) Y.data[Y.cols] = 0;
  }
  void map(Isometry which, BlockView<double> X) const {
    const bool inverse_of = which == Isometry::inverse || which == Isometry::inverse_adjoint;
    const double power = (inverse_of ? 0.5 : -0.5) * (mistake == root ? 2 : 1) *
                         (mistake == inverse && which == Isometry::inverse ? -1 : 1) *
                         (mistake == adjoint && which == Isometry::adjoint ? -1 : 1);
    eigen(X) = w.array().pow(power).matrix().asDiagonal() * RowMatrix<double>(eigen(X));
  }
};

struct WrongOperator {
  enum Mistake { none, affine, wrong_adjoint, wrong_values, order, state } mistake;
  RowMatrix<double> A = random_matrix<double>(7, 7, 1);
  mutable std::atomic<int> calls = 0;

  Index rows() const { return 7; }
  Index cols() const { return 7; }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const {
    eigen(Y) = A * eigen(X);
    if (mistake == affine) eigen(Y).array() += 1;
    if (mistake == order) eigen(Y).col(0) *= static_cast<double>(X.cols);
    if (mistake == state) eigen(Y) *= 1 + 1e-15 * ++calls;
  }
  void apply_adjoint(ConstBlockView<double> X, BlockView<double> Y) const {
    eigen(Y) = (mistake == wrong_adjoint ? A : RowMatrix<double>(A.transpose())) * eigen(X);
  }
  void values(ConstBlockView<double> X, double* out) const {
    for (Index j = 0; j < X.cols; ++j) {
      const Eigen::VectorXd x = eigen(X).col(j);
      out[j] = x.dot(A * x) * (mistake == wrong_values ? 2 : 1);
    }
  }
};

/// The sphere with mistakes.
struct WrongLaw {
  enum Mistake {
    none,
    moment,
    no_moment,
    mean,
    invariance,
    address,
    seed,
    discrete,
    radial,
    antithetic,
    same_size,
    infinite
  } mistake;

  static constexpr std::string_view name() { return "wrong"; }
  static constexpr bool invariant() { return true; }
  static constexpr Index group() { return 1; }
  double second_moment(Field, Index n) const {
    if (mistake == no_moment) return std::numeric_limits<double>::quiet_NaN();
    return (mistake == moment ? 1.05 : 1.0) / static_cast<double>(n);
  }
  double radial_variance(Field, Index) const { return mistake == radial ? 0.1 : 0; }
  template <class S>
  void draw(const Stream& stream, ProbeRange probes, BlockView<S> X) const {
    const Stream from{mistake == seed ? 1 : stream.seed};
    if (mistake == invariance || mistake == discrete) {
      isotrace::draw(Signs{}, from, probes.first, X);
      if (mistake == invariance) {  // signs of random weights: mean and second moment are right
        RowMatrix<S> w(X.rows, X.cols);
        isotrace::draw(Gaussian{}, from.substream("w"), probes.first, view(w));
        eigen(X).array() *= w.array().abs().sqrt();
      }
      for (Index j = 0; j < X.cols; ++j) eigen(X).col(j).normalize();
      return;
    }
    if (mistake == antithetic || mistake == same_size) {
      for (Index j = 0; j < X.cols; ++j) {
        const Index k = probes.first + j;
        isotrace::draw(Sphere{}, from, k / 2, X.columns(j, 1));
        RowMatrix<S> sign(1, 1);
        isotrace::draw(Signs{}, from.substream("sign"), k, view(sign));
        eigen(X).col(j) *= mistake == same_size ? sign(0, 0) : S(k % 2 == 0 ? 1 : -1);
      }
      return;
    }
    isotrace::draw(Sphere{}, from, mistake == address ? X.cols : probes.first, X);
    if (mistake == infinite) X(0, 0) = S(std::numeric_limits<double>::infinity());
    if (mistake == mean) eigen(X) = eigen(X).cwiseAbs().template cast<S>();
  }
};

/// ±√n e_i, i and the sign at random: few probes have a part along an axis. Wrong where it knows
/// less than n axes, or draws rows by where they are in the block.
struct Axes {
  enum Mistake { none, first_axis, rows } mistake = none;

  static constexpr std::string_view name() { return "axes"; }
  static constexpr bool invariant() { return false; }
  static constexpr Index group() { return 1; }
  double second_moment(Field, Index) const { return 1; }
  void draw_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<double> X,
                 double*) const {
    for (Index j = 0; j < X.cols; ++j) {
      const auto number = static_cast<std::uint64_t>(probes.first + j);
      const auto least = static_cast<std::uint64_t>(mistake == first_axis ? 1 : 0);
      const std::uint64_t axes = static_cast<std::uint64_t>(dim) - least;
      const std::uint64_t random = engine_seed(stream, number, 0).state;
      const auto axis = static_cast<Index>(least + (random >> 32) % axes);
      const double sign = random % 2 == 0 ? 1 : -1;
      const Index from = mistake == rows ? 0 : first_row;
      for (Index i = 0; i < X.rows; ++i) {
        X(i, j) = from + i == axis ? sign * std::sqrt(static_cast<double>(dim)) : 0.0;
      }
    }
  }
  Index dim = 3000;
};

}  // namespace

TEST_CASE("a law of rare parts is not refused for them, and its mistakes are named", "[contract]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    CHECK(only_fails(verify::check_law(Axes{}, Field::real, 3000, 2000, seed), {}));
  }
  CHECK(only_fails(verify::check_law(Axes{.mistake = Axes::first_axis, .dim = 20}, Field::real, 20),
                   {"E |uᴴx|² = second_moment"}));
  CHECK(only_fails(verify::check_law(Axes{.mistake = Axes::rows, .dim = 20}, Field::real, 20),
                   {"pieces of rows that differ"}));
}

TEST_CASE("the library's metrics keep the contract", "[contract]") {
  const Index n = 15;
  CHECK(verify::check_metric(EuclideanMetric<double>(n)).holds());
  CHECK(verify::check_metric(DenseMetric<double>(random_metric<double>(n, 1))).holds());
  CHECK(verify::check_metric(
            DenseMetric<std::complex<float>>(random_metric<std::complex<float>>(n, 1)))
            .holds());
  CHECK(verify::check_metric(SparseMetric<double>(random_sparse_metric<double>(n, 2))).holds());
  CHECK(verify::check_metric(CovarianceMetric(DenseMetric<double>(random_metric<double>(n, 3))))
            .holds());
}

TEST_CASE("a metric's mistake is named", "[contract]") {
  CHECK(only_fails(verify::check_metric(WrongMetric{WrongMetric::none}), {}));
  CHECK(only_fails(verify::check_metric(WrongMetric{WrongMetric::root}), {"map: QᴴVQ = I"}));
  CHECK(only_fails(verify::check_metric(WrongMetric{WrongMetric::inverse}),
                   {"map: inverse undoes forward"}));
  CHECK(only_fails(verify::check_metric(WrongMetric{WrongMetric::adjoint}),
                   {"map: QᴴVQ = I", "map: adjoint is that", "map: inverse_adjoint undoes"}));
  CHECK(only_fails(verify::check_metric(WrongMetric{WrongMetric::negative}),
                   {"gram: V is positive", "map: QᴴVQ = I"}));
  CHECK(
      only_fails(verify::check_metric(WrongMetric{WrongMetric::beside}),
                 {"gram: V is Hermitian", "map: QᴴVQ = I", "gram: a block inside wider storage"}));
}

TEST_CASE("a metric that is said to be the identity is tried", "[contract]") {
  CHECK(only_fails(verify::check_metric(NotTheIdentity{}), {"identity:"}));
}

TEST_CASE("what a law does not state is noted", "[contract]") {
  const auto notes = verify::check_law(Axes{.dim = 20}, Field::real, 20).notes;
  const auto noted = [&](std::string_view words) {
    return std::ranges::any_of(notes, [&](const auto& note) { return note.starts_with(words); });
  };
  CHECK(noted("no continuous()"));
  CHECK(noted("no check(field, n)"));
  CHECK_FALSE(noted("no draw_rows"));
}

TEST_CASE("an operator's mistake is named", "[contract]") {
  const RowMatrix<double> A = random_matrix<double>(6, 9, 2);
  CHECK(verify::check_operator(A).holds());
  CHECK(verify::check_operator(Eigen::SparseMatrix<double>(A.sparseView())).holds());
  const auto report = [](WrongOperator::Mistake mistake) {
    const WrongOperator op{mistake};
    return verify::check_operator(op);
  };
  CHECK(only_fails(report(WrongOperator::none), {}));
  CHECK(only_fails(report(WrongOperator::affine),
                   {"apply is linear", "apply_adjoint belongs", "values are"}));
  CHECK(only_fails(report(WrongOperator::wrong_adjoint), {"apply_adjoint belongs"}));
  CHECK(only_fails(report(WrongOperator::wrong_values), {"values are"}));
  CHECK(only_fails(report(WrongOperator::order),
                   {"apply treats columns alike", "apply_adjoint belongs", "values are"}));
  CHECK(only_fails(report(WrongOperator::state), {"apply: other bits"}));
  const auto alone =
      function_operator(4, [](const ConstBlock<double>& X, Block<double> Y) { Y = X; });
  CHECK(verify::check_operator(alone).notes.size() == 1);
}

TEST_CASE("the library's laws, and a right one of a caller's, keep the contract", "[contract]") {
  for (const Law& law : all_laws()) {
    for (const Field field : {Field::real, Field::complex}) {
      if (law.as<Phases>() != nullptr && field == Field::real) continue;
      CAPTURE(law.name(), field == Field::complex);
      CHECK(only_fails(verify::check_law(law, field, 17), {}));
    }
  }
  CHECK(only_fails(verify::check_law(Simplex{5}, Field::real, 5), {}));
  CHECK(only_fails(verify::check_law(Sphere{}, Field::real, 1), {}));
}

TEST_CASE("a law's mistake is named", "[contract]") {
  const auto report = [](WrongLaw::Mistake mistake) {
    return verify::check_law(WrongLaw{mistake}, Field::real, 11);
  };
  CHECK(only_fails(report(WrongLaw::none), {}));
  CHECK(only_fails(report(WrongLaw::moment), {"E |uᴴx|²", "var ‖x‖²"}));
  CHECK(only_fails(report(WrongLaw::mean), {"E Re uᴴx = 0", "E |uᴴx|² = second_moment, u at random",
                                            "independent groups: E Re"}));
  CHECK(only_fails(report(WrongLaw::invariance), {"invariant:"}));
  CHECK(only_fails(report(WrongLaw::address), {"groups of probes that differ"}));
  CHECK(only_fails(report(WrongLaw::seed), {"another seed"}));
  CHECK(only_fails(report(WrongLaw::discrete), {"invariant:", "continuous:"}));
  CHECK(only_fails(report(WrongLaw::radial), {"var ‖x‖²"}));
  CHECK(only_fails(report(WrongLaw::antithetic),
                   {"independent groups: E Re", "independent groups: |uᴴx|²", "continuous:"}));
  CHECK(only_fails(report(WrongLaw::same_size), {"independent groups: |uᴴx|²", "continuous:"}));
  CHECK(only_fails(report(WrongLaw::infinite), {"entries that are not finite"}));
  CHECK_THROWS_AS(report(WrongLaw::no_moment), OptionError);
}
