#include <catch2/catch.hpp>
#include <limits>

#include <isotrace/isotrace.hpp>

using namespace isotrace;
using Catch::Contains;

namespace {

const EuclideanMetric<double> five(5);
const RowMatrix<double> identity = RowMatrix<double>::Identity(5, 5);

struct UserError : std::runtime_error {
  using std::runtime_error::runtime_error;
  int code = 17;
};

}  // namespace

TEST_CASE("shapes that do not fit are named", "[negative]") {
  const RowMatrix<double> oblong = RowMatrix<double>::Zero(5, 4);
  const RowMatrix<double> empty(0, 0);
  CHECK_THROWS_WITH(metric_trace(oblong, five), "the form must be square, found 5 x 4");
  CHECK_THROWS_WITH(metric_trace(empty, five), "the form is empty (0 x 0)");
  CHECK_THROWS_AS(metric_trace(RowMatrix<double>(RowMatrix<double>::Identity(4, 4)), five),
                  ShapeError);
  CHECK_THROWS_AS(frobenius_norm(oblong, five, five), ShapeError);
  CHECK_THROWS_AS(frobenius_norm(oblong, EuclideanMetric<double>(4), EuclideanMetric<double>(4)),
                  ShapeError);
  CHECK_THROWS_AS(frobenius_inner_product(oblong, identity, five, five), ShapeError);
  CHECK_THROWS_AS(endomorphism_trace(identity, EuclideanMetric<double>(6)), ShapeError);
  CHECK_THROWS_AS(EuclideanMetric<double>(0), ShapeError);
  RowMatrix<double> small(4, 4);
  CHECK_THROWS_AS(inverse_riesz<double>(five, view(small), {}), ShapeError);
}

TEST_CASE("options outside their range are named with what was found", "[negative]") {
  CHECK_THROWS_WITH(metric_trace(identity, five, {.matvecs = 0}), Contains("found 0"));
  CHECK_THROWS_WITH(metric_trace(identity, five, {.matvecs = -3}), Contains("found -3"));
  CHECK_THROWS_AS(metric_trace(identity, five, {.confidence = 1.0}), OptionError);
  CHECK_THROWS_AS(metric_trace(identity, five, {.confidence = std::nan("")}), OptionError);
  CHECK_THROWS_AS(metric_trace(identity, five, {.block = -1}), OptionError);
  CHECK_THROWS_AS(metric_trace(identity, five, {.memory = 0}), OptionError);
  CHECK_THROWS_AS(metric_trace(identity, five, {.threads = -1}), OptionError);
  CHECK_THROWS_AS(metric_trace(identity, five, {.law = Phases{}}), OptionError);
  for (const Method method : {Method::hutchinson, Method::xtrace}) {
    const Options signs{.method = method, .law = Signs{}, .normalised = true};
    CHECK_THROWS_WITH(metric_trace(identity, five, signs), Contains("signs are not"));
  }
  CHECK_THROWS_AS(metric_trace(identity, five, {.law = Frame{6}}), OptionError);
  CHECK_THROWS_WITH(metric_trace(identity, five, {.matvecs = 3, .law = Frame{4}}),
                    "3 matvecs do not pay for one frame, which needs 4");
  CHECK_THROWS_WITH(inverse_riesz<double>(five, {.memory = 100}),
                    Contains("400") && Contains("100"));
  CHECK_THROWS_AS(inverse_riesz<double>(five, {.law = Signs{}}), OptionError);
  CHECK_THROWS_WITH(
      inverse_riesz<double>(five, {.method = Method::xtrace}),
      "the inverse Riesz map is sampled: found the method xtrace, expected hutchinson");
  CHECK_THROWS_WITH(inverse_riesz<double>(five, {.tolerance = 0.25, .absolute_tolerance = 0.5}),
                    Contains("0.25 and 0.5"));
}

TEST_CASE("a NaN or infinity from an operator is found, with its row", "[negative]") {
  const double bad =
      GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity());
  RowMatrix<double> A = identity;
  A(3, 1) = bad;
  CHECK_THROWS_AS(metric_trace(A, five), NotFiniteError);
  CHECK_THROWS_WITH(metric_trace(A, five), Contains("row 4 of 5"));
  CHECK_THROWS_AS(endomorphism_trace(A, five), NotFiniteError);
  CHECK_THROWS_AS(frobenius_norm(A, five, five), NotFiniteError);
  CHECK_THROWS_AS(frobenius_inner_product(A, identity, five, five), NotFiniteError);
  CHECK_THROWS_AS(frobenius_inner_product(identity, A, five, five), NotFiniteError);
}

TEST_CASE("an operator's own exception reaches the caller unchanged", "[negative]") {
  const auto throwing = function_operator(
      5, [](const ConstBlock<double>&, Block<double>) { throw UserError("mine"); });
  for (const int threads : {0, 1, 4}) {
    try {
      metric_trace(throwing, five, {.matvecs = 10000, .block = 8, .threads = threads});
      FAIL("no exception");
    } catch (const UserError& error) {
      CHECK(std::string(error.what()) == "mine");
      CHECK(error.code == 17);
    }
  }
}

TEST_CASE("the adjoint of an operator without one is refused where it is needed", "[negative]") {
  const auto plain =
      function_operator(5, [](const ConstBlock<double>& X, Block<double> Y) { Y = X; });
  const OperatorForm<double> form{OperatorRef<double>(plain)};
  CHECK_THROWS_AS(exact::form_sums<double>(form, MetricRef<double>(five)), OptionError);
}
