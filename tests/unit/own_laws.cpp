// Laws of a caller's own, by the public headers alone.
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include <isotrace/isotrace.hpp>

#include <support/methods.hpp>
#include <support/own_types.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// The Gaussian's entries times a power of two, and not said to be invariant: E[x xᴴ] = factor² I.
template <int factor>
struct Multiple {
  static constexpr std::string_view name() { return "multiple"; }
  static constexpr bool invariant() { return false; }
  static constexpr bool continuous() { return true; }
  static constexpr double second_moment(Field, Index) { return factor * factor; }
  static constexpr Index group() { return 1; }
  template <class S>
  void draw(const Stream& stream, ProbeRange probes, BlockView<S> X) const {
    isotrace::draw(Gaussian{}, stream, probes.first, X);
    eigen(X) *= S(factor);
  }
};

/// Independent entries, uniform between −√3 and √3, by rows and over double alone.
struct Uniform {
  static constexpr std::string_view name() { return "uniform"; }
  static constexpr bool invariant() { return false; }
  static constexpr bool continuous() { return true; }
  static constexpr double second_moment(Field, Index) { return 1; }
  static constexpr Index group() { return 1; }
  void draw_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<double> X,
                 double* squared_norm) const {
    isotrace::draw_rows(Gaussian{}, stream, first_row, probes.first, X);
    for (Index j = 0; j < X.cols; ++j) {
      for (Index i = 0; i < X.rows; ++i) {
        X(i, j) = std::sqrt(3.0) * std::erf(X(i, j) / std::sqrt(2.0));
        if (squared_norm != nullptr) squared_norm[j] += X(i, j) * X(i, j);
      }
    }
  }
};

/// A law whose name ends with the call, as a const object.
struct Named : Uniform {
  const std::string name() const { return "a name too long to be kept inside of a string"; }
};

/// √n e_i: a discrete law whose values of a form may hide any part of it.
struct Axis {
  static constexpr std::string_view name() { return "axis"; }
  static constexpr bool invariant() { return false; }
  static constexpr double second_moment(Field, Index) { return 1; }
  static constexpr Index group() { return 1; }
  void draw(const Stream& stream, ProbeRange probes, BlockView<double> X) const {
    eigen(X).setZero();
    for (Index j = 0; j < X.cols; ++j) {
      const auto seed = engine_seed(stream, static_cast<std::uint64_t>(probes.first + j), 0);
      const auto axis = static_cast<Index>((seed.state >> 32) % static_cast<std::uint64_t>(X.rows));
      X(axis, j) = std::sqrt(static_cast<double>(X.rows));
    }
  }
};

/// The same over ℂ.
struct ComplexAxis : Axis {
  void draw(const Stream& stream, ProbeRange probes, BlockView<std::complex<double>> X) const {
    RowMatrix<double> real(X.rows, X.cols);
    Axis::draw(stream, probes, view(real));
    eigen(X) = real.cast<std::complex<double>>();
  }
};

struct Unbounded {
  static constexpr std::string_view name() { return "unbounded"; }
  static constexpr bool invariant() { return false; }
  static constexpr double second_moment(Field, Index) { return 1; }
  static constexpr Index group() { return 1; }
  void draw(const Stream&, ProbeRange, BlockView<double> X) const {
    eigen(X).setConstant(std::numeric_limits<double>::infinity());
  }
};

/// Signs in pairs (x, −x), in dimensions from 1500 on, drawn by rows.
struct Antithetic {
  static constexpr std::string_view name() { return "antithetic"; }
  static constexpr bool invariant() { return false; }
  static constexpr double second_moment(Field, Index) { return 1; }
  static constexpr Index group() { return 2; }
  void check(Field, Index n) const {
    if (n < 1500) throw OptionError("antithetic needs n from 1500 on");
  }
  template <class S>
  void draw_rows(const Stream& stream, Index first_row, ProbeRange probes, BlockView<S> X,
                 double* squared_norm) const {
    isotrace::draw_rows(Signs{}, stream, first_row, probes.first, X, squared_norm);
    for (Index j = 0; j + 1 < X.cols; j += 2) eigen(X).col(j + 1) = -eigen(X).col(j);
  }
};

}  // namespace

TEST_CASE("a caller's law gives the exact trace where each of its groups does", "[own]") {
  const Index n = 6;
  const RowMatrix<double> A = random_matrix<double>(n, n, 1);
  const DenseMetric<double> V(random_metric<double>(n, 2));
  const auto e = metric_trace(A, V, {.matvecs = 3 * (n + 1) + 2, .law = Simplex{n}});
  CHECK(e.matvecs == 3 * (n + 1));
  CHECK(e.value == Approx(exact::metric_trace(A, V)));
  CHECK(e.standard_error < 1e-10);
  const Law law = Simplex{n};
  CHECK(law.name() == "simplex");
  CHECK(law.as<Simplex>()->n == n);
  CHECK(law.as<Sphere>() == nullptr);
}

TEST_CASE("a law over double is drawn over float, rounded, and not over complex numbers", "[own]") {
  const Index n = 6;
  RowMatrix<double> wide(n, n + 1);
  RowMatrix<float> narrow(n, n + 1);
  draw(Simplex{n}, Stream{3}, 0, view(wide));
  draw(Simplex{n}, Stream{3}, 0, view(narrow));
  CHECK(narrow == wide.cast<float>());
  RowMatrix<std::complex<double>> complex(n, n + 1);
  CHECK_THROWS_WITH(draw(Simplex{n}, Stream{3}, 0, view(complex)),
                    "the law simplex is not drawn over complex numbers: its draw takes no block of "
                    "them");
}

TEST_CASE("a law whose rows are drawn over double is drawn over float by rows, rounded", "[own]") {
  const Index n = 50;
  RowMatrix<double> wide(n, 4);
  RowMatrix<float> narrow(n, 4);
  draw(Uniform{}, Stream{3}, 8, view(wide));
  draw(Uniform{}, Stream{3}, 8, view(narrow));
  CHECK(narrow == wide.cast<float>());
  RowMatrix<float> piece(20, 4);
  draw_rows(Uniform{}, Stream{3}, 10, 8, view(piece));
  CHECK(piece == narrow.middleRows(10, 20));
  CHECK(wide.squaredNorm() == Approx(4 * n).epsilon(0.3));
  const SparseMetric<float> V(random_sparse_metric<float>(n, 2));
  CHECK(metric_trace(random_matrix<float>(n, n, 1), V, {.matvecs = 32, .law = Uniform{}}).probes ==
        32);
}

TEST_CASE("equal values of a discrete law of a caller's make no interval", "[own]") {
  const Index n = 100;
  Eigen::VectorXd a = Eigen::VectorXd::Ones(n);
  a[50] = 1e4;
  const EuclideanMetric<double> I(n);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto e = metric_trace(a.asDiagonal(), I,
                                {.matvecs = 40,
                                 .method = Method::hutchinson,
                                 .tolerance = 0.1,
                                 .seed = seed,
                                 .law = Axis{}});
    CAPTURE(seed, e.value);
    CHECK(e.status != Status::converged);
    if (e.value < 101) {
      CHECK(std::isnan(e.interval.low));
      CHECK(std::isnan(e.standard_error));
    }
  }
  const auto signs = metric_trace(Eigen::VectorXd::Ones(n).asDiagonal(), I,
                                  {.matvecs = 40, .method = Method::hutchinson, .law = Signs{}});
  CHECK(signs.interval.low == Approx(100));
}

TEST_CASE("a real part that varies leaves an imaginary part of zeros its interval", "[own]") {
  const Index n = 30;
  const Eigen::VectorXcd a = Eigen::VectorXd::LinSpaced(n, 1, 2).cast<std::complex<double>>();
  const EuclideanMetric<std::complex<double>> I(n);
  for (const Method method : {Method::hutchinson, Method::xtrace}) {
    CAPTURE(name(method));
    const auto e =
        metric_trace(a.asDiagonal(), I, {.matvecs = 24, .method = method, .law = ComplexAxis{}});
    CHECK(std::isfinite(e.interval.re.low));
    CHECK(std::isfinite(e.interval.im.low));
  }
}

TEST_CASE("the name of a law outlives the law that was asked", "[own]") {
  std::vector<std::string_view> names;
  for (const Law& law : std::vector<Law>{Sphere{}, Frame{3}, Signs{}}) names.push_back(law.name());
  CHECK(names == std::vector<std::string_view>{"sphere", "frame", "signs"});
  CHECK(names[0].data() == Law(Sphere{}).name().data());
  const auto copy = [] {
    const Law simplex = Simplex{4};  // its name() is a std::string
    return Law(simplex);
  }();
  CHECK(copy.name() == "simplex");
  CHECK(Law(Named{}).name() == "a name too long to be kept inside of a string");
}

TEST_CASE("what a law states wrongly, or draws, is named", "[own]") {
  const RowMatrix<double> A = random_matrix<double>(6, 6, 1);
  const EuclideanMetric<double> I(6);
  CHECK_THROWS_WITH(metric_trace(A, I, {.law = Multiple<0>{}}),
                    Catch::Contains("multiple") && Catch::Contains("second moment 0"));
  CHECK_THROWS_WITH(metric_trace(A, I, {.matvecs = 4, .law = Unbounded{}}),
                    Catch::Contains("the law unbounded drew a NaN or infinity in probe 0"));
  CHECK_THROWS_WITH(metric_trace(A, I, {.method = Method::xtrace, .law = Simplex{6}}),
                    Catch::Contains("the law simplex, whose probes come in groups of 7"));
}

TEST_CASE("a caller's law is divided by its second moment by every method", "[own]") {
  const Index n = 60;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 1);
  const EuclideanMetric<double> I(n);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const auto once = metric_trace(A, I, {.matvecs = 50, .method = method, .law = Multiple<1>{}});
    const auto twice = metric_trace(A, I, {.matvecs = 50, .method = method, .law = Multiple<2>{}});
    CHECK(twice.value == once.value);  // a power of two: to the bit
    CHECK(twice.standard_error == once.standard_error);
  }
}

TEST_CASE("exact variances know the laws that state their radius, and refuse the others", "[own]") {
  const RowMatrix<double> A = random_matrix<double>(5, 5, 4);
  const exact::FormSums sums = exact::form_sums(A, EuclideanMetric<double>(5));
  CHECK_THROWS_AS(exact::value_variance(sums, Multiple<2>{}), OptionError);
  CHECK_THROWS_AS(exact::value_variance(sums, Simplex{5}), OptionError);
  struct OwnBall : Ball {};
  CHECK(exact::value_variance(sums, OwnBall{}) == exact::value_variance(sums, Ball{}));
}

TEST_CASE("a caller's law in rows is the same for a sparse matrix as for a dense one", "[own]") {
  const Index n = 1600;
  Eigen::SparseMatrix<double> A(n, n);
  for (Index i = 0; i < n; ++i) {
    A.insert(i, i) = 1.0 + static_cast<double>(i % 5);
    if (i > 0) A.insert(i, i - 1) = 0.5;
  }
  const EuclideanMetric<double> I(n);
  const Options options{.matvecs = 38, .law = Antithetic{}};
  const auto sparse = metric_trace(A, I, options);
  const auto dense = metric_trace(RowMatrix<double>(A), I, options);
  CHECK(sparse.value == Approx(dense.value));
  CHECK(sparse.standard_error == Approx(dense.standard_error));
}
