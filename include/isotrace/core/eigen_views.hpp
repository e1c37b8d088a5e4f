#pragma once

#include <Eigen/Core>

#include <isotrace/core/block.hpp>

namespace isotrace {

/// An owning row-major matrix: the storage order of every block of probes.
template <Scalar S>
using RowMatrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// An owning column-major matrix.
template <Scalar S>
using ColMatrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;

/// The blocks passed to a user's operator: row-major n×b views with an outer stride.
template <Scalar S>
using Block = Eigen::Ref<RowMatrix<S>, 0, Eigen::OuterStride<>>;
template <Scalar S>
using ConstBlock = Eigen::Ref<const RowMatrix<S>, 0, Eigen::OuterStride<>>;

/// A plain view as an Eigen expression, without a copy.
template <Scalar S>
Eigen::Map<RowMatrix<S>, 0, Eigen::OuterStride<>> eigen(BlockView<S> x) {
  return {x.data, x.rows, x.cols, Eigen::OuterStride<>(x.stride)};
}
template <Scalar S>
Eigen::Map<const RowMatrix<S>, 0, Eigen::OuterStride<>> eigen(ConstBlockView<S> x) {
  return {x.data, x.rows, x.cols, Eigen::OuterStride<>(x.stride)};
}

/// A row-major matrix as a plain view.
template <Scalar S>
BlockView<S> view(RowMatrix<S>& x) {
  return {x.data(), x.rows(), x.cols(), x.cols()};
}
template <Scalar S>
ConstBlockView<S> view(const RowMatrix<S>& x) {
  return {x.data(), x.rows(), x.cols(), x.cols()};
}
template <Scalar S>
BlockView<S> view(Block<S>& x) {
  return {x.data(), x.rows(), x.cols(), x.outerStride()};
}
template <Scalar S>
ConstBlockView<S> view(const ConstBlock<S>& x) {
  return {x.data(), x.rows(), x.cols(), x.outerStride()};
}

}  // namespace isotrace
