#include <Eigen/LU>
#include <Eigen/SparseCore>
#include <catch2/catch.hpp>
#include <complex>
#include <memory>
#include <type_traits>

#include <isotrace/isotrace.hpp>

using namespace isotrace;

namespace {

Eigen::MatrixXd test_matrix(Index n, unsigned seed) {
  RowMatrix<double> A(n, n);
  draw(Law(Gaussian{}), Stream{seed}, 0, view(A));
  return A;
}

/// Takes and overwrites the memory that was freed last: what still reads it finds NaNs.
void overwrite_freed_memory(Index n) {
  std::vector<std::unique_ptr<Eigen::MatrixXd>> blocks;
  for (int i = 0; i < 16; ++i) {
    blocks.push_back(std::make_unique<Eigen::MatrixXd>(
        Eigen::MatrixXd::Constant(n, n, std::numeric_limits<double>::quiet_NaN())));
  }
}

/// An operator that says when it dies.
struct Mortal {
  Index n;
  std::shared_ptr<int> alive = std::make_shared<int>(1);
  Index rows() const { return n; }
  Index cols() const { return n; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = *alive * X; }
};

/// A metric of the user's own, V = 4 I, with memory of its own.
struct Fourfold {
  using Scalar = double;
  std::vector<double> four;
  Index n;
  Index dim() const { return n; }
  void gram(ConstBlockView<double> x, BlockView<double> y) const {
    eigen(y) = four.at(0) * eigen(x);
  }
  void map(Isometry which, BlockView<double> x) const {
    const bool forward = which == Isometry::forward || which == Isometry::adjoint;
    eigen(x) *= forward ? 1 / std::sqrt(four.at(0)) : std::sqrt(four.at(0));
  }
};

constexpr Index n = 24;
const Options options{.matvecs = 48};

template <class Form>
double trace_of(const Form& form) {
  overwrite_freed_memory(n);
  return exact::metric_trace(form, EuclideanMetric<double>(n));
}

}  // namespace

TEST_CASE("a form keeps the temporary matrix or expression that it is made of", "[temporaries]") {
  const Eigen::MatrixXd A = test_matrix(n, 1);
  const Eigen::MatrixXd B = test_matrix(n, 2);
  const Eigen::MatrixXd wide = test_matrix(2 * n, 3);

  const OperatorForm<double> moved{Eigen::MatrixXd(A + B)};
  CHECK(trace_of(moved) == Approx((A + B).trace()));
  const OperatorForm<double> expression{A + B};
  CHECK(trace_of(expression) == Approx((A + B).trace()));
  const OperatorForm<double> transposed{A.transpose()};
  CHECK(trace_of(transposed) == Approx(A.trace()));
  const OperatorForm<double> block{wide.topLeftCorner(n, n)};
  CHECK(trace_of(block) == Approx(wide.topLeftCorner(n, n).trace()));
  const OperatorForm<double> block_of_temporary{Eigen::MatrixXd(2 * wide).topLeftCorner(n, n)};
  CHECK(trace_of(block_of_temporary) == Approx(2 * wide.topLeftCorner(n, n).trace()));
  const OperatorForm<double> reference{Eigen::Ref<const Eigen::MatrixXd>(A * B)};
  CHECK(trace_of(reference) == Approx((A * B).trace()));
  const Eigen::SparseMatrix<double> K = A.sparseView();
  const OperatorForm<double> sparse{Eigen::SparseMatrix<double>(K * 3.0)};
  CHECK(trace_of(sparse) == Approx(3 * A.trace()));
  const OperatorForm deduced{A + B};
  CHECK(trace_of(deduced) == Approx((A + B).trace()));
}

TEST_CASE("what has a name is referred to, not copied", "[temporaries]") {
  Eigen::MatrixXd A = test_matrix(n, 1);
  const OperatorForm<double> form(A);
  A *= 2;
  CHECK(trace_of(form) == Approx(A.trace()));
  Eigen::MatrixXd memory = A;
  const OperatorForm<double> map{Eigen::Map<const Eigen::MatrixXd>(memory.data(), n, n)};
  memory *= 2;
  CHECK(trace_of(map) == Approx(memory.trace()));
}

TEST_CASE("forms keep temporary operators, metrics and forms", "[temporaries]") {
  const Eigen::MatrixXd A = test_matrix(n, 1);
  const Eigen::MatrixXd B = test_matrix(n, 2);
  const auto spd = [](unsigned seed) {
    const Eigen::MatrixXd G = test_matrix(n, seed);
    return DenseMetric<double>(Eigen::MatrixXd(G * G.transpose()) +
                               Eigen::MatrixXd::Identity(n, n));
  };
  const DenseMetric<double> W = spd(4);

  const OperatorForm<double> mortal{Mortal{n}};
  CHECK(trace_of(mortal) == Approx(n));
  const EndomorphismForm<double> endomorphism{Eigen::MatrixXd(A + B), spd(4)};
  CHECK(trace_of(endomorphism) == Approx(trace_of(EndomorphismForm<double>(A + B, W))));
  const EndomorphismForm deduced(A, Fourfold{{4.0}, n});
  CHECK(trace_of(deduced) == Approx(4 * A.trace()));
  const Eigen::MatrixXd AB = A * B;
  const ProductForm<double> product{Eigen::MatrixXd(A * B), spd(4)};
  CHECK(trace_of(product) == Approx(trace_of(ProductForm<double>(AB, W))));
  const ProductForm<double> two{Eigen::MatrixXd(A * B), A.transpose(), W};
  const Eigen::MatrixXd At = A.transpose();
  CHECK(trace_of(two) == Approx(trace_of(ProductForm<double>(AB, At, W))));
  const DifferenceForm<double> difference{OperatorForm<double>{Eigen::MatrixXd(A)},
                                          OperatorForm<double>{B.transpose()}};
  CHECK(trace_of(difference) == Approx((A - B).trace()));
  const RowMatrix<double> U = test_matrix(n, 5).leftCols(3);
  const OperatorForm<double> named(A);
  const DeflatedForm<double> deflated{OperatorForm<double>{Eigen::MatrixXd(A)}, spd(4), view(U)};
  CHECK(trace_of(deflated) == Approx(trace_of(DeflatedForm<double>(named, W, view(U)))));
}

TEST_CASE("references with a name keep a temporary", "[temporaries]") {
  const Eigen::MatrixXd A = test_matrix(n, 1);
  const MetricRef<double> metric = Fourfold{{4.0}, n};
  const OperatorRef<double> matrix = Eigen::MatrixXd(2 * A);
  const OperatorRef<double> mortal = Mortal{n};
  const FormRef<double> form = OperatorForm<double>{Eigen::MatrixXd(2 * A)};
  overwrite_freed_memory(n);
  CHECK(exact::metric_trace(form, metric) == Approx(2 * A.trace() / 4));
  CHECK(trace_of(OperatorForm<double>(matrix)) == Approx(2 * A.trace()));
  CHECK(trace_of(OperatorForm<double>(mortal)) == Approx(n));
  const OperatorRef<double> copy = matrix;
  CHECK(trace_of(OperatorForm<double>(copy)) == Approx(2 * A.trace()));
}

TEST_CASE("a reference or form that was moved from is whole", "[temporaries]") {
  const Eigen::MatrixXd A = test_matrix(n, 1);
  MetricRef<double> metric = Fourfold{{4.0}, n};
  OperatorForm<double> form{Eigen::MatrixXd(2 * A)};
  {
    const MetricRef<double> gone = std::move(metric);
    const OperatorForm<double> other = std::move(form);
  }
  overwrite_freed_memory(n);
  CHECK(exact::metric_trace(form, metric) == Approx(2 * A.trace() / 4));
}

TEST_CASE("a metric that was moved from says so when it is used", "[temporaries]") {
  const Eigen::MatrixXd I = Eigen::MatrixXd::Identity(n, n);
  const auto refuses = [&](auto metric) {
    auto other = std::move(metric);
    CHECK_THROWS_AS(metric_trace(I, metric, options), MovedFromError);
    RowMatrix<double> X = RowMatrix<double>::Ones(n, 2);
    CHECK_THROWS_AS(metric.map(Isometry::forward, view(X)), MovedFromError);
    CHECK_THROWS_AS(metric.dim(), MovedFromError);
    CHECK(metric_trace(I, other, options).value == Approx(n));
    metric = other;  // and may be given a value again
    CHECK(metric_trace(I, metric, options).value == Approx(n));
  };
  refuses(DenseMetric<double>(I));
  refuses(SparseMetric<double>(I.sparseView()));
  refuses(DiagonalMetric<double>(std::vector<double>(n, 1.0)));
  refuses(CovarianceMetric(DenseMetric<double>(I)));
  refuses(KroneckerMetric(DenseMetric<double>(Eigen::MatrixXd::Identity(4, 4)),
                          DiagonalMetric<double>(std::vector<double>(n / 4, 1.0))));
}
