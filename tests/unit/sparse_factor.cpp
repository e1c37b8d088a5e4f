// How a sparse metric is factorised: threads, memory, order, stop and progress.
#include <catch2/catch.hpp>

#include <isotrace/metric/sparse.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <numeric>
#include <random>
#include <regex>
#include <thread>

#include <lib/linalg/sparse_cholesky/ordering.hpp>
#include <lib/parallel/arena.hpp>
#include "support/metric_checks.hpp"
#include "support/patterns.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;

/// A matrix on a cube, large enough that threads share its elimination.
template <Scalar S>
Rows<S> cube_matrix(Index side) {
  std::mt19937_64 engine(3);
  return dominant<S>(cube(side), 0.1, engine);
}

template <Scalar S>
RowMatrix<S> mapped(const SparseMetric<S>& metric) {
  RowMatrix<S> x = random_matrix<S>(metric.dim(), 3, 5);
  metric.map(Isometry::forward, view(x));
  return x;
}

/// The number of bytes that the factor of v needs, as its refusal states it.
template <Scalar S>
std::size_t needed_bytes(const Rows<S>& v) {
  const std::string message = refusal<OptionError>([&] { SparseMetric<S>(v, {.memory = 1}); });
  std::smatch match;
  REQUIRE(std::regex_search(message, match, std::regex("needs ([0-9]+) bytes")));
  return std::stoull(match[1]);
}

}  // namespace

TEMPLATE_TEST_CASE("a factor has the same bits for every number of threads and any memory", "",
                   float, double, std::complex<float>, std::complex<double>) {
  const auto v = cube_matrix<TestType>(22);
  const auto one = mapped(SparseMetric<TestType>(v, {.threads = 1}));
  CHECK(mapped(SparseMetric<TestType>(v, {.threads = 2})) == one);
  CHECK(mapped(SparseMetric<TestType>(v, {.threads = 4})) == one);
  CHECK(mapped(SparseMetric<TestType>(v)) == one);
  CHECK(mapped(SparseMetric<TestType>(v, {.memory = needed_bytes(v), .threads = 4})) == one);
}

TEMPLATE_TEST_CASE("wide fronts are factorised as a dense matrix is", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(17, 96, 97, 130, 531);
  CAPTURE(n);
  const auto full = random_metric<TestType>(n, 8);
  const Rows<TestType> v = full.sparseView();
  const SparseMetric<TestType> metric(v);
  CHECK(metric.factor_nonzeros() == n * (n + 1) / 2);
  CHECK(isometry_gap<TestType>(metric, full) < tolerance<TestType>(n));
}

TEST_CASE("a factor that needs more memory than allowed is refused before the work") {
  const auto v = cube_matrix<double>(12);
  const std::size_t bytes = needed_bytes(v);
  CHECK(bytes > SparseMetric<double>(v).factor_bytes());
  Index reports = 0;
  const std::string message = refusal<OptionError>([&] {
    SparseMetric<double>(v, {.memory = bytes - 1, .progress = [&](Index, Index) { ++reports; }});
  });
  CHECK(reports == 0);
  CHECK_THAT(message, Catch::Contains(std::to_string(bytes)));
  CHECK_THAT(message, Catch::Contains(std::to_string(bytes - 1)));
  CHECK_NOTHROW(SparseMetric<double>(v, {.memory = bytes}));
}

TEST_CASE("a caller's own order of elimination is used") {
  const Index n = 40;
  Rows<double> arrow(n, n);
  for (Index i = 0; i < n; ++i) arrow.insert(i, i) = i == 0 ? 100.0 : 2.0;
  for (Index i = 1; i < n; ++i) {
    arrow.insert(0, i) = 0.5;
    arrow.insert(i, 0) = 0.5;
  }
  arrow.makeCompressed();
  FactorOptions options;
  options.order.resize(n);
  std::iota(options.order.begin(), options.order.end(), 0);
  const SparseMetric<double> natural(arrow, options);
  CHECK(natural.factor_nonzeros() == n * (n + 1) / 2);
  CHECK(natural.factor_operations() == n * (n + 1) * (2 * n + 1) / 6.0);
  CHECK(isometry_gap<double>(natural, dense(arrow)) < tolerance<double>(n));
  CHECK(SparseMetric<double>(arrow).factor_nonzeros() == 2 * n - 1);
  const auto refused = [&](int row, int value, const std::string& part) {
    FactorOptions wrong = options;
    wrong.order[row] = value;
    CHECK_THAT(refusal<OptionError>([&] { SparseMetric<double>(arrow, wrong); }),
               Catch::Contains(part));
  };
  refused(3, 4, "row 4 twice");
  refused(3, -1, "row -1, expected 0 to 39");
  refused(3, 40, "row 40, expected 0 to 39");
  options.order.pop_back();
  CHECK_THAT(refusal<OptionError>([&] { SparseMetric<double>(arrow, options); }),
             Catch::Contains("39 rows, expected 40"));
}

TEST_CASE("a large graph is dissected in the same way for every number of threads") {
  const auto v = cube_matrix<double>(37);
  const detail::Pattern pattern{v.outerIndexPtr(), v.innerIndexPtr(), v.rows()};
  const auto order_by = [&](int threads) {
    return in_arena(threads, [&] { return detail::nested_dissection(pattern); });
  };
  const auto order = order_by(1);
  CHECK(order_by(3) == order);
  auto sorted = order;
  std::sort(sorted.begin(), sorted.end());
  std::vector<int> rows(sorted.size());
  std::iota(rows.begin(), rows.end(), 0);
  CHECK(sorted == rows);
}

TEST_CASE("an order neither reads nor changes the state of rand()") {
  const auto v = cube_matrix<double>(20);
  const auto large = cube_matrix<double>(30);
  const detail::Pattern pattern{large.outerIndexPtr(), large.innerIndexPtr(), large.rows()};
  const auto dissected = detail::nested_dissection(pattern);
  const auto undisturbed = mapped(SparseMetric<double>(v));
  std::srand(12345);
  const int first = std::rand();
  std::srand(12345);
  const auto again = mapped(SparseMetric<double>(v));
  CHECK(detail::nested_dissection(pattern) == dissected);
  CHECK(std::rand() == first);
  std::atomic<bool> done{false};
  std::thread other([&] {
    while (!done) std::rand();
  });
  const auto disturbed = mapped(SparseMetric<double>(v));
  std::vector<detail::Order> orders(2);
  std::thread third([&] { orders[0] = detail::nested_dissection(pattern); });
  orders[1] = detail::nested_dissection(pattern);
  third.join();
  for (const auto& order : orders) CHECK(order == dissected);
  std::vector<RowMatrix<double>> beside(2);
  std::thread second([&] { beside[0] = mapped(SparseMetric<double>(v)); });
  beside[1] = mapped(SparseMetric<double>(v));
  second.join();
  done = true;
  other.join();
  CHECK(again == undisturbed);
  CHECK(disturbed == undisturbed);
  for (const auto& one : beside) CHECK(one == undisturbed);
}

TEST_CASE("the pivot that is refused is the same for every number of threads") {
  std::mt19937 random(4);
  for (int trial = 0; trial < 20; ++trial) {
    auto v = cube_matrix<double>(20);
    for (int k = 0; k < 40; ++k) {
      const auto i = static_cast<Index>(random() % v.rows());
      v.coeffRef(i, i) = -1;
    }
    const auto message = [&](int threads) {
      return refusal<MetricError>([&] { SparseMetric<double>(v, {.threads = threads}); });
    };
    const std::string one = message(1);
    CHECK_THAT(one, Catch::Contains("not positive definite"));
    for (const int threads : {2, 4}) CHECK(message(threads) == one);
  }
}

TEST_CASE("a factorisation reports its progress, stops, and passes on what the report throws") {
  const auto v = cube_matrix<double>(16);
  const SparseMetric<double> whole(v);
  for (const int threads : {1, 2}) {
    std::vector<Index> counts;
    Index total = 0;
    const auto note = [&](Index done, Index all) {
      counts.push_back(done);
      total = all;
    };
    SparseMetric<double>(v, {.threads = threads, .progress = note});
    CHECK(counts.size() > 20);
    CHECK(std::is_sorted(counts.begin(), counts.end()));
    CHECK(counts.back() == total);
    CHECK(static_cast<double>(total) >= whole.factor_operations());

    std::atomic<bool> stop{false};
    const auto stop_midway = [&](Index done, Index all) {
      if (done > all / 2) stop = true;
    };
    CHECK_THAT(refusal<Interrupted>([&] {
                 SparseMetric<double>(v,
                                      {.threads = threads, .stop = &stop, .progress = stop_midway});
               }),
               Catch::Contains("the factor"));
    const auto throws = [](Index, Index) { throw std::runtime_error("the bar is broken"); };
    CHECK_THAT(refusal<std::runtime_error>(
                   [&] { SparseMetric<double>(v, {.threads = threads, .progress = throws}); }),
               Catch::Contains("the bar is broken"));
  }
  CHECK_THAT(refusal<OptionError>([&] { SparseMetric<double>(v, {.threads = -1}); }),
             Catch::Contains("-1"));
}
