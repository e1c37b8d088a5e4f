#include <catch2/catch.hpp>

#include <isotrace/operators/multiply.hpp>

#include "support/random_matrix.hpp"

using namespace isotrace;
using namespace isotrace::test;
using Catch::Matchers::Contains;

namespace {

template <class F>
std::string shape_error(F&& product) {
  try {
    product();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "no error";
}

RowMatrix<double> zeros(Index rows, Index cols) {
  return RowMatrix<double>::Zero(rows, cols);
}

}  // namespace

TEST_CASE("a dense product with too short a block is refused with both shapes") {
  const RowMatrix<double> a = zeros(3, 4);
  RowMatrix<double> x = zeros(3, 2);
  RowMatrix<double> y = zeros(3, 2);
  REQUIRE_THAT(shape_error([&] { multiply<double>(matrix_view(a), view(x), view(y)); }),
               Contains("3 x 4") && Contains("3 x 2"));
}

TEST_CASE("an adjoint sparse product with too long a block is refused with both shapes") {
  const auto a = random_sparse<double>(3, 4, 1, 1);
  RowMatrix<double> x = zeros(4, 2);
  RowMatrix<double> y = zeros(4, 2);
  REQUIRE_THAT(shape_error([&] { multiply_adjoint<double>(matrix_view(a), view(x), view(y)); }),
               Contains("3 x 4") && Contains("4 x 2"));
}

TEST_CASE("a product into a block of the wrong shape is refused with both shapes") {
  const RowMatrix<double> a = zeros(3, 4);
  RowMatrix<double> x = zeros(4, 2);
  RowMatrix<double> y = zeros(3, 5);
  REQUIRE_THAT(shape_error([&] { multiply<double>(matrix_view(a), view(x), view(y)); }),
               Contains("expected Y 3 x 2") && Contains("3 x 5"));
}

TEST_CASE("inner products of unequal blocks are refused with both shapes") {
  const RowMatrix<double> x = zeros(3, 2);
  const RowMatrix<double> y = zeros(4, 2);
  double out[2];
  REQUIRE_THAT(shape_error([&] { inner_products<double>(view(x), view(y), out); }),
               Contains("3 x 2") && Contains("4 x 2"));
}
