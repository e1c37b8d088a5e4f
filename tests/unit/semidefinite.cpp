// What automatic does with the knowledge that a form is Hermitian and positive semidefinite.
#include <catch2/catch.hpp>

#include <cmath>

#include <isotrace/isotrace.hpp>
#include <support/by_products.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

const Index n = 300;

RowMatrix<double> powers(double ratio) {
  Eigen::VectorXd eigenvalues(n);
  for (Index i = 0; i < n; ++i) eigenvalues[i] = std::pow(ratio, static_cast<double>(i));
  return hermitian_matrix<double>(eigenvalues, 1);
}

/// Takes so long for a product that nothing else counts.
struct Costly {
  RowMatrix<double> A;
  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  double cost() const { return 1e-2; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = A * X; }
};

}  // namespace

TEST_CASE("a form that is known to be semidefinite is sketched by half the products", "[methods]") {
  const RowMatrix<double> A = powers(0.8);
  const EuclideanMetric<double> I(n);
  Options options{.matvecs = 40, .method = Method::automatic};
  const auto unknown = metric_trace(A, I, options);
  options.semidefinite = true;
  const auto known = metric_trace(A, I, options);
  CHECK(unknown.method == Method::xtrace);
  CHECK(known.method == Method::xnystrace);
  CHECK(known.standard_error < 0.5 * unknown.standard_error);

  const Costly costly{A};
  options.matvecs.reset();
  options.tolerance = 1e-3;
  const auto to_tolerance = metric_trace(costly, I, options);
  options.semidefinite = false;
  CHECK(to_tolerance.method == Method::xnystrace);
  CHECK(to_tolerance.matvecs < metric_trace(costly, I, options).matvecs);
  CHECK(std::abs(to_tolerance.value - A.trace()) < 1e-3 * A.trace());
}

TEST_CASE("a norm's form is known to be semidefinite", "[methods]") {
  const RowMatrix<double> T = powers(0.8);
  const EuclideanMetric<double> I(n);
  const auto e = frobenius_norm(T, I, I, {.matvecs = 80, .method = Method::automatic});
  CHECK(e.method == Method::xnystrace);
  CHECK(std::abs(e.value - T.norm()) < 1e-3 * T.norm());
}

TEST_CASE("a form that is said to be semidefinite and is not is refused with the evidence",
          "[methods]") {
  Eigen::VectorXd eigenvalues = Eigen::VectorXd::Zero(n);
  eigenvalues.head(20).setConstant(-1);
  eigenvalues.tail(20).setConstant(1.5);
  const RowMatrix<double> A = hermitian_matrix<double>(eigenvalues, 1);
  const EuclideanMetric<double> I(n);
  Options options{.matvecs = 60, .method = Method::automatic, .semidefinite = true};
  CHECK_THROWS_AS(metric_trace(by_products(A), I, options), OperatorError);
  options.tolerance = 1e-3;
  CHECK_THROWS_AS(metric_trace(by_products(A), I, options), OperatorError);
  options.semidefinite = false;
  CHECK_NOTHROW(metric_trace(A, I, options));
}

TEST_CASE("the difference to a control variate is not taken for semidefinite", "[methods]") {
  const RowMatrix<double> A = powers(0.8);
  const RowMatrix<double> B = powers(0.85);
  const EuclideanMetric<double> I(n);
  const OperatorForm<double> form(A);
  const OperatorForm<double> greater(B);
  const auto e =
      control_variate_trace(form, greater, B.trace(), I,
                            {.method = Method::automatic, .semidefinite = true, .tolerance = 1e-2});
  CHECK(std::abs(e.value - A.trace()) < 1e-2 * A.trace());
}

namespace {

/// diag(1/k): of so long a tail a Nyström approximation knows little, and the range of the same
/// sketch much.
struct Harmonic {
  Index n;
  double factor = 1;
  Index rows() const { return n; }
  Index cols() const { return n; }
  double cost() const { return 1e-5; }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const {
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < X.cols; ++j) {
        Y(i, j) = factor / static_cast<double>(i + 1) * X(i, j);
      }
    }
  }
  double trace() const {
    double sum = 0;
    for (Index i = n; i > 0; --i) sum += factor / static_cast<double>(i);
    return sum;
  }
};

}  // namespace

TEST_CASE("of a long tail the range of the sketch is known first", "[methods]") {
  const Harmonic A{2000};
  const EuclideanMetric<double> I(A.n);
  Options options{.semidefinite = true, .tolerance = 5e-3, .threads = 1};
  const auto e = metric_trace(A, I, options);
  CHECK(e.method == Method::hutchpp);
  CHECK(e.status == Status::converged);
  CHECK(std::abs(e.value - A.trace()) < 5e-3 * A.trace());
  CHECK(e.matvecs < A.n / 3);

  const auto scaled = metric_trace(Harmonic{A.n, 0x1p300}, I, options);
  CHECK(scaled.value == 0x1p300 * e.value);
  CHECK(scaled.interval.low == 0x1p300 * e.interval.low);
  CHECK(scaled.matvecs == e.matvecs);

  options.threads = 2;
  const auto two = metric_trace(A, I, options);
  CHECK(two.value == e.value);
  CHECK(two.matvecs == e.matvecs);
}

TEST_CASE("a sketch that gains more and more goes on to the end of the spectrum", "[methods]") {
  const Index rank = 50;
  Eigen::SparseMatrix<double> A(1000, 1000);
  for (Index i = 0; i < A.rows(); ++i) A.insert(i, i) = i < rank ? 1 : 1e-3;
  A.makeCompressed();
  const double trace = rank + 950 * 1e-3;
  struct Dear {
    const Eigen::SparseMatrix<double>& A;
    Index rows() const { return A.rows(); }
    Index cols() const { return A.cols(); }
    double cost() const { return 6.7e-5; }  // of a dense matrix
    void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = A * X; }
  };
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const auto e = metric_trace(Dear{A}, EuclideanMetric<double>(A.rows()),
                                {.semidefinite = true, .tolerance = 1e-2, .seed = seed});
    CHECK(e.matvecs < 2 * rank);
    CHECK(std::abs(e.value - trace) < 1e-2 * trace);
  }
}

TEST_CASE("no way to a tolerance spends more than the budget", "[methods]") {
  const Harmonic A{600};
  const EuclideanMetric<double> I(A.n);
  for (Index most = 1; most <= 2 * A.n; most += 1 + most / 4) {
    CAPTURE(most);
    const auto e =
        metric_trace(A, I, {.semidefinite = true, .tolerance = 5e-3, .max_matvecs = most});
    CHECK(e.matvecs <= most);
    CHECK(e.status != Status::completed);
    if (e.status == Status::converged) {
      CHECK(std::abs(e.value - A.trace()) < 5e-3 * A.trace());
    }
  }
}
