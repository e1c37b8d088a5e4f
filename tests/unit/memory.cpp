#include <catch2/catch.hpp>

#include <sys/resource.h>

#include <isotrace/isotrace.hpp>

#include "support/sanitizer.hpp"

using namespace isotrace;

namespace {

/// Most bytes this process has held so far.
std::size_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

/// Whether the process's peak has grown by at most so many bytes; under a sanitizer nobody knows.
bool grew_at_most(std::size_t bytes, std::size_t before) {
  return test::sanitized || peak_bytes() - before <= bytes;
}

/// Whether the process's memory is the library's; says so where it is not.
bool measured() {
  if (test::sanitized) WARN("a sanitizer's memory is not told from the library's");
  return !test::sanitized;
}

/// diag(1, 2, 1, 2, …)
struct Alternating {
  Index n;
  Index rows() const { return n; }
  Index cols() const { return n; }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const {
    for (Index i = 0; i < X.rows; ++i) {
      for (Index j = 0; j < X.cols; ++j) Y(i, j) = static_cast<double>(1 + i % 2) * X(i, j);
    }
  }
};

/// The values of one wave of probes, the code and what the threads need of their own.
constexpr std::size_t slack = std::size_t{48} << 20;

}  // namespace

TEST_CASE("the blocks of all tasks together stay under the memory option", "[memory]") {
  constexpr Index n = 1 << 20;
  const EuclideanMetric<double> euclidean(n);
  for (const std::size_t memory : {std::size_t{20} << 20, std::size_t{80} << 20}) {
    CAPTURE(memory);
    ScratchPool pool;
    const std::size_t before = peak_bytes();
    const auto e = metric_trace(Alternating{n}, euclidean,
                                {.matvecs = 40, .memory = memory, .scratch = &pool});
    CHECK(e.matvecs == 40);
    CHECK(pool.bytes() > memory / 4);
    CHECK(pool.bytes() <= memory + (std::size_t{4} << 20));  // large buffers are whole huge pages
    CHECK(grew_at_most(memory + slack, before));
  }
}

TEST_CASE("any number of probes needs the memory of a few blocks", "[memory]") {
  const EuclideanMetric<double> euclidean(16);
  const std::size_t before = peak_bytes();
  const auto e = metric_trace(Alternating{16}, euclidean, {.matvecs = 3'000'000, .law = Signs{}});
  CHECK(e.value == Approx(24));
  CHECK(grew_at_most(slack, before));
}

TEST_CASE("a sparse matrix's probes are kept no longer than its bandwidth needs them", "[memory]") {
  constexpr Index n = 1 << 20;
  Eigen::SparseMatrix<double, Eigen::RowMajor> A(n, n);
  A.reserve(Eigen::VectorXi::Constant(n, 2));
  for (Index i = 0; i < n; ++i) {
    if (i > 0) A.insert(i, i - 1) = 1.0;
    A.insert(i, i) = 2.0;
  }
  A.makeCompressed();
  ScratchPool pool;
  metric_trace(A, EuclideanMetric<double>(n), {.matvecs = 64, .scratch = &pool});
  CHECK(pool.bytes() <= std::size_t{1} << 20);  // 2048 rows of 16 columns a task
}

TEST_CASE("a sketch needs the panels that its header states, beside the blocks", "[memory]") {
  if (!measured()) return;
  constexpr Index n = 1 << 16;
  constexpr Index matvecs = 300;
  constexpr std::size_t blas = std::size_t{64} << 20;  // OpenBLAS keeps 32 MB a thread
  constexpr std::size_t panel = static_cast<std::size_t>(n * matvecs) * sizeof(double);
  const EuclideanMetric<double> euclidean(n);
  metric_trace(Alternating{n}, euclidean, {.matvecs = 8, .method = Method::xtrace});
  const std::size_t before = peak_bytes();
  const auto check = [&](Method method, double panels) {
    const auto memory = static_cast<std::size_t>(panels * panel) + (std::size_t{8} << 20);
    CAPTURE(name(method), memory);
    metric_trace(Alternating{n}, euclidean,
                 {.matvecs = matvecs, .method = method, .memory = memory});
    CHECK(grew_at_most(memory + slack + blas, before));
    CHECK_THROWS_WITH(metric_trace(Alternating{n}, euclidean,
                                   {.matvecs = matvecs, .method = method, .memory = memory / 2}),
                      Catch::Contains("panels") && Catch::Contains(std::to_string(memory / 2)));
  };
  // in this order: a process's peak does not fall
  check(Method::hutchpp, 1);
  check(Method::na_hutchpp, 1.5);
  check(Method::nystrompp, 1.5);
  check(Method::adaptive_hutchpp, 2);
  check(Method::xtrace, 2.5);
  check(Method::xnystrace, 3);
}

TEST_CASE("a sketch borrows its panels, and no more, from the run's pool", "[memory]") {
  constexpr Index n = 1 << 15;
  constexpr Index matvecs = 300;
  constexpr double panel = static_cast<double>(n * matvecs) * sizeof(double);
  constexpr double blocks = 8 << 20;
  constexpr double pages = 8 * (2 << 20);  // large buffers are whole huge pages
  const EuclideanMetric<double> euclidean(n);
  const std::pair<Method, double> needs[] = {
      {Method::hutchpp, 1},          {Method::na_hutchpp, 1.5}, {Method::nystrompp, 1.5},
      {Method::adaptive_hutchpp, 2}, {Method::xtrace, 2.5},     {Method::xnystrace, 3}};
  for (const auto& [method, panels] : needs) {
    CAPTURE(name(method));
    ScratchPool pool;
    const Options options{.matvecs = matvecs,
                          .method = method,
                          .memory = static_cast<std::size_t>(panels * panel + blocks),
                          .scratch = &pool};
    metric_trace(Alternating{n}, euclidean, options);
    const std::size_t first = pool.bytes();
    const bool ends_early = method == Method::adaptive_hutchpp;
    CHECK(static_cast<double>(first) >= (ends_early ? 0 : 0.6) * panels * panel);
    CHECK(static_cast<double>(first) <= panels * panel + blocks + pages);
    metric_trace(Alternating{n}, euclidean, options);
    CHECK(pool.bytes() <= first + static_cast<std::size_t>(pages));
  }
}

TEST_CASE("a growing sketch borrows no more than the option says", "[memory]") {
  constexpr Index n = 1 << 15;
  constexpr std::size_t memory = std::size_t{200} << 20;
  const EuclideanMetric<double> euclidean(n);
  for (const Method method : {Method::automatic, Method::xtrace, Method::xnystrace,
                              Method::adaptive_hutchpp, Method::hutchpp, Method::nystrompp}) {
    CAPTURE(name(method));
    ScratchPool pool;
    metric_trace(Alternating{n}, euclidean,
                 {.method = method,
                  .semidefinite = method == Method::automatic,
                  .tolerance = 1e-5,
                  .max_matvecs = 600,
                  .memory = memory,
                  .scratch = &pool});
    CHECK(pool.bytes() <= memory + (std::size_t{16} << 20));
  }
}

TEST_CASE("the probes of a sketch are drawn in blocks that the memory holds", "[memory]") {
  if (!measured()) return;
  constexpr Index n = 1 << 20;
  constexpr Index matvecs = 32;
  constexpr std::size_t blas = std::size_t{64} << 20;
  constexpr std::size_t column = static_cast<std::size_t>(n) * sizeof(double);
  const EuclideanMetric<double> euclidean(n);
  const std::size_t before = peak_bytes();
  const std::size_t memory = 3 * matvecs * column + 8 * column;
  metric_trace(Alternating{n}, euclidean,
               {.matvecs = matvecs, .method = Method::xnystrace, .memory = memory, .threads = 1});
  CHECK(grew_at_most(memory + slack + blas, before));
}

TEST_CASE("a tolerance takes no more memory than the option says", "[memory]") {
  constexpr Index n = 1 << 20;
  constexpr std::size_t blas = std::size_t{64} << 20;
  const EuclideanMetric<double> euclidean(n);
  for (const Method method : {Method::automatic, Method::xtrace, Method::hutchpp}) {
    CAPTURE(name(method));
    const std::size_t before = peak_bytes();
    const std::size_t memory = std::size_t{1} << 30;
    metric_trace(Alternating{n}, euclidean,
                 {.method = method, .tolerance = 1e-3, .max_matvecs = 100, .memory = memory});
    CHECK(grew_at_most(memory + slack + blas, before));
  }
}

TEST_CASE("memory for less than a block of one column is refused with both sizes", "[memory]") {
  constexpr Index n = 1000;
  const EuclideanMetric<double> euclidean(n);
  for (const Method method :
       {Method::hutchinson, Method::hutchpp, Method::na_hutchpp, Method::adaptive_hutchpp,
        Method::nystrompp, Method::xtrace, Method::xnystrace, Method::automatic}) {
    for (const double tolerance : {0.0, 1e-2}) {
      CAPTURE(name(method), tolerance);
      CHECK_THROWS_WITH(
          metric_trace(Alternating{n}, euclidean,
                       {.matvecs = 100, .method = method, .tolerance = tolerance, .memory = 7000}),
          Catch::Contains("bytes") && Catch::Contains("7000"));
    }
  }
}

TEST_CASE("the automatic choice does without panels that do not fit", "[memory]") {
  constexpr Index n = 4000;
  const EuclideanMetric<double> euclidean(n);
  for (const double tolerance : {0.0, 1e-2}) {
    const auto e = metric_trace(Alternating{n}, euclidean,
                                {.matvecs = 100,
                                 .method = Method::automatic,
                                 .tolerance = tolerance,
                                 .memory = std::size_t{6} * n * sizeof(double)});
    CHECK(e.method == Method::hutchinson);
    CHECK(std::abs(e.value - 6000) < 600);
  }
}
