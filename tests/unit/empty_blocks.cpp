#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>

using namespace isotrace;

TEST_CASE("a part of a block without memory has none either", "[blocks]") {
  const RowMatrix<double> nothing(5000, 0);
  const RowMatrix<double> no_rows(0, 5);
  CHECK(view(nothing).row_range(4096, 904).data == nullptr);
  CHECK(view(no_rows).columns(3, 2).data == nullptr);
  RowMatrix<double> writable(0, 5);
  CHECK(view(writable).columns(3, 2).data == nullptr);
  const BlockView<double> strided{nullptr, 8, 0, 16};
  CHECK(strided.row_range(2, 3).data == nullptr);
}

TEST_CASE("vectors that are all zero span nothing and deflate nothing", "[blocks]") {
  const Index n = 5000;
  const DiagonalMetric<double> V(std::vector<double>(n, 2.0));
  const Eigen::VectorXd w = Eigen::VectorXd::LinSpaced(n, 1, 2);
  const OperatorForm<double> form{w.asDiagonal()};
  const RowMatrix<double> zeros = RowMatrix<double>::Zero(n, 3);
  const DeflatedForm<double> deflated(form, V, view(zeros));
  CHECK(deflated.rank() == 0);
  CHECK(exact::metric_trace(deflated, V) == Approx(w.sum() / 2));
}
