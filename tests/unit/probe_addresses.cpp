#include <catch2/catch.hpp>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <isotrace/isotrace.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

// The estimators draw the probes that they say, each of them once.

using namespace isotrace;
using isotrace::test::hermitian_matrix;
using isotrace::test::random_matrix;
using isotrace::test::spectrum;

namespace {

/// E = e₁ e₂ᵀ: its value at a column of signs is their product.
struct ProductOfSigns {
  Index rows() const { return 2; }
  Index cols() const { return 2; }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const {
    for (Index j = 0; j < X.cols; ++j) {
      Y(0, j) = X(1, j);
      Y(1, j) = 0;
    }
  }
};

/// Σ x₀ x₁ over the first probes of a seed's signs, each drawn at its address.
Index sum_of_products(std::uint64_t seed, Index probes) {
  constexpr Index width = 4096;
  Index sum = 0;
  RowMatrix<double> X(2, width);
  for (Index first = 0; first < probes; first += width) {
    const Index count = std::min(width, probes - first);
    draw(Law(Signs{}), Stream{seed}, first, view(X).columns(0, count));
    for (Index j = 0; j < count; ++j) sum += X(0, j) * X(1, j) > 0 ? 1 : -1;
  }
  return sum;
}

/// A matrix that notes every column it is applied to.
template <Scalar S>
struct Noting {
  struct Notes {
    std::mutex mutex;
    std::set<std::string> columns;
    Index applied = 0;
  };
  RowMatrix<S> A;
  double seconds = 1e-6;
  std::shared_ptr<Notes> notes = std::make_shared<Notes>();

  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  double cost() const { return seconds; }
  void apply(const ConstBlock<S>& X, Block<S> Y) const {
    note("", X);
    Y = A * X;
  }
  void apply_adjoint(const ConstBlock<S>& X, Block<S> Y) const {
    note("adjoint", X);
    Y = A.adjoint() * X;
  }
  void note(const std::string& which, const ConstBlock<S>& X) const {
    const std::lock_guard lock(notes->mutex);
    for (Index j = 0; j < X.cols(); ++j) {
      const Eigen::Matrix<S, Eigen::Dynamic, 1> x = X.col(j);
      const auto* bytes = reinterpret_cast<const char*>(x.data());
      notes->columns.insert(which +
                            std::string(bytes, sizeof(S) * static_cast<std::size_t>(x.size())));
    }
    notes->applied += X.cols();
  }
};

template <Scalar S>
RowMatrix<S> positive(Index n) {
  const RowMatrix<S> G = random_matrix<S>(n, n, 4);
  return G * G.adjoint() / Real<S>(n);
}

}  // namespace

TEST_CASE("probes beyond 2^20 are those of their addresses, whatever the path and the block",
          "[address]") {
  const Index probes = (Index{1} << 20) + 5000;
  const std::uint64_t seed = 11;
  const double expected =
      static_cast<double>(sum_of_products(seed, probes)) / static_cast<double>(probes);
  // a wave that began anew would count the first 5000 twice
  const double anew =
      static_cast<double>(sum_of_products(seed, probes - 5000) + sum_of_products(seed, 5000)) /
      static_cast<double>(probes);
  REQUIRE(std::abs(anew - expected) > 1e-6);
  const EuclideanMetric<double> euclidean(2);
  RowMatrix<double> dense = RowMatrix<double>::Zero(2, 2);
  dense(0, 1) = 1;
  const Eigen::SparseMatrix<double> sparse = dense.sparseView();
  const auto check = [&](const auto& A, Index block) {
    const auto e = metric_trace(A, euclidean,
                                {.matvecs = probes, .seed = seed, .law = Signs{}, .block = block});
    CHECK(e.probes == probes);
    CHECK(std::abs(e.value - expected) < 1e-12);
  };
  check(ProductOfSigns{}, 0);
  check(ProductOfSigns{}, 1000);
  check(dense, 0);
  check(sparse, 0);
}

TEST_CASE("rows beyond 4096 are those of their addresses where products are never written",
          "[address]") {
  using C = std::complex<double>;
  const Index n = 10 * stream_chunk + 5, probes = 3;
  Eigen::SparseMatrix<C, Eigen::RowMajor> A(n, n);
  for (Index i = 0; i + 1 < n; ++i) A.insert(i, i + 1) = C(1, 1);
  A.makeCompressed();
  const EuclideanMetric<C> euclidean(n);
  for (const Law& law :
       {Law(Sphere{}), Law(Ball{}), Law(Gaussian{}), Law(Signs{}), Law(Phases{})}) {
    CAPTURE(name(law));
    RowMatrix<C> X(n, probes);
    draw(law, Stream{9}, 0, view(X));
    C sum = 0;
    for (Index j = 0; j < probes; ++j) {
      sum += X.col(j).head(n - 1).dot(X.col(j).tail(n - 1)) * C(1, 1);
    }
    const C expected = sum / (double(probes) * second_moment(law, Field::complex, n));
    const auto e = metric_trace(A, euclidean, {.matvecs = probes, .seed = 9, .law = law});
    CHECK(std::abs(e.value - expected) < 1e-12 * double(n));
  }
}

TEST_CASE("the inverse Riesz map's probes are those of their addresses", "[address]") {
  const Index n = 3, probes = 1000;
  const EuclideanMetric<double> euclidean(n);
  RowMatrix<double> inverse(n, n);
  (void)inverse_riesz(euclidean, inverse, {.matvecs = probes, .seed = 5});
  RowMatrix<double> X(n, probes);
  draw(Law(Sphere{}), Stream{5}, 0, view(X));
  const RowMatrix<double> expected = X * X.transpose() * double(n) / double(probes);
  CHECK((inverse - expected).norm() < 1e-13);
}

TEMPLATE_TEST_CASE("no method applies the operator to one column twice", "[address]", double,
                   std::complex<double>) {
  const Index n = 40;
  const EuclideanMetric<TestType> euclidean(n);
  for (const Method method : all_methods()) {
    for (const Law& law : {Law(Sphere{}), Law(Gaussian{}), Law(Signs{})}) {
      for (const Index block : {0, 7}) {
        CAPTURE(name(method), name(law), block);
        const Noting<TestType> op{positive<TestType>(n)};
        (void)metric_trace(op, euclidean,
                           {.matvecs = 31, .method = method, .law = law, .block = block});
        CHECK(op.notes->applied > 25);
        CHECK(static_cast<Index>(op.notes->columns.size()) == op.notes->applied);
      }
    }
  }
}

TEST_CASE("a run that looks again and again at a tolerance draws each probe once", "[address]") {
  const Index n = 120;
  const EuclideanMetric<double> euclidean(n);
  for (const Method method : {Method::hutchinson, Method::hutchpp, Method::xtrace}) {
    CAPTURE(name(method));
    const Noting<double> op{positive<double>(n)};
    (void)metric_trace(op, euclidean,
                       {.method = method, .tolerance = 1e-9, .max_matvecs = 100, .seed = 3});
    CHECK(op.notes->applied > 80);
    CHECK(static_cast<Index>(op.notes->columns.size()) == op.notes->applied);
  }
}

TEST_CASE("columns that choose, a sketch's and a sample's are not of the same probes",
          "[address]") {
  // whatever was projected off a probe, it is still near to it: two columns of one have a cosine
  // near 1, of two a few times 1/√n, and a sketch's basis beside its probes tr B/(√n ‖B‖_F)
  const Index n = 600;
  const EuclideanMetric<double> euclidean(n);
  Index beside = 0;
  for (const std::string kind : {"poly", "fastexp", "step"}) {
    const RowMatrix<double> A = hermitian_matrix<double>(spectrum(kind, n), 1);
    for (const double tolerance : {0.3, 0.1, 0.03, 0.01, 0.003}) {
      for (const bool semidefinite : {false, true}) {
        for (const double cost : {1e-7, 1e-5, 1e-3}) {
          CAPTURE(kind, tolerance, semidefinite, cost);
          const Noting<double> op{A, cost};
          const auto e = metric_trace(op, euclidean,
                                      {.semidefinite = semidefinite,
                                       .tolerance = tolerance,
                                       .max_matvecs = 300});  // none comes to the exact trace
          beside += e.method == Method::hutchpp || e.method == Method::nystrompp ? 1 : 0;
          Eigen::MatrixXd X(n, op.notes->applied);
          Index j = 0;
          for (const std::string& column : op.notes->columns) {
            X.col(j++) =
                Eigen::Map<const Eigen::VectorXd>(reinterpret_cast<const double*>(column.data()), n)
                    .normalized();
          }
          REQUIRE(j == op.notes->applied);
          const Eigen::MatrixXd cosines = X.transpose() * X - Eigen::MatrixXd::Identity(j, j);
          CHECK(cosines.cwiseAbs().maxCoeff() < 0.8);
        }
      }
    }
  }
  CHECK(beside > 5);
}

TEST_CASE("every bit of the seed counts in every estimate", "[address]") {
  const Index n = 20;
  const RowMatrix<double> A = positive<double>(n);
  const RowMatrix<double> T = random_matrix<double>(n, n, 6);
  const EuclideanMetric<double> V(n);
  const OperatorForm<double> form{OperatorRef<double>(A)};
  const OperatorForm<double> near{OperatorRef<double>(T)};
  const RowMatrix<double> U = random_matrix<double>(n, 2, 7);
  const auto differ = [](auto&& estimate) {
    std::set<double> found;
    for (int bit = -1; bit < 64; ++bit) {
      const std::uint64_t seed = 6 ^ (bit < 0 ? 0 : std::uint64_t{1} << bit);
      found.insert(estimate(Options{.matvecs = 13, .seed = seed, .threads = 1}));
    }
    return found.size() == 65;
  };
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    CHECK(differ([&](Options o) {
      o.method = method;
      return metric_trace(A, V, o).value;
    }));
  }
  for (const Law& law : {Law(Ball{}), Law(Signs{}), Law(Frame{3})}) {
    CAPTURE(name(law));
    const Options plain{.law = law};
    // signs on a diagonal matrix know no seed, on this one they do
    CHECK(differ([&](Options o) {
      o.law = plain.law;
      return metric_trace(A, V, o).value;
    }));
  }
  CHECK(differ([&](const Options& o) { return endomorphism_trace(T, V, o).value; }));
  CHECK(differ([&](const Options& o) { return frobenius_norm(T, V, V, o).value; }));
  CHECK(differ([&](const Options& o) { return frobenius_inner_product(A, T, V, V, o).value; }));
  CHECK(differ([&](const Options& o) { return mean_form(form, V, o).value; }));
  CHECK(differ([&](const Options& o) { return mean_form_factor(form, T, o).value; }));
  CHECK(differ(
      [&](const Options& o) { return inverse_riesz<double>(MetricRef<double>(V), o).value; }));
  CHECK(differ([&](const Options& o) { return deflated_trace(form, U, V, o).value; }));
  CHECK(
      differ([&](const Options& o) { return control_variate_trace(form, near, 1.0, V, o).value; }));
}
