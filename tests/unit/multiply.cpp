#include <catch2/catch.hpp>

#include <isotrace/operators/multiply.hpp>

#include "support/random_matrix.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// op(A) X by the library, on strided blocks, against the dense product; infinite if a neighbouring
/// column of Y was touched.
template <class Matrix>
double product_gap(const Matrix& a, bool adjoint, Index width) {
  using S = typename Matrix::Scalar;
  const Index inner = adjoint ? a.rows() : a.cols();
  const Index outer = adjoint ? a.cols() : a.rows();
  const RowMatrix<S> x = random_matrix<S>(inner, width + 3, 2);
  const RowMatrix<S> before = random_matrix<S>(outer, width + 2, 3);
  RowMatrix<S> y = before;
  const auto in = view(x).columns(1, width);
  const auto out = view(y).columns(1, width);
  if (adjoint) {
    multiply_adjoint(matrix_view(a), in, out);
  } else {
    multiply(matrix_view(a), in, out);
  }
  if (y.leftCols(1) != before.leftCols(1) || y.rightCols(1) != before.rightCols(1)) {
    return std::numeric_limits<double>::infinity();
  }
  const RowMatrix<S> full(a);
  const RowMatrix<S> expected = adjoint ? RowMatrix<S>(full.adjoint() * x.middleCols(1, width))
                                        : RowMatrix<S>(full * x.middleCols(1, width));
  return relative_gap<S>(y.middleCols(1, width), expected);
}

}  // namespace

TEMPLATE_TEST_CASE("a row-major dense matrix times a block", "", float, double, std::complex<float>,
                   std::complex<double>) {
  const auto [rows, cols] = GENERATE(std::pair{1, 1}, std::pair{5, 3}, std::pair{30, 41});
  const Index width = GENERATE(1, 7, 16, 37);
  const bool adjoint = GENERATE(false, true);
  const RowMatrix<TestType> a = random_matrix<TestType>(rows, cols, 1);
  REQUIRE(product_gap(a, adjoint, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a column-major dense matrix times a block", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const auto [rows, cols] = GENERATE(std::pair{1, 1}, std::pair{5, 3}, std::pair{30, 41});
  const Index width = GENERATE(1, 7, 16, 37);
  const bool adjoint = GENERATE(false, true);
  const ColMatrix<TestType> a = random_matrix<TestType>(rows, cols, 1);
  REQUIRE(product_gap(a, adjoint, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a sparse matrix by rows times a block", "", float, double, std::complex<float>,
                   std::complex<double>) {
  const auto [rows, cols] = GENERATE(std::pair{1, 1}, std::pair{5, 3}, std::pair{30, 41});
  const Index width = GENERATE(1, 7, 16, 37);
  const bool adjoint = GENERATE(false, true);
  const auto a = random_sparse<TestType, Eigen::RowMajor>(rows, cols, 3, 1);
  REQUIRE(product_gap(a, adjoint, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a sparse matrix by columns times a block", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const auto [rows, cols] = GENERATE(std::pair{1, 1}, std::pair{5, 3}, std::pair{30, 41});
  const Index width = GENERATE(1, 7, 16, 37);
  const bool adjoint = GENERATE(false, true);
  const auto a = random_sparse<TestType, Eigen::ColMajor>(rows, cols, 3, 1);
  REQUIRE(product_gap(a, adjoint, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a matrix without entries gives zeros", "", float, double, std::complex<float>,
                   std::complex<double>) {
  const bool adjoint = GENERATE(false, true);
  Eigen::SparseMatrix<TestType> a(4, 4);
  a.makeCompressed();
  REQUIRE(product_gap(a, adjoint, 20) == 0.0);
}

TEMPLATE_TEST_CASE("inner products conjugate their second block", "", float, double,
                   std::complex<float>, std::complex<double>) {
  using W = Wide<TestType>;
  const Index width = GENERATE(1, 7, 16, 37);
  const RowMatrix<TestType> x = random_matrix<TestType>(50, width, 1);
  const RowMatrix<TestType> y = random_matrix<TestType>(50, width, 2);
  std::vector<W> out(width);
  inner_products<TestType>(view(x), view(y), out.data());
  const RowMatrix<W> wide_x = x.template cast<W>();
  const RowMatrix<W> wide_y = y.template cast<W>();
  double gap = 0;
  for (Index j = 0; j < width; ++j) {
    gap = std::max(gap, std::abs(out[j] - wide_y.col(j).dot(wide_x.col(j))));
  }
  REQUIRE(gap < 1e-12);
}

TEST_CASE("inner products of single-precision blocks are summed in double") {
  RowMatrix<float> x = RowMatrix<float>::Constant(100, 1, 1e-4f);
  x(0, 0) = 1.0f;
  double out = 0;
  inner_products<float>(view(std::as_const(x)), view(std::as_const(x)), &out);
  const double small = static_cast<double>(1e-4f) * static_cast<double>(1e-4f);
  REQUIRE(out == Approx(1.0 + 99 * small).epsilon(1e-15));
}
