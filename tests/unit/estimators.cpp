#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <Eigen/LU>
#include <Eigen/SparseCore>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <thread>

#include <isotrace/isotrace.hpp>

using namespace isotrace;

namespace {

template <class S>
RowMatrix<S> random_matrix(Index rows, Index cols, std::uint64_t seed) {
  RowMatrix<S> A(rows, cols);
  draw(Law(Gaussian{}), Stream{seed}, 0, view(A));
  return A;
}

template <class S>
RowMatrix<S> random_metric(Index n, std::uint64_t seed) {
  const RowMatrix<S> G = random_matrix<S>(n, n, seed);
  return G * G.adjoint() + RowMatrix<S>::Identity(n, n) * S(static_cast<Real<S>>(n));
}

/// Counts columns applied, and whether two calls ever overlapped.
struct CountingOperator {
  Index n;
  std::atomic<Index>* columns;
  std::atomic<int>* inside = nullptr;
  std::atomic<bool>* overlapped = nullptr;

  Index rows() const { return n; }
  Index cols() const { return n; }
  void apply(const ConstBlock<double>& X, Block<double> Y) const {
    *columns += X.cols();
    if (inside != nullptr && inside->fetch_add(1) > 0) *overlapped = true;
    Y = 2.0 * X;
    if (inside != nullptr) --*inside;
  }
};

struct SerialOperator : CountingOperator {
  static constexpr bool reentrant = false;
};

template <class T>
bool same_bits(const Estimate<T>& a, const Estimate<T>& b) {
  return a.value == b.value && a.standard_error == b.standard_error;
}

}  // namespace

TEMPLATE_TEST_CASE("an estimate is the same, to the last bit, for every number of threads",
                   "[estimators]", float, double, std::complex<float>, std::complex<double>) {
  const RowMatrix<TestType> A = random_matrix<TestType>(70, 70, 1);
  const DenseMetric<TestType> V(random_metric<TestType>(70, 2));
  for (const Law& law : {Law(Sphere{}), Law(Ball{}), Law(Signs{}), Law(Frame{7})}) {
    CAPTURE(name(law));
    const auto one = metric_trace(A, V, {.matvecs = 3000, .law = law, .threads = 1});
    for (const int threads : {0, 2, 5}) {
      const auto many = metric_trace(A, V, {.matvecs = 3000, .law = law, .threads = threads});
      CHECK(same_bits(one, many));
    }
  }
}

TEST_CASE("scarce memory changes neither the bits of the probes nor the budget", "[estimators]") {
  const RowMatrix<double> A = random_matrix<double>(50, 50, 1);
  const EuclideanMetric<double> V(50);
  const auto roomy = metric_trace(A, V, {.matvecs = 500});
  const auto tight = metric_trace(A, V, {.matvecs = 500, .memory = 2 * 50 * sizeof(double)});
  CHECK(tight.probes == 500);
  CHECK(tight.value == Approx(roomy.value).epsilon(1e-13));
}

TEMPLATE_TEST_CASE("the metric trace lies within four standard errors of the exact one",
                   "[estimators]", float, double, std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 30);
  const RowMatrix<TestType> A = random_matrix<TestType>(n, n, 3);
  const DenseMetric<TestType> V(random_metric<TestType>(n, 4));
  const OperatorForm<TestType> form{OperatorRef<TestType>(A)};
  const exact::FormSums sums = exact::form_sums<TestType>(form, MetricRef<TestType>(V));
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}, Frame{std::min<Index>(n, 5)}};
  if (is_complex<TestType>) laws.emplace_back(Phases{});
  for (const Law& law : laws) {
    for (const bool normalised : {false, true}) {
      if (normalised && !invariant(law)) continue;
      CAPTURE(name(law), normalised, n);
      const auto e = metric_trace(A, V, {.matvecs = 4000, .law = law, .normalised = normalised});
      const double deviation =
          std::sqrt(exact::probe_variance(sums, law, normalised) / static_cast<double>(e.probes));
      const double rounding =
          50 * std::numeric_limits<Real<TestType>>::epsilon() * std::sqrt(sums.frobenius2 * n);
      CHECK(std::abs(std::complex<double>(e.value) - sums.trace) < 4 * deviation + rounding);
      CHECK(e.standard_error == Approx(deviation).epsilon(0.1).margin(rounding));
    }
  }
}

TEST_CASE("the mean of a form is the trace times the law's second moment", "[estimators]") {
  const RowMatrix<double> A = random_matrix<double>(20, 20, 5);
  const DenseMetric<double> V(random_metric<double>(20, 6));
  const OperatorForm<double> form{OperatorRef<double>(A)};
  const auto mean = mean_form<double>(form, V, {.law = Ball{}});
  const auto trace = form_trace<double>(form, V, {.law = Ball{}});
  CHECK(mean.value == Approx(trace.value * second_moment(Ball{}, Field::real, 20)).epsilon(1e-13));
}

TEST_CASE("a singular covariance gives tr(A F F^H)", "[estimators]") {
  using C = std::complex<double>;
  const RowMatrix<C> A = random_matrix<C>(12, 12, 7);
  const RowMatrix<C> F = random_matrix<C>(12, 3, 8);
  const OperatorForm<C> form{OperatorRef<C>(A)};
  const auto e =
      mean_form_factor<C>(form, OperatorRef<C>(F), {.matvecs = 20000, .law = Gaussian{}});
  const C exact_value = (A * F * F.adjoint()).trace();
  CHECK(std::abs(e.value - exact_value) < 4 * e.standard_error);
  CHECK(e.standard_error < 0.05 * std::abs(exact_value) + 1.0);
}

TEST_CASE("the trace of an endomorphism does not depend on the metric", "[estimators]") {
  using C = std::complex<double>;
  const RowMatrix<C> E = random_matrix<C>(15, 15, 9);
  const DenseMetric<C> V(random_metric<C>(15, 10));
  const auto e = endomorphism_trace(E, V, {.matvecs = 20000});
  CHECK(std::abs(e.value - E.trace()) < 4 * e.standard_error);
  const EndomorphismForm<C> form{OperatorRef<C>(E), MetricRef<C>(V)};
  CHECK(std::abs(exact::metric_trace<C>(form, MetricRef<C>(V)) - E.trace()) < 1e-11);
}

TEMPLATE_TEST_CASE("Frobenius-type norm and inner product", "[estimators]", double,
                   std::complex<double>) {
  using S = TestType;
  const RowMatrix<S> T = random_matrix<S>(9, 14, 11);
  const RowMatrix<S> R = random_matrix<S>(9, 14, 12);
  const RowMatrix<S> Vm = random_metric<S>(14, 13);
  const RowMatrix<S> Wm = random_metric<S>(9, 14);
  const DenseMetric<S> V(Vm), W(Wm);
  const auto norm = frobenius_norm(T, V, W, {.matvecs = 20000});
  const double norm2 = std::real((Vm.inverse() * T.adjoint() * Wm * T).trace());
  CHECK(std::abs(norm.value - std::sqrt(norm2)) < 4 * norm.standard_error);
  CHECK(norm.interval.low < norm.value);
  CHECK(norm.interval.high > norm.value);

  const auto square =
      form_trace<S>(ProductForm<S>(OperatorRef<S>(T), MetricRef<S>(W)), V, {.matvecs = 20000});
  const double root = std::sqrt(std::real(square.value));
  if (!is_complex<S>) {
    CHECK(norm.standard_error == Approx(square.standard_error / (2 * root)).epsilon(1e-12));
  }
  const double bias = norm.standard_error * norm.standard_error / (2 * root);
  CHECK(norm.value - root == Approx(bias).epsilon(1e-6));

  const auto product = frobenius_inner_product(R, T, V, W, {.matvecs = 20000});
  const S exact_product = (Vm.inverse() * T.adjoint() * Wm * R).trace();
  CHECK(std::abs(product.value - exact_product) < 4 * product.standard_error);
  CHECK(product.matvecs == 20000);
  CHECK(product.probes == 10000);
}

TEST_CASE("the budget is counted in columns the operator really saw, and never overspent",
          "[estimators]") {
  std::atomic<Index> columns{0};
  const CountingOperator A{100, &columns};
  const EuclideanMetric<double> V(100);
  const auto sphere = metric_trace(A, V, {.matvecs = 777});
  CHECK(columns == 777);
  CHECK(sphere.matvecs == 777);
  columns = 0;
  const auto frames = metric_trace(A, V, {.matvecs = 777, .law = Frame{16}});
  CHECK(columns == 768);
  CHECK(frames.matvecs == 768);
  columns = 0;
  const auto product = frobenius_inner_product(A, A, V, V, {.matvecs = 101});
  CHECK(columns == 100);
  CHECK(product.matvecs == 100);
  CHECK(product.probes == 50);
}

TEST_CASE("an operator that is not reentrant is called one block at a time", "[estimators]") {
  std::atomic<Index> columns{0};
  std::atomic<int> inside{0};
  std::atomic<bool> overlapped{false};
  const SerialOperator A{{50, &columns, &inside, &overlapped}};
  metric_trace(A, EuclideanMetric<double>(50), {.matvecs = 20000, .block = 8, .threads = 4});
  CHECK_FALSE(overlapped);
  CHECK(columns == 20000);

  columns = 0;
  const RowMatrix<double> U = random_matrix<double>(400, 300, 9);
  const SerialOperator wide{{400, &columns, &inside, &overlapped}};
  const OperatorForm<double> form{OperatorRef<double>(wide)};
  const auto e =
      deflated_trace(form, U, EuclideanMetric<double>(400), {.matvecs = 390, .threads = 4});
  CHECK_FALSE(overlapped);
  CHECK(columns == 390);
  CHECK(std::abs(e.value - 800) < 6 * e.standard_error);
}

TEST_CASE("an operator may be parallel itself, inside any arena", "[estimators]") {
  const auto parallel = function_operator(64, [](const ConstBlock<double>& X, Block<double> Y) {
    tbb::parallel_for(Index{0}, X.rows(), [&](Index i) { Y.row(i) = 3.0 * X.row(i); });
  });
  const EuclideanMetric<double> V(64);
  tbb::task_arena arena(3);
  const auto inside = arena.execute([&] { return metric_trace(parallel, V, {.block = 8}); });
  const auto outside = metric_trace(parallel, V, {.block = 8, .threads = 2});
  CHECK(same_bits(inside, outside));
  CHECK(inside.value == Approx(192.0));
}

TEST_CASE("stopping keeps the probes done and says so", "[estimators]") {
  std::atomic<bool> stop{false};
  std::atomic<Index> columns{0};
  const auto stopping = function_operator(10, [&](const ConstBlock<double>& X, Block<double> Y) {
    Y = X;
    columns += X.cols();
    if (columns >= 64) stop = true;
  });
  const auto e = metric_trace(stopping, EuclideanMetric<double>(10),
                              {.matvecs = 100000, .block = 16, .threads = 2, .stop = &stop});
  CHECK(e.status == Status::interrupted);
  CHECK(e.probes == columns);
  CHECK(e.value == Approx(10.0));

  stop = true;
  const auto none = metric_trace(stopping, EuclideanMetric<double>(10), {.stop = &stop});
  CHECK(none.probes == 0);
  CHECK(std::isnan(none.value));
}

TEST_CASE("progress ends at the total, never falls and never runs twice at once", "[estimators]") {
  std::atomic<int> inside{0};
  std::atomic<bool> overlapped{false};
  Index last = 0;
  const auto progress = [&](Index done, Index total) {
    if (inside.fetch_add(1) > 0) overlapped = true;
    if (total != 5000 || done <= last) overlapped = true;
    last = done;
    --inside;
  };
  metric_trace(random_matrix<double>(30, 30, 1), EuclideanMetric<double>(30),
               {.matvecs = 5000, .block = 8, .threads = 2, .progress = progress});
  CHECK(last == 5000);
  CHECK_FALSE(overlapped);
}

TEST_CASE("one probe has a value and no standard error", "[estimators]") {
  const auto e =
      metric_trace(random_matrix<double>(5, 5, 1), EuclideanMetric<double>(5), {.matvecs = 1});
  CHECK(std::isfinite(e.value));
  CHECK(std::isnan(e.standard_error));
  CHECK(std::isnan(e.interval.low));
}

TEST_CASE("more probes than one wave are reduced as one sample", "[estimators]") {
  Eigen::SparseMatrix<double> A(2, 2);
  A.insert(0, 0) = 1.0;
  A.insert(1, 1) = 3.0;
  A.makeCompressed();
  const Index count = (Index{1} << 20) + 12345;
  const auto e = metric_trace(A, EuclideanMetric<double>(2), {.matvecs = count});
  CHECK(e.probes == count);
  // s² = 2n/(n+2) (‖H‖² − t²/n) = 10 − 8 = 2
  CHECK(e.standard_error == Approx(std::sqrt(2.0 / static_cast<double>(count))).epsilon(0.01));
  CHECK(std::abs(e.value - 4.0) < 4 * e.standard_error);
}

TEMPLATE_TEST_CASE("the inverse Riesz map tends to the inverse at its exact rate", "[estimators]",
                   double, std::complex<double>) {
  using S = TestType;
  const Index n = 12;
  const RowMatrix<S> Vm = random_metric<S>(n, 20);
  const DenseMetric<S> V(Vm);
  RowMatrix<S> inverse(n, n);
  const Options options{.matvecs = 40000};
  const auto e = inverse_riesz<S>(V, view(inverse), options);
  const double expected = std::sqrt(exact::riesz_mean_square_error(n, 40000));
  CHECK(e.value == Approx(expected).epsilon(0.35));
  CHECK((inverse - Vm.inverse()).norm() < 3 * expected * Vm.inverse().norm());
  CHECK((inverse - inverse.adjoint()).norm() < 1e-13);

  RowMatrix<S> again(n, n);
  inverse_riesz<S>(V, view(again), {.matvecs = 40000, .threads = 1});
  CHECK((inverse.array() == again.array()).all());

  RowMatrix<S> of_frames(n, n);
  const auto complete = inverse_riesz<S>(V, view(of_frames), {.matvecs = n, .law = Frame{n}});
  CHECK(complete.value < 1e-13);  // (2.11): a whole orthonormal basis leaves no error
  CHECK((of_frames - Vm.inverse()).norm() < 1e-13);
}

namespace {

/// A user's metric: V = 4 I.
struct FourTimes {
  using Scalar = double;
  Index n;
  Index dim() const { return n; }
  void gram(const ConstBlock<double>& X, Block<double> Y) const { Y = 4.0 * X; }
  void map(Isometry which, Block<double> X) const {
    const bool inverse = which == Isometry::inverse || which == Isometry::inverse_adjoint;
    X *= inverse ? 2.0 : 0.5;
  }
};

/// A form that samples its values itself: every one is 5.
struct Sampling : OperatorForm<double> {
  using OperatorForm<double>::OperatorForm;
  bool sample(MetricRef<double>, const Law&, const Stream&, ProbeRange probes, Workspace<double>&,
              double* values, double* norms) const {
    std::fill_n(values, probes.count, 5.0);
    std::fill_n(norms, probes.count, 1.0);
    return true;
  }
};

}  // namespace

TEST_CASE("a metric of the user's own is a metric like the others", "[estimators]") {
  const RowMatrix<double> A = random_matrix<double>(8, 8, 1);
  const auto mine = metric_trace(A, FourTimes{8}, {.matvecs = 100});
  const RowMatrix<double> four = 4.0 * RowMatrix<double>::Identity(8, 8);
  const auto dense = metric_trace(A, DenseMetric<double>(four), {.matvecs = 100});
  CHECK(mine.value == Approx(dense.value).epsilon(1e-13));
}

TEST_CASE("a form that samples its own values is asked for them", "[estimators]") {
  const RowMatrix<double> A = random_matrix<double>(8, 8, 1);
  const Sampling form{OperatorRef<double>(A)};
  CHECK(mean_form(form, EuclideanMetric<double>(8), {.matvecs = 100}).value == 5.0);
}

TEST_CASE("every front door deduces its scalar", "[estimators]") {
  using C = std::complex<double>;
  const RowMatrix<C> A = random_matrix<C>(6, 6, 1);
  const RowMatrix<C> F = random_matrix<C>(6, 2, 2);
  const DenseMetric<C> V(random_metric<C>(6, 3));
  const OperatorForm<C> form{OperatorRef<C>(A)};
  const Options options{.matvecs = 50};
  CHECK(mean_form(form, V, options).value ==
        mean_form<C>(FormRef<C>(form), MetricRef<C>(V), options).value);
  CHECK(form_trace(form, V, options).value == metric_trace(A, V, options).value);
  CHECK(mean_form_factor(form, F, options).value ==
        mean_form_factor<C>(FormRef<C>(form), OperatorRef<C>(F), options).value);
  RowMatrix<C> inverse;
  inverse_riesz(V, inverse, options);
  CHECK(inverse.rows() == 6);
  CHECK(exact::form_sums(form, V).trace == exact::form_sums<C>(form, V).trace);
  CHECK(exact::metric_trace(form, V) == exact::metric_trace<C>(form, V));
}

TEST_CASE("the exact side can be stopped, and tells its progress", "[exact]") {
  const RowMatrix<double> A = random_matrix<double>(200, 200, 1);
  const OperatorForm<double> form{OperatorRef<double>(A)};
  const EuclideanMetric<double> V(200);
  Index last = 0;
  exact::form_sums(form, V, {.progress = [&](Index done, Index total) {
                     CHECK(total == 200);
                     last = done;
                   }});
  CHECK(last == 200);
  const std::atomic<bool> stop{true};
  CHECK_THROWS_AS(exact::form_sums(form, V, {.stop = &stop}), Interrupted);
}

TEST_CASE("an estimate prints its value, its standard error and its cost", "[results]") {
  std::ostringstream out;
  out << Estimate<double>{1.5, 0.01, 0.95, {1.48, 1.52}, Status::completed, 100, 100, 1};
  CHECK(out.str() == "1.5 ± 0.01 (100 matvecs, completed)");
}
