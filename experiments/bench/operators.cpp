#include <bench/operators.hpp>

#include <isotrace/laws/laws.hpp>

namespace isotrace::program {

Eigen::MatrixXd random_symmetric(Index n, std::uint64_t seed) {
  RowMatrix<double> g(n, n);
  draw(Law(Gaussian{}), Stream{seed}.substream("bench matrix"), 0, view(g));
  return 0.5 * (g + g.transpose());
}

RowSparse laplacian(int side) {
  const int n = side * side;
  RowSparse A(n, n);
  A.resizeNonZeros(5 * n - 4 * side);
  int* outer = A.outerIndexPtr();
  int at = 0;
  const auto put = [&](int column, double value) {
    A.innerIndexPtr()[at] = column;
    A.valuePtr()[at] = value;
    ++at;
  };
  for (int i = 0; i < n; ++i) {
    const int x = i % side;
    outer[i] = at;
    if (i >= side) put(i - side, -1);
    if (x > 0) put(i - 1, -1);
    put(i, 4);
    if (x + 1 < side) put(i + 1, -1);
    if (i + side < n) put(i + side, -1);
  }
  outer[n] = at;
  return A;
}

bare::Compressed compressed(const RowSparse& A) {
  return {A.outerIndexPtr(), A.innerIndexPtr(), A.valuePtr()};
}

void SparseOperator::apply(ConstBlockView<double> X, BlockView<double> Y) const {
  if (X.cols == bare::columns && X.stride == bare::columns && Y.stride == bare::columns) {
    bare::kernels().product(compressed(A), 0, A.rows(), X.data, Y.data);
  } else {
    multiply(matrix_view(A), X, Y);
  }
}

void DiagonalOperator::apply(ConstBlockView<double> X, BlockView<double> Y) const {
  for (Index i = 0; i < X.rows; ++i) {
    const double* x = X.row(i);
    double* y = Y.row(i);
    for (Index j = 0; j < X.cols; ++j) y[j] = d[i] * x[j];
  }
}

}  // namespace isotrace::program
