#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>

#include <isotrace/core/matrix_view.hpp>

namespace isotrace {

namespace detail {

// The kinds of expressions, told by a base class that is never asked of a class not of Eigen's.
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

/// Whether entries of type T are exact in the scalar S.
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

/// A dense matrix of Eigen's, a map, or an expression: A + B, A.transpose(), A.block(…),
/// A.selfadjointView<Lower>(), ….
template <class M>
concept DenseExpression = requires(const M& m) {
  { detail::dense_base(m) } -> std::same_as<std::type_identity<M>>;
};
/// A sparse one, with indices of any type: K - alpha * M, K.transpose(), w.asDiagonal(), ….
template <class M>
concept SparseExpression = requires(const M& m) {
  { detail::sparse_base(m) } -> std::same_as<std::type_identity<M>>;
};
/// Whatever of Eigen's stands for a matrix.
template <class M>
concept MatrixExpression = DenseExpression<M> || SparseExpression<M>;

namespace detail {

/// Whether a matrix may be its own memory's plain view.
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

/// The entries of a dense expression, in the scalar S.
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

/// The type of the indices of a sparse expression, and whether it goes by rows.
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

/// The same for a sparse one: compressed, with indices of 32 bits. Throws ShapeError (both numbers)
/// for one that needs longer ones.
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

/// The plain view of a matrix that is an argument: of its own memory where that is laid out so,
/// else of a copy that lives as long as this.
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

/// What a metric that is made of a matrix says of one that it cannot take.
template <class M, class S>
constexpr bool matrix_fits() {
  static_assert(
      fits<typename M::Scalar, S>,
      "isotrace: the matrix's scalar does not fit into the metric's without loss; convert "
      "it by .cast<Scalar>(), or choose a metric of another scalar");
  return fits<typename M::Scalar, S>;
}

/// The view of an argument for a metric over S; what is refused at compile time has an empty one.
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
