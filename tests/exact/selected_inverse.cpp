// The entries of V⁻¹ that the elimination walked backwards gives, against dense inverses.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/sparse.hpp>
#include <isotrace/trace/trace.hpp>

#include <atomic>

#include <lib/linalg/sparse_cholesky/selected_inverse.hpp>
#include <lib/metric/column_cover.hpp>
#include "support/patterns.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;

template <Scalar S>
using Accurate =
    Eigen::Matrix<std::conditional_t<is_complex<S>, std::complex<long double>, long double>,
                  Eigen::Dynamic, Eigen::Dynamic>;

template <Scalar S>
Accurate<S> accurate_inverse(const Rows<S>& v) {
  using L = typename Accurate<S>::Scalar;
  return Accurate<S>(dense(v).template cast<L>()).partialPivLu().inverse();
}

/// Σ A_ij Z_ji and Σ |A_ij Z_ji|.
template <Scalar S>
EntrySum<S> expected_sum(const RowMatrix<S>& a, const Accurate<S>& z) {
  using L = typename Accurate<S>::Scalar;
  const Accurate<S> terms = a.template cast<L>().cwiseProduct(z.transpose());
  return {Wide<S>(terms.sum()), static_cast<double>(terms.cwiseAbs().sum())};
}

/// The gap of the planned sum, relative to the rounding that its terms allow.
template <Scalar S, int Order>
double gap(const SparseMetric<S>& metric, const Eigen::SparseMatrix<S, Order>& a,
           const EntrySum<S>& expected, int threads = 0) {
  const auto plan = metric.inverse_entries()->plan_sum(matrix_view(a), std::size_t{1} << 30);
  if (!plan.run) return std::numeric_limits<double>::infinity();
  const EntrySum<S> found = plan.run({.threads = threads});
  const double epsilon = std::numeric_limits<Real<S>>::epsilon();
  const double size = std::max(expected.size, 1e-300);
  return std::max(std::abs(found.value - expected.value), std::abs(found.size - expected.size)) /
         (size * epsilon);
}

template <Scalar S>
void agree_on_patterns(unsigned seed) {
  std::mt19937_64 engine(seed);
  int trial = 0;
  for (const std::string kind : graph_kinds) {
    for (const Index n : {1, 2, 9, 40, 130}) {
      const auto v = dominant<S>(graph(kind, n, engine), 0.5, engine);
      const SparseMetric<S> metric(v);
      const auto z = accurate_inverse(v);
      for (const Index more : {0, 1, 2 * static_cast<int>(n)}) {
        CAPTURE(kind, n, more, trial++);
        const double kept = more == 1 ? 1.0 : 0.6;
        const auto rows = general_on<S, Eigen::RowMajor>(v, kept, more, engine);
        const auto columns = general_on<S, Eigen::ColMajor>(v, kept, more, engine);
        CHECK(gap(metric, rows, expected_sum<S>(dense(rows), z)) < 2e3);
        CHECK(gap(metric, columns, expected_sum<S>(dense(columns), z)) < 2e3);
      }
      const auto diagonal = exact::inverse_diagonal(metric);
      for (Index i = 0; i < n; ++i) {
        REQUIRE(std::abs(diagonal[i] - static_cast<double>(std::real(z(i, i)))) <
                2e3 * std::numeric_limits<Real<S>>::epsilon() *
                    static_cast<double>(std::real(z(i, i))));
      }
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("traces and diagonals by selected inversion are those of the dense inverse", "",
                   float, double, std::complex<float>, std::complex<double>) {
  agree_on_patterns<TestType>(7);
}

TEMPLATE_TEST_CASE("large fronts are inverted as well, with the same bits for any threads", "",
                   float, double, std::complex<float>, std::complex<double>) {
  std::mt19937_64 engine(3);
  for (const Graph& g : {cube(7), graph("full", 230, engine)}) {
    const auto v = dominant<TestType>(g, 0.1, engine);
    const SparseMetric<TestType> metric(v);
    const auto a = general_on<TestType, Eigen::RowMajor>(v, 0.9, 0, engine);
    CHECK(gap(metric, a, expected_sum<TestType>(dense(a), accurate_inverse(v))) < 5e4);
  }

  const auto large = dominant<TestType>(cube(22), 0.1, engine);
  const auto b = general_on<TestType, Eigen::RowMajor>(large, 0.9, 500, engine);
  const SparseMetric<TestType> of_large(large);
  const auto plan = of_large.inverse_entries()->plan_sum(matrix_view(b), std::size_t{1} << 30);
  const auto one = plan.run({.threads = 1});
  const auto diagonal = exact::inverse_diagonal(of_large, {.threads = 1});
  for (const int threads : {0, 2, 4}) {
    const auto again = plan.run({.threads = threads});
    CHECK(again.value == one.value);
    CHECK(again.size == one.size);
    CHECK(exact::inverse_diagonal(of_large, {.threads = threads}) == diagonal);
  }
}

TEST_CASE("entries outside the factor are summed by solves or by the united factor") {
  std::mt19937_64 engine(11);
  const Index side = 100;
  const auto v = dominant<double>(graph("grid", side * side, engine), 0.3, engine);
  const SparseMetric<double> metric(v);
  const auto entries = metric.inverse_entries();
  const auto check = [&](const Eigen::SparseMatrix<double>& a) {
    const auto plan = entries->plan_sum(matrix_view(a), std::size_t{1} << 30);
    const auto found = plan.run({});
    const ByColumns hidden{metric};
    const double expected = exact::metric_trace(a, hidden);
    CHECK(std::abs(found.value - expected) < 1e-12 * found.size);
    return plan.cost;
  };
  const auto swept = entries->plan_sum(matrix_view(v), 0).cost;
  const double solve = 2 * metric.cost();
  Eigen::SparseMatrix<double> column(side * side, side * side);
  for (Index i = 0; i < side * side; ++i) column.insert(i, 17) = 1.0 + static_cast<double>(i % 7);
  column.makeCompressed();
  CHECK(check(column) == Approx(swept + solve));  // one solve
  std::vector<Eigen::Triplet<double>> shifted;
  for (Index i = 0; i + 3 < side * side; ++i) shifted.emplace_back(i, i + 3, 1.0);
  Eigen::SparseMatrix<double> band(side * side, side * side);
  band.setFromTriplets(shifted.begin(), shifted.end());
  const double by_union = check(band);
  CHECK(by_union < 1000 * solve);  // half of all columns would take 5000 solves
  // without memory for a second factor it is solved after all
  CHECK(entries->plan_sum(matrix_view(band), 1000).cost > 1000 * solve);
}

TEST_CASE("a cover has every entry once, under its row or its column") {
  std::mt19937_64 engine(5);
  for (const Index n : {1, 5, 60}) {
    std::vector<detail::Entry<double>> entries;
    for (int k = 0; k < 200; ++k) {
      entries.push_back(
          {static_cast<int>(engine() % n), static_cast<int>(engine() % n), double(k)});
    }
    const auto cover = detail::column_cover(entries, n);
    std::vector<int> seen(entries.size(), 0);
    for (std::size_t c = 0; c < cover.columns.size(); ++c) {
      for (auto at = cover.begin[c]; at < cover.begin[c + 1]; ++at) {
        const auto& entry = cover.entries[at];
        ++seen[static_cast<std::size_t>(entry.value)];
        CHECK((entry.row == cover.columns[c] || entry.column == cover.columns[c]));
      }
    }
    for (const int times : seen) CHECK(times == 1);
  }
  std::vector<detail::Entry<double>> star;
  for (int k = 0; k < 50; ++k) star.push_back({k % 2 == 0 ? 7 : k, k % 2 == 0 ? k : 7, 1.0});
  CHECK(detail::column_cover(star, 50).columns == std::vector<int>{7});
}

TEST_CASE("a sweep is refused, stops and reports as a factorisation does") {
  std::mt19937_64 engine(2);
  const SparseMetric<double> metric(dominant<double>(cube(16), 0.1, engine));
  CHECK_THAT(refusal<OptionError>([&] { exact::inverse_diagonal(metric, {.memory = 1000}); }),
             Catch::Contains("the selected inverse needs") && Catch::Contains("allowed are 1000"));
  // by columns in any memory, as long as that is a matter of seconds
  const auto v = dominant<double>(cube(6), 0.5, engine);
  const SparseMetric<double> small(v);
  const double value = exact::metric_trace(v, small);
  CHECK(value == Approx(216.0));
  CHECK(exact::metric_trace(v, small, {.memory = 20000}) == Approx(value));
  std::atomic<bool> stop{false};
  const auto midway = [&](Index done, Index all) {
    if (done > all / 2) stop = true;
  };
  CHECK_THAT(refusal<Interrupted>(
                 [&] { exact::inverse_diagonal(metric, {.stop = &stop, .progress = midway}); }),
             Catch::Contains("the selected inverse"));
  const auto throws = [](Index, Index) { throw std::runtime_error("the bar is broken"); };
  CHECK_THAT(
      refusal<std::runtime_error>([&] { exact::inverse_diagonal(metric, {.progress = throws}); }),
      Catch::Contains("broken"));
}

TEST_CASE("a norm whose square would cancel as a sum over entries is not lost") {
  // T the incidence matrix of a connected grid, V = TᴴT + 1e-14 I: ‖T‖² = Σ λ/(λ + 1e-14) = n − 1
  // but for 1e-14 Σ 1/λ, while the entries of V⁻¹ are near 1e14/n
  std::mt19937_64 engine(1);
  const Index n = 100 * 100;
  const Graph grid = graph("grid", n, engine);
  std::vector<Eigen::Triplet<double>> ends;
  for (const auto& [i, j] : grid.edges) {
    const auto edge = static_cast<Index>(ends.size()) / 2;
    ends.emplace_back(edge, i, 1);
    ends.emplace_back(edge, j, -1);
  }
  Rows<double> t(static_cast<Index>(grid.edges.size()), n);
  t.setFromTriplets(ends.begin(), ends.end());
  const Rows<double> adjoint = t.transpose();
  Rows<double> v = adjoint * t;
  for (Index i = 0; i < n; ++i) v.coeffRef(i, i) += 1e-14;
  const SparseMetric<double> metric(v);
  const double norm = exact::frobenius_norm(t, metric, EuclideanMetric<double>(t.rows()));
  CHECK(norm * norm == Approx(static_cast<double>(n - 1)).epsilon(1e-11));
}

TEST_CASE("entries that are given in parts count as their sum") {
  // [2 1; 1 2] and [3 5; 7 7], the diagonals in two parts
  const int outer[] = {0, 3, 6};
  const int inner[] = {0, 0, 1, 1, 0, 1};
  const double v[] = {1.5, 0.5, 1, 0.75, 1, 1.25};
  const double a[] = {1, 2, 5, 3, 7, 4};
  const SparseMetric<double> V(SparseView<double>{outer, inner, v, 2, 2, true});
  const Eigen::Map<const Rows<double>> A(2, 2, 6, outer, inner, a);
  CHECK(exact::metric_trace(A, V) == Approx((2 * 3 - 7 - 5 + 2 * 7) / 3.0));
  const auto sums = exact::form_sums(A, EuclideanMetric<double>(2));
  CHECK(sums.frobenius2 == Approx(9 + 25 + 49 + 49));
  CHECK(exact::frobenius_norm(A, EuclideanMetric<double>(2), EuclideanMetric<double>(2)) ==
        Approx(std::sqrt(132.0)));
}

TEST_CASE("a short memory turns the automatic choice to a sample") {
  std::mt19937_64 engine(9);
  const auto v = dominant<double>(cube(16), 0.1, engine);
  const SparseMetric<double> metric(v);
  const auto e = metric_trace(v, metric, {.tolerance = 1e-6, .memory = 3000000});
  CHECK((e.status == Status::converged || e.status == Status::exact));
  CHECK(e.value == Approx(4096.0).epsilon(1e-5));
  CHECK(e.matvecs > 0);
  CHECK(metric_trace(v, metric, {.tolerance = 1e-6}).matvecs == 0);
}
