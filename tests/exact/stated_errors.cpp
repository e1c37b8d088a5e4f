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
template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;

/// A positive definite matrix on a graph with a condition number near `condition`: the graph's
/// Laplacian with random weights, shifted, its rows and columns scaled.
template <Scalar S>
Rows<S> ill_conditioned(const Graph& g, double condition, double scaling, std::mt19937_64& engine) {
  Rows<S> v = dominant<S>(g, 1 / condition, engine);
  std::uniform_real_distribution<double> exponent(-scaling, scaling);
  std::vector<Real<S>> d;
  for (Index i = 0; i < g.nodes; ++i) {
    d.push_back(static_cast<Real<S>>(std::pow(10.0, exponent(engine))));
  }
  for (Index i = 0; i < v.rows(); ++i) {
    for (typename Rows<S>::InnerIterator it(v, i); it; ++it) it.valueRef() *= d[i] * d[it.col()];
  }
  // scaled entries are rounded apart: the lower triangle counts
  return Rows<S>(v.template selfadjointView<Eigen::Lower>());
}

// 113 bits. A complex matrix M stands as [Re M, −Im M; Im M, Re M].
template <Scalar S>
QuadMatrix accurate(const Rows<S>& m) {
  const RowMatrix<S> all = dense(m);
  if constexpr (!is_complex<S>) {
    return all.template cast<Quad>();
  } else {
    QuadMatrix out(2 * m.rows(), 2 * m.cols());
    out << all.real().template cast<Quad>(), -all.imag().template cast<Quad>(),
        all.imag().template cast<Quad>(), all.real().template cast<Quad>();
    return out;
  }
}
/// tr M for M as it stands.
template <Scalar S>
Wide<S> accurate_trace(const QuadMatrix& m) {
  if constexpr (!is_complex<S>) {
    return static_cast<double>(m.trace());
  } else {
    const Index n = m.rows() / 2;
    return {static_cast<double>(m.topLeftCorner(n, n).trace()),
            static_cast<double>(m.bottomLeftCorner(n, n).trace())};
  }
}
double accurate_log_determinant(const Eigen::LLT<QuadMatrix>& v) {
  Quad sum = 0;
  for (Index i = 0; i < v.rows(); ++i) sum += log(QuadMatrix(v.matrixL())(i, i));
  return static_cast<double>(2 * sum);
}

/// How often the error was not within the bound, and the bounds' ratios to the errors.
struct Tally {
  int outside = 0;
  std::vector<double> ratios;

  /// The error is compared with at least the distance `next` from 1 to the next number.
  template <class W>
  void add(const exact::ExactValue<W>& value, W expected, double next) {
    const double error = std::abs(value.value - expected);
    if (!(error <= value.error)) ++outside;
    ratios.push_back(value.error / std::max({error, next * std::abs(expected), 1e-300}));
  }
  double median() {
    std::sort(ratios.begin(), ratios.end());
    return ratios[ratios.size() / 2];
  }
};

}  // namespace

TEMPLATE_TEST_CASE("the true error is within the stated one in every trial", "", float, double,
                   std::complex<float>, std::complex<double>) {
  using S = TestType;
  constexpr double epsilon = std::numeric_limits<Real<S>>::epsilon();
  constexpr int decades = epsilon < 1e-10 ? 13 : 5;
  std::mt19937_64 engine(17);
  Tally traces, dense_traces, norms, determinants;
  constexpr int trials = is_complex<S> ? 200 : 1000;
  for (int trial = 0; trial < trials; ++trial) {
    const std::string kind = graph_kinds[1 + trial % 6];
    const Index n = 10 + static_cast<Index>(engine() % 21);
    const double condition = std::pow(10.0, trial % decades);
    const Rows<S> v = ill_conditioned<S>(graph(kind, n, engine), condition, trial % 2, engine);
    const auto a = general_on<S, Eigen::RowMajor>(v, 0.8, trial % 3 == 0 ? 5 : 0, engine);
    const Eigen::LLT<QuadMatrix> factor(accurate<S>(v));
    const QuadMatrix wide = accurate<S>(a);
    const SparseMetric<S> metric(v);
    CAPTURE(trial, kind, n, condition);
    const auto trace = accurate_trace<S>(factor.solve(wide));
    traces.add(exact::bounded_metric_trace(a, metric), trace, epsilon);
    dense_traces.add(exact::bounded_metric_trace(a, DenseMetric<S>(dense(v))), trace, epsilon);
    const double norm =
        std::sqrt(real_part(accurate_trace<S>(factor.solve(wide.transpose() * wide))));
    norms.add(exact::bounded_frobenius_norm(a, metric, EuclideanMetric<S>(n)), norm, epsilon);
    const double twice = is_complex<S> ? 2 : 1;
    determinants.add(exact::bounded_log_determinant(metric),
                     accurate_log_determinant(factor) / twice, epsilon);
  }
  CHECK(traces.outside == 0);
  CHECK(dense_traces.outside == 0);
  CHECK(norms.outside == 0);
  CHECK(determinants.outside == 0);
  CHECK(traces.median() < 100);
  CHECK(dense_traces.median() < 100);
  CHECK(norms.median() < 100);
  CHECK(determinants.median() < 100);
}

TEST_CASE("in a diagonal metric the stated error is that of the terms' rounding") {
  std::mt19937_64 engine(18);
  const Graph g = graph("random", 60, engine);
  const auto a = general_on<double, Eigen::RowMajor>(dominant<double>(g, 1, engine), 1, 30, engine);
  const auto value = exact::bounded_metric_trace(a, EuclideanMetric<double>(60));
  const long double expected = dense(a).cast<long double>().trace();
  CHECK(std::abs(value.value - static_cast<double>(expected)) <= value.error);
  CHECK(value.error <= 1e-14 * dense(a).diagonal().cwiseAbs().sum());
  CHECK(value.error > 0);
}
