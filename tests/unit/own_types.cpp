// Laws, estimators, forms and stops of a caller's own, by the public headers alone.
#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <stop_token>

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

struct Unbounded {
  static constexpr std::string_view name() { return "unbounded"; }
  static constexpr bool invariant() { return false; }
  static constexpr double second_moment(Field, Index) { return 1; }
  static constexpr Index group() { return 1; }
  void draw(const Stream&, ProbeRange, BlockView<double> X) const {
    eigen(X).setConstant(std::numeric_limits<double>::infinity());
  }
};

/// (u, v) ↦ vᴴ A u by nothing but apply.
struct LeastForm {
  using Scalar = double;
  const RowMatrix<double>& A;
  Index dim() const { return A.rows(); }
  void apply(ConstBlockView<double> X, Workspace<double>&, BlockView<double> Y) const {
    eigen(Y) = A * eigen(X);
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

TEST_CASE("a look at a tolerance that was in vain is paid for by the next", "[own]") {
  const RowMatrix<double> A = random_matrix<double>(30, 30, 4);
  const auto width = [](const Estimate<double>& e) { return e.interval.high - e.interval.low; };
  std::vector<double> widths;
  const auto looking = [&](EstimatorProblem<double>& B) {
    for (int look = 0; look < 4; ++look) {
      widths.push_back(width(B.estimate(1, 1, 1)));
      CHECK_FALSE(B.meets_tolerance(B.estimate(1, 1, 1)));
    }
    return B.estimate(1, 1, 1);
  };
  trace_by(looking, A, EuclideanMetric<double>(30), {.matvecs = 20, .tolerance = 1e-3});
  // z at 1 − 0.05·(0.85, 0.45/4, 0.45/16, 0.45/64)
  const std::vector<double> expected{2.0286, 2.7689, 3.1934, 3.5740};
  for (std::size_t k = 0; k < 4; ++k) CHECK(widths[k] / 2 == Approx(expected[k]).epsilon(1e-4));
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

TEST_CASE("the name of a law outlives the law that was asked", "[own]") {
  std::vector<std::string_view> names;
  for (const Law& law : std::vector<Law>{Sphere{}, Frame{3}, Signs{}}) names.push_back(law.name());
  CHECK(names == std::vector<std::string_view>{"sphere", "frame", "signs"});
  CHECK(names[0].data() == Sphere::name().data());
  const auto copy = [] {
    const Law simplex = Simplex{4};  // its name() is a std::string
    return Law(simplex);
  }();
  CHECK(copy.name() == "simplex");
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

TEST_CASE("an estimate that a caller's estimator left empty is refused", "[own]") {
  const RowMatrix<double> A = random_matrix<double>(6, 6, 1);
  const EuclideanMetric<double> I(6);
  const auto empty = [](EstimatorProblem<double>&) { return Estimate<double>{}; };
  CHECK_THROWS_WITH(trace_by(empty, A, I, {.tolerance = 0.1}), Catch::Contains("confidence 0"));
  const auto value_alone = [](EstimatorProblem<double>&) {
    Estimate<double> e{};
    e.value = 3;
    e.confidence = 0.95;
    return e;
  };
  CHECK_THROWS_WITH(trace_by(value_alone, A, I), Catch::Contains("does not contain its value"));
}

TEST_CASE("what a form or an operator lacks or states wrongly is named", "[own]") {
  const EuclideanMetric<double> I(6);
  struct ValuesAlone {
    using Scalar = double;
    Index dim() const { return 6; }
    void values(ConstBlockView<double> X, Workspace<double>&, double* out) const {
      for (Index j = 0; j < X.cols; ++j) out[j] = X(0, j) * X(0, j);
    }
  };
  CHECK_THROWS_WITH(metric_trace(ValuesAlone{}, I, {.matvecs = 5, .method = Method::xtrace}),
                    Catch::Contains("found a form without apply"));
  struct NoCost {
    Index rows() const { return 6; }
    Index cols() const { return 6; }
    void apply(const ConstBlock<double>& X, Block<double> Y) const { Y = X; }
    double cost() const { return -1; }
  };
  CHECK_THROWS_WITH(metric_trace(NoCost{}, I), Catch::Contains("cost() returned -1"));
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

TEMPLATE_TEST_CASE("an estimator of a caller's own is Hutch++ where it does what that does",
                   "[own]", double, std::complex<double>) {
  using S = TestType;
  const Index n = 80;
  const RowMatrix<S> A = hermitian_matrix<S>(spectrum("poly", n), 1);
  const DenseMetric<S> V(random_metric<S>(n, 2));
  const Counting<S> counting{A};
  const auto own = trace_by(Deflating{}, counting, V, {.matvecs = 48});
  CHECK(*counting.columns == 48);
  CHECK(own.matvecs == 48);
  CHECK(own.probes == 32);
  CHECK(own.method == Method::custom);
  CHECK(name(own.method) == "custom");
  CHECK(own.status == Status::completed);
  const auto library = metric_trace(A, V, {.matvecs = 48, .method = Method::hutchpp});
  CHECK(std::abs(own.value - library.value) < 1e-9 * std::abs(library.value));
  CHECK(own.standard_error == Approx(library.standard_error));
  CHECK(contains(own.interval, exact::metric_trace(A, V)));
}

TEST_CASE("an estimator of a caller's own cannot overspend, and stops at a tolerance", "[own]") {
  const Index n = 40;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 1);
  const EuclideanMetric<double> I(n);
  const auto greedy = [](EstimatorProblem<double>& B) {
    B.apply(B.probes(0, 11));
    return B.estimate(1, 0, 11);
  };
  CHECK_THROWS_WITH(trace_by(greedy, A, I, {.matvecs = 10}),
                    "the estimator asks for 11 matvecs, 10 of 10 are left");
  const auto sampling = [](EstimatorProblem<double>& B) { return B.sample(0, B.matvecs_left()); };
  const auto met = trace_by(sampling, A, I, {.tolerance = 0.5});
  CHECK(met.status == Status::converged);
  CHECK(met.matvecs < 1000);
  CHECK(trace_by(sampling, A, I, {.matvecs = 30, .tolerance = 1e-6}).status == Status::budget);
  CHECK_THROWS_AS(trace_by(sampling, A, I, {.method = Method::xtrace}), OptionError);
  CHECK_THROWS_AS(trace_by(sampling, A, I, {.law = Frame{2}}), OptionError);
}

TEST_CASE("what an estimator of a caller's own asks wrongly is refused, and a stop is kept",
          "[own]") {
  const Index n = 40;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 1);
  const EuclideanMetric<double> I(n);
  using Problem = EstimatorProblem<double>;
  const auto run = [&](auto&& estimator) { return trace_by(estimator, A, I, {.matvecs = 100}); };
  CHECK_THROWS_WITH(run([](Problem& B) {
                      B.apply(Eigen::MatrixXd::Ones(39, 2));
                      return B.estimate(1, 0, 2);
                    }),
                    "found a panel of 39 rows, expected 40, the form's dimension");
  CHECK_THROWS_AS(run([](Problem& B) { return B.sample(0, 10, 0.0, Eigen::MatrixXd::Ones(3, 1)); }),
                  ShapeError);
  CHECK_THROWS_AS(run([](Problem& B) { return B.sample(0, 0); }), OptionError);
  CHECK_THROWS_AS(run([](Problem& B) { return B.sample(-1, 5); }), OptionError);
  CHECK_THROWS_AS(run([](Problem& B) { return B.estimate(std::nan(""), 0, 1); }), NotFiniteError);
  const auto sampling = [](Problem& B) { return B.sample(0, B.matvecs_left()); };
  CHECK_THROWS_AS(trace_by(sampling, A, I, {.law = Signs{}, .normalised = true}), OptionError);
  std::atomic<bool> stop = false;
  Options options{.tolerance = 1e-9, .block = 8, .threads = 1, .stop = &stop};
  options.progress = [&](Index done, Index) { stop = done >= 8; };
  const auto e = trace_by(sampling, A, I, options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.probes > 0);
}

namespace {

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

TEST_CASE("a form needs its dimension and its product, and no more", "[own]") {
  const Index n = 30;
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("poly", n), 1);
  const LeastForm form{A};
  const DenseMetric<double> V(random_metric<double>(n, 2));
  const Options options{.matvecs = 24, .method = Method::xtrace};
  CHECK(metric_trace(form, V, options).value == Approx(metric_trace(A, V, options).value));
  CHECK(metric_trace(form, V, {.matvecs = 20}).value ==
        Approx(metric_trace(OperatorForm<double>(A), V, {.matvecs = 20}).value));
  CHECK(exact::metric_trace(form, V) == Approx(exact::metric_trace(A, V)));
  CHECK_THROWS_WITH(exact::form_sums(form, V),
                    "the adjoint was asked for of a form without apply_adjoint");
}

TEST_CASE("a std::stop_token stops as a flag does", "[own]") {
  const RowMatrix<double> A = RowMatrix<double>::Identity(50, 50);
  std::stop_source source;
  Options options{.matvecs = 100'000, .block = 8, .threads = 1, .stop = source.get_token()};
  options.progress = [&](Index done, Index) {
    if (done >= 64) source.request_stop();
  };
  const auto e = metric_trace(A, EuclideanMetric<double>(50), options);
  CHECK(e.status == Status::interrupted);
  CHECK(e.matvecs == 64);
}

TEST_CASE("matvecs is a cap with a tolerance too, and has one name at a time", "[own]") {
  const RowMatrix<double> A = hermitian_matrix<double>(spectrum("flat", 200), 1);
  const EuclideanMetric<double> I(200);
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    const auto e = metric_trace(A, I, {.matvecs = 70, .method = method, .tolerance = 1e-9});
    CHECK(e.matvecs <= 70);
    CHECK(e.status == Status::budget);
  }
  CHECK(budget_of({}) == 1000);
  CHECK(budget_of({.tolerance = 0.1}) == 100'000);
  CHECK(budget_of({.matvecs = 7, .tolerance = 0.1}) == 7);
  CHECK_THROWS_WITH(metric_trace(A, I, {.matvecs = 5, .max_matvecs = 6}),
                    "matvecs and max_matvecs are one budget: found both, 5 and 6, expected one");
}

TEST_CASE("the plain trace and the exact values take what the estimators take", "[own]") {
  const Index n = 24;
  const RowMatrix<double> A = random_matrix<double>(n, n, 1);
  const DenseMetric<double> V(random_metric<double>(n, 2));
  const DenseMetric<double> W(random_metric<double>(n, 3));
  CHECK(trace(A, {.matvecs = n, .law = Frame{n}}).value == Approx(A.trace()));
  CHECK(exact::trace(A) == Approx(A.trace()));
  CHECK(exact::trace(A) == exact::metric_trace(A, EuclideanMetric<double>(n)));
  CHECK(exact::endomorphism_trace(A, V) == Approx(A.trace()));
  CHECK(exact::norm(A, V, W) ==
        Approx(frobenius_norm(A, V, W, {.matvecs = n, .law = Frame{n}}).value));
  CHECK(exact::frobenius_inner_product(A, A, V, W) == Approx(std::pow(exact::norm(A, V, W), 2)));
  CHECK(exact::norm(RowMatrix<double>(1e200 * A), V, W) == Approx(1e200 * exact::norm(A, V, W)));
  const auto deflated = deflated_trace(A, RowMatrix<double>::Identity(n, 4), V, {.matvecs = 200});
  CHECK(contains(deflated.interval, exact::metric_trace(A, V)));
  const RowMatrix<double> near = A + 1e-3 * random_matrix<double>(n, n, 5);
  const auto difference =
      control_variate_trace(A, near, exact::metric_trace(near, V), V, {.matvecs = 20});
  CHECK(contains(difference.interval, exact::metric_trace(A, V)));
}

TEST_CASE("the inverse Riesz map takes block and scratch", "[own]") {
  const DenseMetric<double> V(random_metric<double>(8, 2));
  RowMatrix<double> inverse;
  ScratchPool scratch;
  Index blocks = 0;
  Options options{.matvecs = 40, .block = 10, .scratch = &scratch};
  options.progress = [&](Index, Index) { ++blocks; };
  inverse_riesz(V, inverse, options);
  CHECK(blocks == 4);
  CHECK(scratch.bytes() >= 8 * 10 * sizeof(double));
}

TEST_CASE("a form seen through a map has that map on both sides", "[own]") {
  const RowMatrix<double> A = random_matrix<double>(7, 7, 1);
  const RowMatrix<double> F = random_matrix<double>(7, 4, 2);
  const OperatorForm<double> form(A);
  const ComposedForm<double> composed(form, OperatorRef<double>(F));
  const RowMatrix<double> expected = F.transpose() * A * F;
  const EuclideanMetric<double> I(4);
  const exact::FormSums found = exact::form_sums(composed, I);
  const exact::FormSums wanted = exact::form_sums(expected, I);
  CHECK(found.trace.real() == Approx(wanted.trace.real()));
  CHECK(found.frobenius2 == Approx(wanted.frobenius2));
  CHECK(found.hermitian2 == Approx(wanted.hermitian2));
}

TEST_CASE("metrics and forms as values share what they are made of", "[own]") {
  const Index n = 12;
  const RowMatrix<double> A = random_matrix<double>(n, n, 1);
  std::vector<AnyMetric<double>> metrics;
  metrics.emplace_back(EuclideanMetric<double>(n));
  metrics.emplace_back(DenseMetric<double>(random_metric<double>(n, 2)));
  CHECK(metrics[0].identity());
  CHECK(metric_trace(A, metrics[0], {.matvecs = 50}).value ==
        metric_trace(A, EuclideanMetric<double>(n), {.matvecs = 50}).value);
  const AnyMetric<double> copy = metrics[1];
  metrics.clear();
  CHECK(exact::metric_trace(A, copy) ==
        Approx(exact::metric_trace(A, DenseMetric<double>(random_metric<double>(n, 2)))));
  const AnyForm<double> form = OperatorForm<double>(RowMatrix<double>(A));
  CHECK(exact::metric_trace(form, copy) == Approx(exact::metric_trace(A, copy)));
}

TEST_CASE("laws and methods are found by their names", "[own]") {
  for (const Law& law : all_laws()) CHECK(parse_law(law.name()).name() == law.name());
  CHECK(parse_law("frame").as<Frame>()->size == default_frame_size);
  CHECK(parse_law("frame:5").as<Frame>()->size == 5);
  CHECK_THROWS_WITH(parse_law("cube"),
                    "found the law 'cube', expected one of sphere, ball, gaussian, signs, phases, "
                    "frame");
  for (const std::string bad : {"frame:", "frame:0", "frame:-1", "frame:5x", "frame: 5"}) {
    CHECK_THROWS_AS(parse_law(bad), OptionError);
  }
  CHECK(all_methods().size() == 8);
  for (const Method method : all_methods()) CHECK(parse_method(name(method)) == method);
  CHECK_THROWS_AS(parse_method("custom"), OptionError);
  CHECK_THROWS_WITH(parse_method("hutch"),
                    "found the method 'hutch', expected one of hutchinson, hutchpp, na-hutchpp, "
                    "adaptive-hutchpp, nystrompp, xtrace, xnystrace, auto");
  CHECK_THROWS_AS(
      trace(RowMatrix<double>(RowMatrix<double>::Identity(3, 3)), {.method = Method::custom}),
      OptionError);
}
