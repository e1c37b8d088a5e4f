#pragma once

#include <vector>

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <bench/kernels/kernels.hpp>
#include <isotrace/operators/form.hpp>

namespace isotrace::program {

using RowSparse = Eigen::SparseMatrix<double, Eigen::RowMajor>;

/// A symmetric n×n matrix with independent entries on and above the diagonal, of variance 1 on the
/// diagonal and ½ off it.
Eigen::MatrixXd random_symmetric(Index n, std::uint64_t seed);

/// The five-point Laplacian (entries 4 and −1) on a side × side grid.
RowSparse laplacian(int side);

bare::Compressed compressed(const RowSparse& A);

/// A user's dense operator: the library's product, with its preferred width of a block.
struct DenseOperator {
  const Eigen::MatrixXd& A;
  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  Index preferred_block() const { return 256; }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const {
    multiply(matrix_view(A), X, Y);
  }
};

/// A user's sparse operator: the bare kernel on blocks of its width, the library's on others.
struct SparseOperator {
  const RowSparse& A;
  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const;
};

/// diag(d).
struct DiagonalOperator {
  std::vector<double> d;
  Index rows() const { return static_cast<Index>(d.size()); }
  Index cols() const { return rows(); }
  void apply(ConstBlockView<double> X, BlockView<double> Y) const;
};

/// A form that costs nothing, so that only drawing is measured: its value is the first entry.
struct FirstEntryForm {
  using Scalar = double;
  Index n;
  Index dim() const { return n; }
  Index matvecs() const { return 1; }
  Index scratch_rows() const { return 0; }
  bool reentrant() const { return true; }
  void values(ConstBlockView<double> X, Workspace<double>&, double* out) const {
    for (Index j = 0; j < X.cols; ++j) out[j] = X(0, j);
  }
  void apply(ConstBlockView<double>, Workspace<double>&, BlockView<double>) const {}
  void apply_adjoint(ConstBlockView<double>, Workspace<double>&, BlockView<double>) const {}
};

}  // namespace isotrace::program
