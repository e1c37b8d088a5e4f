// Panels become blocks, and blocks panels, whatever their shape.
#include <catch2/catch.hpp>

#include <limits>

#include <isotrace/isotrace.hpp>
#include <lib/linalg/transpose.hpp>
#include <support/random_matrix.hpp>

using namespace isotrace;
using namespace isotrace::test;

TEMPLATE_TEST_CASE("columns become rows and columns again, whatever the shape", "[sketches]", float,
                   double, std::complex<float>, std::complex<double>) {
  using S = TestType;
  using W = Wide<S>;
  for (const Index rows : {1, 3, 4, 15, 16, 17, 35}) {
    for (const Index cols : {1, 3, 4, 5, 11, 16}) {
      CAPTURE(rows, cols);
      const ColMatrix<S> entries = random_matrix<S>(rows, cols, 1);
      const Panel<W> X(entries.template cast<W>());
      const Index first = cols / 2;
      RowMatrix<S> wider = RowMatrix<S>::Zero(rows, cols + 3);  // a block may be a part of another
      const BlockView<S> x{wider.data(), rows, cols - first, cols + 3};
      columns_to_block<S>(X, first, x);
      CHECK(eigen(x) == entries.rightCols(cols - first));
      CHECK(wider.rightCols(3 + first).isZero(0));
      Panel<W> again(ColMatrix<W>::Zero(rows, cols));
      CHECK(block_to_columns<S>(ConstBlockView<S>(x), again, first));
      CHECK(again.rightCols(cols - first) == X.rightCols(cols - first));
      CHECK(again.leftCols(first).isZero(0));
      for (const double bad : {std::numeric_limits<double>::infinity(), std::nan("")}) {
        RowMatrix<S> spoilt = eigen(x);
        spoilt(rows - 1, cols - first - 1) = static_cast<S>(static_cast<Real<S>>(bad));
        CHECK_FALSE(block_to_columns<S>(view(std::as_const(spoilt)), again, first));
      }
    }
  }
}
