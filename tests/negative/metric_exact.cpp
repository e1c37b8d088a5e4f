#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/euclidean.hpp>

#include <limits>

#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::test;
using Catch::Matchers::Contains;

namespace {

struct Planned : std::exception {
  const char* what() const noexcept override { return "planned"; }
};

/// The identity, whose application throws.
struct Throwing {
  Index rows() const { return 300; }
  Index cols() const { return 300; }
  void apply(ConstBlockView<double>, BlockView<double>) const { throw Planned(); }
  void apply_adjoint(ConstBlockView<double> x, BlockView<double> y) const { eigen(y) = eigen(x); }
};

RowMatrix<double> with_nan() {
  RowMatrix<double> a = RowMatrix<double>::Zero(100, 100);
  a(70, 70) = std::numeric_limits<double>::quiet_NaN();
  return a;
}

}  // namespace

TEST_CASE("a form and a metric of different dimensions are refused with both") {
  const RowMatrix<double> a = random_matrix<double>(5, 5, 1);
  const OperatorForm<double> form(a);
  const EuclideanMetric<double> metric(6);
  REQUIRE_THAT(refusal<ShapeError>([&] { exact::form_sums<double>(form, metric); }),
               Contains("dimension 5") && Contains("dimension 6"));
}

TEST_CASE("a metric trace of different dimensions is refused with both") {
  const RowMatrix<double> a = random_matrix<double>(5, 5, 1);
  const OperatorForm<double> form(a);
  const EuclideanMetric<double> metric(6);
  REQUIRE_THAT(refusal<ShapeError>([&] { exact::metric_trace<double>(form, metric); }),
               Contains("dimension 5") && Contains("dimension 6"));
}

TEST_CASE("form sums refuse a NaN of the operator") {
  const RowMatrix<double> a = with_nan();
  const OperatorForm<double> form(a);
  const EuclideanMetric<double> metric(100);
  REQUIRE_THAT(refusal<NotFiniteError>([&] { exact::form_sums<double>(form, metric); }),
               Contains("nan") && Contains("row 71"));
}

TEST_CASE("the metric trace refuses a NaN of the operator") {
  const RowMatrix<double> a = with_nan();
  const OperatorForm<double> form(a);
  const EuclideanMetric<double> metric(100);
  REQUIRE_THROWS_AS(exact::metric_trace<double>(form, metric), NotFiniteError);
}

TEST_CASE("an exception of the operator leaves form_sums unchanged") {
  const Throwing op;
  const OperatorForm<double> form(op);
  const EuclideanMetric<double> metric(300);
  REQUIRE_THROWS_AS(exact::form_sums<double>(form, metric, {.threads = 2}), Planned);
}

TEST_CASE("a negative number of threads is refused with its value") {
  const RowMatrix<double> a = random_matrix<double>(5, 5, 1);
  const OperatorForm<double> form(a);
  const EuclideanMetric<double> metric(5);
  REQUIRE_THAT(
      refusal<OptionError>([&] { exact::form_sums<double>(form, metric, {.threads = -2}); }),
      Contains("-2"));
}

TEST_CASE("phases have no variance in a real problem") {
  exact::FormSums sums;
  sums.n = 3;
  REQUIRE_THROWS_AS(exact::value_variance(sums, Phases{}), OptionError);
}

TEST_CASE("signs cannot be normalised") {
  exact::FormSums sums;
  sums.n = 3;
  REQUIRE_THROWS_AS(exact::value_variance(sums, Signs{}, true), OptionError);
}

TEST_CASE("no probes have no mean-square error") {
  REQUIRE_THROWS_AS(exact::riesz_mean_square_error(3, 0), OptionError);
  REQUIRE_THROWS_WITH(exact::riesz_mean_square_error(10, 20, Frame{20}),
                      Catch::Contains("20") && Catch::Contains("10"));
}
