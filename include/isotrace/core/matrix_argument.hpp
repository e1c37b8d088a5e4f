#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>

#include <isotrace/core/matrix_view.hpp>

namespace isotrace {

namespace detail {

/// Converts to a matrix that a function takes by value, so that what it writes there is lost.
template <class S>
struct LostOutput {
  operator RowMatrix<S>() const;
  operator ColMatrix<S>() const;
};

// The kind of an Eigen expression, found by overload resolution on its base class. Classes that are
// not Eigen's match no overload.
template <class D>
std::type_identity<D> dense_base(const Eigen::DenseBase<D>&);
template <class D>
std::type_identity<D> dense_base(const Eigen::TriangularBase<D>&);
template <class D>
std::type_identity<D> sparse_base(const Eigen::SparseMatrixBase<D>&);
template <class D>
std::type_identity<D> sparse_base(const Eigen::DiagonalBase<D>&);
template <class M, unsigned int mode>
std::type_identity<Eigen::SparseSelfAdjointView<M, mode>> sparse_base(
    const Eigen::SparseSelfAdjointView<M, mode>&);

template <class M>
inline constexpr bool eigen_map = false;
template <class M, int options, class Stride>
inline constexpr bool eigen_map<Eigen::Map<M, options, Stride>> = true;

/// Whether numbers of type T convert to the scalar S without loss.
template <class T, class S>
inline constexpr bool fits = [] {
  using R = typename RealOf<T>::type;
  using Own = typename RealOf<S>::type;
  constexpr bool is_real = std::is_same_v<R, T>;
  if constexpr (!std::is_arithmetic_v<R>) {
    return false;
  } else {
    return (is_real || !std::is_same_v<Own, S>) &&
           std::numeric_limits<R>::digits <= std::numeric_limits<Own>::digits;
  }
}();

}  // namespace detail

/// A dense Eigen matrix, map or expression: A + B, A.transpose(), A.block(…),
/// A.selfadjointView<Lower>(), ….
template <class M>
concept DenseExpression = requires(const M& m) {
  { detail::dense_base(m) } -> std::same_as<std::type_identity<M>>;
};
/// A sparse Eigen matrix, map or expression, with indices of any type: K - alpha * M,
/// K.transpose(), w.asDiagonal(), ….
template <class M>
concept SparseExpression = requires(const M& m) {
  { detail::sparse_base(m) } -> std::same_as<std::type_identity<M>>;
};
/// Any Eigen expression that stands for a matrix.
template <class M>
concept MatrixExpression = DenseExpression<M> || SparseExpression<M>;

namespace detail {

/// Whether matrices of type M can be viewed as plain data over S without a copy, provided that
/// has_view confirms the layout.
template <class M, class S>
concept Viewable = (DenseMatrix<M> || SparseMatrix<M>) && std::same_as<typename M::Scalar, S>;

template <DenseMatrix M>
bool has_view(const M& m) {
  return m.innerStride() == 1 || m.size() <= 1;
}
template <SparseMatrix M>
bool has_view(const M& m) {
  return m.isCompressed();
}

/// Evaluates a dense expression into a matrix over the scalar S.
template <Scalar S, DenseExpression M>
ColMatrix<S> evaluated(const M& m) {
  using Own = Eigen::Matrix<typename M::Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  if constexpr (std::same_as<typename M::Scalar, S>) {
    ColMatrix<S> own;
    own = m;
    return own;
  } else if constexpr (requires { m.template cast<S>(); }) {
    return m.template cast<S>().matrix();
  } else {
    Own own;
    own = m;
    return own.template cast<S>();
  }
}

/// Index type and storage order of a sparse expression.
template <class M>
struct SparseTraits {
  using Index = int;
  static constexpr int order = Eigen::ColMajor;
};
template <class M>
  requires std::derived_from<M, Eigen::SparseMatrixBase<M>>
struct SparseTraits<M> {
  using Index = typename M::StorageIndex;
  static constexpr int order = M::IsRowMajor ? Eigen::RowMajor : Eigen::ColMajor;
};
template <class M, unsigned int mode>
struct SparseTraits<Eigen::SparseSelfAdjointView<M, mode>> : SparseTraits<std::remove_cv_t<M>> {};

/// Evaluates a sparse expression into a compressed matrix over S with 32-bit indices. Throws
/// ShapeError (found and limit) if it has too many rows, columns or entries for such indices.
template <Scalar S, SparseExpression M>
Eigen::SparseMatrix<S, SparseTraits<M>::order> evaluated(const M& m) {
  using Traits = SparseTraits<M>;
  Eigen::SparseMatrix<typename M::Scalar, Traits::order, typename Traits::Index> own;
  own = m;
  constexpr auto most = std::numeric_limits<int>::max();
  for (const Index count : {own.rows(), own.cols(), own.nonZeros()}) {
    if (count < most) continue;
    throw ShapeError("a sparse matrix must have less than " + std::to_string(most) +
                     " rows, columns and entries, found " + std::to_string(own.rows()) + " x " +
                     std::to_string(own.cols()) + " with " + std::to_string(own.nonZeros()));
  }
  own.makeCompressed();
  if constexpr (std::same_as<typename M::Scalar, S> && std::same_as<typename Traits::Index, int>) {
    return own;
  } else {
    return own.template cast<S>();
  }
}

/// The plain view of a matrix argument: of the matrix itself if its type and layout allow it, else
/// of a copy owned by this object.
template <Scalar S, MatrixExpression M>
class MatrixArgument {
 public:
  explicit MatrixArgument(const M& m) {
    if constexpr (Viewable<M, S>) {
      if (has_view(m)) {
        view_ = matrix_view(m);
        return;
      }
    }
    view_ = matrix_view(own_.emplace(evaluated<S>(m)));
  }
  MatrixArgument(const MatrixArgument&) = delete;
  MatrixArgument& operator=(const MatrixArgument&) = delete;

  auto view() const { return view_; }

 private:
  using Plain = decltype(evaluated<S>(std::declval<const M&>()));
  std::optional<Plain> own_;
  decltype(matrix_view(std::declval<const Plain&>())) view_;
};

/// Checks at compile time that the entries of M convert without loss to the scalar S of a metric.
template <class M, class S>
constexpr bool matrix_fits() {
  static_assert(
      fits<typename M::Scalar, S>,
      "isotrace: the matrix's scalar does not fit into the metric's without loss; convert "
      "it by .cast<Scalar>(), or choose a metric of another scalar");
  return fits<typename M::Scalar, S>;
}

/// The view of a matrix argument of a metric over S. After a failed static_assert it is an empty
/// matrix, so that no further compiler errors follow.
template <Scalar S, class M>
auto dense_argument(const M& m) {
  constexpr bool dense = !SparseExpression<M>;
  static_assert(dense,
                "isotrace: a sparse matrix makes a SparseMetric; for a DenseMetric, pass "
                "Eigen::MatrixXd(V)");
  if constexpr (!dense) {
    return MatrixArgument<S, ColMatrix<S>>(ColMatrix<S>());
  } else if constexpr (matrix_fits<M, S>()) {
    return MatrixArgument<S, M>(m);
  } else {
    return MatrixArgument<S, ColMatrix<S>>(ColMatrix<S>());
  }
}
template <Scalar S, class M>
auto sparse_argument(const M& m) {
  using None = Eigen::SparseMatrix<S>;
  constexpr bool sparse = SparseExpression<M>;
  static_assert(sparse,
                "isotrace: a dense matrix makes a DenseMetric; for a SparseMetric, pass "
                "V.sparseView()");
  if constexpr (!sparse) {
    return MatrixArgument<S, None>(None());
  } else if constexpr (matrix_fits<M, S>()) {
    return MatrixArgument<S, M>(m);
  } else {
    return MatrixArgument<S, None>(None());
  }
}

}  // namespace detail

}  // namespace isotrace
