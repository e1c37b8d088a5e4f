#pragma once

#include <Eigen/SparseCore>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace {

/// A caller's dense matrix as plain data: entry (i, j) is data[i·stride + j] if row_major, else
/// data[j·stride + i].
template <Scalar S>
struct DenseView {
  const S* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index stride = 0;
  bool row_major = false;
};

/// A caller's compressed sparse matrix as plain data: CSR if row_major, else CSC, with 32-bit
/// indices (Eigen's default). outer has one entry more than there are rows (CSC: columns).
template <Scalar S>
struct SparseView {
  const int* outer = nullptr;
  const int* inner = nullptr;
  const S* values = nullptr;
  Index rows = 0;
  Index cols = 0;
  bool row_major = false;

  Index nonzeros() const { return outer[row_major ? rows : cols]; }
};

/// An Eigen dense matrix, map or reference whose entries lie contiguously along one dimension.
template <class M>
concept DenseMatrix = requires(const M& m) {
  { m.data() } -> std::convertible_to<const typename M::Scalar*>;
  { m.innerStride() } -> std::convertible_to<Index>;
  { m.outerStride() } -> std::convertible_to<Index>;
} && std::derived_from<M, Eigen::DenseBase<M>> && Scalar<typename M::Scalar>;

/// An Eigen::SparseMatrix, or a map of one, with int indices.
template <class M>
concept SparseMatrix = std::derived_from<M, Eigen::SparseCompressedBase<M>> &&
                       Scalar<typename M::Scalar> && std::same_as<typename M::StorageIndex, int>;

/// The matrix's own memory as a plain view. Throws ShapeError if its inner stride is not 1.
template <DenseMatrix M>
DenseView<typename M::Scalar> matrix_view(const M& m) {
  if (m.innerStride() != 1 && m.size() > 1) {
    throw ShapeError("a dense matrix must have inner stride 1, found " +
                     std::to_string(m.innerStride()));
  }
  return {m.data(), m.rows(), m.cols(), m.outerStride(), bool(M::IsRowMajor)};
}

/// The matrix's own memory as a plain view. Throws ShapeError if it is not compressed.
template <SparseMatrix M>
SparseView<typename M::Scalar> matrix_view(const M& m) {
  if (!m.isCompressed()) {
    throw ShapeError("a sparse matrix must be compressed: call makeCompressed() first");
  }
  return {m.outerIndexPtr(), m.innerIndexPtr(), m.valuePtr(),
          m.rows(),          m.cols(),          bool(M::IsRowMajor)};
}

}  // namespace isotrace
