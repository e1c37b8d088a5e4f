// The stated error of an exact value, against values in more precision.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/sparse.hpp>

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "support/patterns.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

using Quad = boost::multiprecision::cpp_bin_float_quad;
using QuadMatrix = Eigen::Matrix<Quad, Eigen::Dynamic, Eigen::Dynamic>;
using Rows = Eigen::SparseMatrix<double, Eigen::RowMajor>;

/// A positive definite matrix on a graph with a condition number near `condition`: the graph's
/// Laplacian with random weights, shifted, its rows and columns scaled.
Rows ill_conditioned(const Graph& g, double condition, double scaling, std::mt19937_64& engine) {
  Rows v = dominant<double>(g, 1 / condition, engine);
  std::uniform_real_distribution<double> exponent(-scaling, scaling);
  std::vector<double> d;
  for (Index i = 0; i < g.nodes; ++i) d.push_back(std::pow(10.0, exponent(engine)));
  for (Index i = 0; i < v.rows(); ++i) {
    for (Rows::InnerIterator it(v, i); it; ++it) it.valueRef() *= d[i] * d[it.col()];
  }
  // scaled entries are rounded apart: the lower triangle counts
  return Rows(v.selfadjointView<Eigen::Lower>());
}

/// tr(V⁻¹A) in 113 bits.
double accurate_trace(const Rows& v, const Rows& a) {
  const QuadMatrix wide = dense(v).cast<Quad>();
  const QuadMatrix right = dense(a).cast<Quad>();
  return static_cast<double>(QuadMatrix(wide.llt().solve(right)).trace());
}
double accurate_log_determinant(const Rows& v) {
  const Eigen::LLT<QuadMatrix> llt(dense(v).cast<Quad>());
  Quad sum = 0;
  for (Index i = 0; i < v.rows(); ++i) sum += log(QuadMatrix(llt.matrixL())(i, i));
  return static_cast<double>(2 * sum);
}

/// How often the error was not within the bound, and the bounds' ratios to the errors.
struct Tally {
  int outside = 0;
  std::vector<double> ratios;

  /// The error is compared with at least the distance from the value to the next number.
  void add(double value, double expected, double bound) {
    const double error = std::abs(value - expected);
    if (!(error <= bound)) ++outside;
    const double next = std::numeric_limits<double>::epsilon() * std::abs(expected);
    ratios.push_back(bound / std::max({error, next, 1e-300}));
  }
  double median() {
    std::sort(ratios.begin(), ratios.end());
    return ratios[ratios.size() / 2];
  }
};

}  // namespace

TEST_CASE("the true error is within the stated one in each of a thousand trials") {
  std::mt19937_64 engine(17);
  Tally traces, dense_traces, determinants;
  for (int trial = 0; trial < 1000; ++trial) {
    const std::string kind = graph_kinds[1 + trial % 6];
    const Index n = 10 + static_cast<Index>(engine() % 21);
    const double condition = std::pow(10.0, static_cast<double>(trial % 13));
    const Rows v = ill_conditioned(graph(kind, n, engine), condition, trial % 2, engine);
    const Rows a = general_on<double, Eigen::RowMajor>(v, 0.8, trial % 3 == 0 ? 5 : 0, engine);
    const SparseMetric<double> metric(v);
    const auto trace = exact::bounded_metric_trace(a, metric);
    const double expected = accurate_trace(v, a);
    CAPTURE(trial, kind, n, condition, expected);
    traces.add(trace.value, expected, trace.error);
    const auto of_dense = exact::bounded_metric_trace(a, DenseMetric<double>(dense(v)));
    dense_traces.add(of_dense.value, expected, of_dense.error);
    const auto determinant = exact::bounded_log_determinant(metric);
    determinants.add(determinant.value, accurate_log_determinant(v), determinant.error);
  }
  CHECK(traces.outside == 0);
  CHECK(dense_traces.outside == 0);
  CHECK(determinants.outside == 0);
  CHECK(traces.median() < 100);
  CHECK(dense_traces.median() < 100);
  CHECK(determinants.median() < 100);
}

TEST_CASE("in a diagonal metric the stated error is that of the terms' rounding") {
  std::mt19937_64 engine(18);
  const Graph g = graph("random", 60, engine);
  const Rows a = general_on<double, Eigen::RowMajor>(dominant<double>(g, 1, engine), 1, 30, engine);
  const auto value = exact::bounded_metric_trace(a, EuclideanMetric<double>(60));
  const long double expected = dense(a).cast<long double>().trace();
  CHECK(std::abs(value.value - static_cast<double>(expected)) <= value.error);
  CHECK(value.error <= 1e-14 * dense(a).diagonal().cwiseAbs().sum());
  CHECK(value.error > 0);
}
