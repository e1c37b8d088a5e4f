// Exact values of tensor finite elements against their closed values.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/sparse.hpp>
#include <isotrace/trace/trace.hpp>

#include <problems/tensor_elements.hpp>

using namespace isotrace;
using program::TensorElements;

namespace {

template <class T>
void within(const exact::ExactValue<T>& found, double expected) {
  // the closed value is rounded to double, too
  CHECK(std::abs(found.value - expected) <= found.error + 1e-15 * std::abs(expected));
  CHECK(found.error < 1e-9 * std::abs(expected));
}

/// All values of a pair, the diagonal of K⁻¹ at some nodes.
void agree(int dimension, int nodes, Index places) {
  CAPTURE(dimension, nodes);
  const TensorElements pair(dimension, nodes);
  const auto K = pair.stiffness();
  const auto M = pair.mass();
  REQUIRE(K.rows() == pair.size());
  {
    const SparseMetric<double> of_mass(M);
    within(exact::bounded_metric_trace(K, of_mass), pair.trace());
    within(exact::bounded_log_determinant(of_mass), pair.log_determinant_of_mass());
  }
  const SparseMetric<double> of_stiffness(K);
  within(exact::bounded_metric_trace(M, of_stiffness), pair.inverse_trace());
  within(exact::bounded_log_determinant(of_stiffness), pair.log_determinant_of_stiffness());
  const auto diagonal = exact::inverse_diagonal(of_stiffness);
  for (Index k = 0; k < places; ++k) {
    const Index row = (k * 7919 + k / 2) % pair.size();
    REQUIRE(diagonal[row] == Approx(pair.inverse_diagonal_of_stiffness(row)).epsilon(1e-11));
  }
}

}  // namespace

TEST_CASE("exact values of Q1 elements are the closed ones") {
  agree(1, 1, 1);
  agree(1, 1000, 100);
  agree(2, 1, 1);
  agree(2, 17, 100);
  agree(2, 100, 100);
  agree(3, 5, 100);
  agree(3, 16, 100);
}

TEST_CASE("exact values of Q1 elements are the closed ones up to a million unknowns",
          "[.][large]") {
  agree(2, 316, 1000);
  agree(3, 46, 1000);
  agree(2, 1000, 1000);
}

TEST_CASE("the automatic choice takes the exact value where it is cheaper than a tolerance") {
  const TensorElements pair(2, 60);
  const auto K = pair.stiffness();
  const SparseMetric<double> V(pair.mass());
  for (const int threads : {1, 2}) {
    const auto e = metric_trace(K, V, {.tolerance = 1e-6, .threads = threads});
    CHECK(e.status == Status::exact);
    CHECK(e.matvecs == 0);
    CHECK(e.method == Method::automatic);
    CHECK(e.interval.low <= pair.trace());
    CHECK(pair.trace() <= e.interval.high);
    CHECK(e.interval.high > e.interval.low);
    CHECK(e.interval.high - e.interval.low < 1e-9 * pair.trace());
  }
  // a method that is named, and an estimate without a tolerance, stay what they are
  CHECK(metric_trace(K, V, {.matvecs = 100}).matvecs == 100);
  CHECK(metric_trace(K, V, {.method = Method::xtrace, .tolerance = 1e-2}).matvecs > 0);
  // a loose tolerance is met sooner by a few values
  const TensorElements large(2, 300);
  const auto sampled =
      metric_trace(large.stiffness(), SparseMetric<double>(large.mass()), {.tolerance = 0.05});
  CHECK(sampled.status == Status::converged);
}
