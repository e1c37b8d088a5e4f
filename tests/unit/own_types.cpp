// Estimators, forms and stops of a caller's own, by the public headers alone.
#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <stop_token>

#include <isotrace/isotrace.hpp>

#include <support/by_products.hpp>
#include <support/methods.hpp>
#include <support/own_types.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

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
    const auto e =
        metric_trace(by_products(A), I, {.matvecs = 70, .method = method, .tolerance = 1e-9});
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
