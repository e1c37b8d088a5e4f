#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include <isotrace/isotrace.hpp>
#include <support/random_matrix.hpp>

using namespace isotrace;
using isotrace::test::random_matrix;

namespace {

constexpr auto nan_value = std::numeric_limits<double>::quiet_NaN();

template <class S>
RowMatrix<S> probes(Index n, Index count) {
  RowMatrix<S> X(n, count);
  draw(Law(Gaussian{}), Stream{3}, 0, view(X));
  return X;
}

/// xᴴAx in double, column by column.
template <class Matrix, class S = typename Matrix::Scalar>
std::vector<Wide<S>> reference(const Matrix& A, const RowMatrix<S>& X) {
  std::vector<Wide<S>> out;
  for (Index j = 0; j < X.cols(); ++j) {
    const Eigen::Matrix<Wide<S>, Eigen::Dynamic, 1> x = X.col(j).template cast<Wide<S>>();
    out.push_back(x.dot(A.template cast<Wide<S>>() * x));
  }
  return out;
}

/// The values of OperatorForm(A) at X, against the reference, to n ε Σ|a_ij| |x_i| |x_j|.
template <class Matrix, class S = typename Matrix::Scalar>
void check_values(const Matrix& A, const RowMatrix<S>& X) {
  const OperatorForm<S> form{OperatorRef<S>(A)};
  Workspace<S> workspace;
  std::vector<Wide<S>> values(static_cast<std::size_t>(X.cols()));
  form.values(view(X), workspace, values.data());
  const auto expected = reference(A, X);
  const double size = A.norm() * X.colwise().norm().maxCoeff() * X.colwise().norm().maxCoeff();
  for (Index j = 0; j < X.cols(); ++j) {
    CAPTURE(j, values[j], expected[j]);
    REQUIRE(std::abs(values[j] - expected[j]) <=
            8 * std::numeric_limits<Real<S>>::epsilon() * std::sqrt(double(A.rows())) * size);
  }
}

/// A banded matrix of given reach to either side, every third entry of the band missing.
template <class S, int Order>
Eigen::SparseMatrix<S, Order> banded(Index n, Index before, Index after, bool hermitian) {
  const RowMatrix<S> numbers = random_matrix<S>(n, before + after + 1, 5);
  std::vector<Eigen::Triplet<S>> entries;
  for (Index i = 0; i < n; ++i) {
    for (Index k = std::max<Index>(0, i - before); k <= std::min(n - 1, i + after); ++k) {
      const S value = numbers(i, k - i + before);
      if ((i + k) % 3 == 0 && std::abs(i - k) > 1) continue;
      if (!hermitian) entries.emplace_back(i, k, value);
      if (hermitian && k == i) entries.emplace_back(i, i, S(std::real(value)));
      if (hermitian && k < i) {
        entries.emplace_back(i, k, value);
        entries.emplace_back(k, i, conjugate(value));
      }
    }
  }
  Eigen::SparseMatrix<S, Order> A(n, n);
  A.setFromTriplets(entries.begin(), entries.end());
  return A;
}

/// Passes everything on, but offers neither entries nor values: apply, then dot.
template <class Matrix>
struct Opaque {
  const Matrix& A;
  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  void apply(ConstBlockView<typename Matrix::Scalar> X,
             BlockView<typename Matrix::Scalar> Y) const {
    multiply(matrix_view(A), X, Y);
  }
};

template <class E>
bool same_bits(const E& a, const E& b) {
  return a.value == b.value && a.standard_error == b.standard_error;
}

}  // namespace

TEMPLATE_TEST_CASE("values of a dense matrix are those of its product", "[values]", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 7, 383, 385, 800);
  RowMatrix<TestType> A = random_matrix<TestType>(n, n, 2);
  const bool hermitian = GENERATE(false, true);
  if (hermitian) A = (A + A.adjoint()).eval();
  const ColMatrix<TestType> by_columns = A;
  CAPTURE(n, hermitian);
  check_values(A, probes<TestType>(n, 19));
  check_values(by_columns, probes<TestType>(n, 19));
}

TEMPLATE_TEST_CASE("values of a sparse matrix are those of its product", "[values]", float, double,
                   std::complex<float>, std::complex<double>) {
  const bool hermitian = GENERATE(false, true);
  for (const Index columns : {1, 16, 37}) {
    CAPTURE(hermitian, columns);
    check_values(banded<TestType, Eigen::RowMajor>(200, 30, 7, hermitian),
                 probes<TestType>(200, columns));
    check_values(banded<TestType, Eigen::ColMajor>(200, 30, 7, hermitian),
                 probes<TestType>(200, columns));
  }
}

TEST_CASE("unsorted rows and repeated entries are summed as a product sums them", "[values]") {
  // Symmetric as it stands, yet with lists that cannot be searched.
  const std::vector<int> outer{0, 3, 5, 8};
  const std::vector<int> inner{1, 0, 1, 1, 0, 2, 2, 0};
  const std::vector<double> numbers{1, 2, 3, 5, 4, 1, 1, 7};
  const Eigen::Map<const Eigen::SparseMatrix<double, Eigen::RowMajor>> A(
      3, 3, 8, outer.data(), inner.data(), numbers.data());
  const RowMatrix<double> dense = (RowMatrix<double>(3, 3) << 2, 4, 0, 4, 5, 0, 7, 0, 2).finished();
  const RowMatrix<double> X = probes<double>(3, 5);
  std::vector<double> values(5);
  Workspace<double> workspace;
  OperatorForm<double>{OperatorRef<double>(A)}.values(view(X), workspace, values.data());
  for (Index j = 0; j < 5; ++j) {
    CHECK(values[j] == Approx(X.col(j).dot(dense * X.col(j))).margin(1e-13));
  }
}

TEMPLATE_TEST_CASE("a sparse matrix samples what its products would give", "[values]", float,
                   double, std::complex<float>, std::complex<double>) {
  using Matrix = Eigen::SparseMatrix<TestType, Eigen::RowMajor>;
  const bool hermitian = GENERATE(false, true);
  const Index n = 3500;
  Matrix narrow = banded<TestType, Eigen::RowMajor>(n, 40, hermitian ? 40 : 3, hermitian);
  Matrix wide = narrow;  // its rows are all needed at once
  wide.coeffRef(n - 1, 0) = TestType(3);
  wide.coeffRef(0, n - 1) = TestType(hermitian ? 3 : 2);
  wide.makeCompressed();
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}, Frame{2}};
  if constexpr (is_complex<TestType>) laws.emplace_back(Phases{});
  for (const Matrix* A : {&narrow, &wide}) {
    for (const Law& law : laws) {
      CAPTURE(name(law), hermitian, A == &narrow);
      const EuclideanMetric<TestType> euclidean(n);
      const Options options{.matvecs = 150, .seed = 4, .law = law, .threads = 1};
      const auto fused = metric_trace(*A, euclidean, options);
      const auto plain = metric_trace(Opaque<Matrix>{*A}, euclidean, options);
      const double epsilon = std::numeric_limits<Real<TestType>>::epsilon();
      CHECK(std::abs(fused.value - plain.value) <= 50 * epsilon * n);
      CHECK(fused.standard_error == Approx(plain.standard_error).epsilon(1e4 * epsilon));
      CHECK(same_bits(fused, metric_trace(*A, euclidean,
                                          {.matvecs = 150, .seed = 4, .law = law, .threads = 2})));
      CHECK(same_bits(fused, metric_trace(*A, euclidean,
                                          {.matvecs = 150, .seed = 4, .law = law, .block = 34})));
    }
  }
}

TEST_CASE("few signs and many are summed by the entries on one side or on both", "[values]") {
  const auto A = banded<double, Eigen::RowMajor>(3000, 20, 20, true);
  const EuclideanMetric<double> euclidean(3000);
  for (const Index matvecs : {100, 200}) {
    const Options options{.matvecs = matvecs, .law = Signs{}};
    const auto fused = metric_trace(A, euclidean, options);
    const auto plain = metric_trace(Opaque<decltype(A)>{A}, euclidean, options);
    CAPTURE(matvecs);
    CHECK(fused.value == Approx(plain.value).margin(1e-9));
    CHECK(fused.standard_error == Approx(plain.standard_error).epsilon(1e-9));
  }
}

TEST_CASE("a dense matrix's estimate does not depend on the threads", "[values]") {
  const RowMatrix<double> A = random_matrix<double>(1500, 1500, 2);
  const EuclideanMetric<double> euclidean(1500);
  for (const Law& law : {Law(Sphere{}), Law(Signs{}), Law(Frame{48})}) {
    const auto one = metric_trace(A, euclidean, {.matvecs = 300, .law = law, .threads = 1});
    const auto two = metric_trace(A, euclidean, {.matvecs = 300, .law = law, .threads = 2});
    CHECK(same_bits(one, two));
    const auto plain = metric_trace(Opaque<RowMatrix<double>>{A}, euclidean,
                                    {.matvecs = 300, .law = law, .threads = 2});
    CHECK(plain.value == Approx(one.value).margin(1e-10));
  }
}

TEST_CASE("a matrix with a NaN is refused by the row of its product", "[values]") {
  RowMatrix<double> A = RowMatrix<double>::Identity(5, 5);
  A(2, 4) = nan_value;
  const EuclideanMetric<double> euclidean(5);
  const Eigen::SparseMatrix<double> sparse = A.sparseView();
  const auto expected = Catch::Contains("in row 3 of 5, column 1 of the block");
  CHECK_THROWS_WITH(metric_trace(A, euclidean, {.matvecs = 20}), expected);
  CHECK_THROWS_WITH(metric_trace(sparse, euclidean, {.matvecs = 20}), expected);
  CHECK_THROWS_WITH(metric_trace(sparse, euclidean, {.matvecs = 20, .law = Signs{}}), expected);
}

namespace {

/// diag(1 … n), its values known without a product.
struct WithValues {
  Index n;
  Index rows() const { return n; }
  Index cols() const { return n; }
  void apply(const ConstBlock<double>&, Block<double>) const {
    throw std::logic_error("apply is not needed");
  }
  void values(const ConstBlock<double>& X, double* out) const {
    const Eigen::VectorXd weights = Eigen::VectorXd::LinSpaced(n, 1.0, static_cast<double>(n));
    for (Index j = 0; j < X.cols(); ++j) out[j] = X.col(j).dot(weights.cwiseProduct(X.col(j)));
  }
};

}  // namespace

TEST_CASE("an operator that offers its values is never applied", "[values]") {
  const auto e =
      metric_trace(WithValues{20}, EuclideanMetric<double>(20), {.matvecs = 50, .law = Signs{}});
  CHECK(e.value == Approx(210.0));
}

TEST_CASE("memory kept from call to call is used again and changes nothing", "[values]") {
  const auto A = banded<double, Eigen::RowMajor>(5000, 20, 20, true);
  const EuclideanMetric<double> euclidean(5000);
  ScratchPool pool;
  const Options kept{.matvecs = 64, .threads = 1, .scratch = &pool};  // one task's memory
  const auto first = metric_trace(A, euclidean, kept);
  const std::size_t bytes = pool.bytes();
  CHECK(bytes > 0);
  const auto second = metric_trace(A, euclidean, kept);
  CHECK(pool.bytes() == bytes);
  CHECK(same_bits(first, second));
  CHECK(same_bits(first, metric_trace(A, euclidean, {.matvecs = 64})));
}
