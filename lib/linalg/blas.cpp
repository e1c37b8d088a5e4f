#include "blas.hpp"

#include <algorithm>

#include <isotrace/core/scratch.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>

#if defined(ISOTRACE_OPENBLAS)

#include <cblas.h>

#include <mutex>

namespace isotrace::detail {
namespace {

/// Keeps OpenBLAS at one thread while at least one instance exists. Its number of threads is global
/// to the process: the first instance sets it and the last restores it. In its OpenMP build the
/// number belongs to each thread: there every instance sets and restores its own.
class OneThread {
 public:
  OneThread() {
    if (own_) {
      own_before_ = openblas_get_num_threads();
      openblas_set_num_threads(1);
      return;
    }
    const std::lock_guard lock(mutex);
    if (count++ == 0) {
      before = openblas_get_num_threads();
      if (before != 1) openblas_set_num_threads(1);
    }
  }
  ~OneThread() {
    if (own_) {
      openblas_set_num_threads(own_before_);
      return;
    }
    const std::lock_guard lock(mutex);
    if (--count == 0 && before != 1) openblas_set_num_threads(before);
  }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  inline static std::mutex mutex;
  inline static int count = 0;
  inline static int before = 1;
  bool own_ = openblas_get_parallel() == OPENBLAS_OPENMP;
  int own_before_ = 1;
};

blasint size(Index n) {
  return static_cast<blasint>(n);
}

/// The transposition flag for A in a column-major call, which reads row-major memory as Aᵀ.
template <Scalar S>
CBLAS_TRANSPOSE how(Side side, DenseView<S> A) {
  if (side == Side::itself) return A.row_major ? CblasTrans : CblasNoTrans;
  if (!A.row_major) return CblasConjTrans;
  return is_complex<S> ? CblasConjNoTrans : CblasNoTrans;
}

template <Scalar S>
void in_place(bool solve, CBLAS_TRANSPOSE how, DenseView<S> L, BlockView<S> X) {
  const OneThread one;
  const auto call = [&](auto f, auto alpha) {
    f(CblasRowMajor, CblasLeft, CblasLower, how, CblasNonUnit, size(X.rows), size(X.cols), alpha,
      L.data, size(L.stride), X.data, size(X.stride));
  };
  const S alpha(1);
  if constexpr (std::same_as<S, float>) {
    call(solve ? cblas_strsm : cblas_strmm, alpha);
  } else if constexpr (std::same_as<S, double>) {
    call(solve ? cblas_dtrsm : cblas_dtrmm, alpha);
  } else if constexpr (std::same_as<S, std::complex<float>>) {
    call(solve ? cblas_ctrsm : cblas_ctrmm, &alpha);
  } else {
    call(solve ? cblas_ztrsm : cblas_ztrmm, &alpha);
  }
}

}  // namespace

template <Scalar S>
void gemm_by_columns(Side side, DenseView<S> A, DenseView<S> X, S* Y, Index stride,
                     bool accumulate) {
  const Index rows = side == Side::itself ? A.rows : A.cols;
  if (rows == 0 || X.cols == 0) return;
  const OneThread one;
  const S alpha(1);
  const S beta(accumulate ? 1 : 0);
  const auto call = [&](auto f, auto a, auto b) {
    f(CblasColMajor, how(side, A), how(Side::itself, X), size(rows), size(X.cols), size(X.rows), a,
      A.data, size(A.stride), X.data, size(X.stride), b, Y, size(stride));
  };
  if constexpr (std::same_as<S, float>) {
    call(cblas_sgemm, alpha, beta);
  } else if constexpr (std::same_as<S, double>) {
    call(cblas_dgemm, alpha, beta);
  } else if constexpr (std::same_as<S, std::complex<float>>) {
    call(cblas_cgemm, &alpha, &beta);
  } else {
    call(cblas_zgemm, &alpha, &beta);
  }
}

template <Scalar S>
void gram_by_columns(DenseView<S> A, S* C, Index stride) {
  if (A.cols == 0) return;
  const OneThread one;
  const auto call = [&](auto f, CBLAS_TRANSPOSE adjoint) {
    const Real<S> alpha = 1;
    const Real<S> beta = 0;
    f(CblasColMajor, CblasUpper, adjoint, size(A.cols), size(A.rows), alpha, A.data, size(A.stride),
      beta, C, size(stride));
  };
  if constexpr (std::same_as<S, float>) {
    call(cblas_ssyrk, CblasTrans);
  } else if constexpr (std::same_as<S, double>) {
    call(cblas_dsyrk, CblasTrans);
  } else if constexpr (std::same_as<S, std::complex<float>>) {
    call(cblas_cherk, CblasConjTrans);
  } else {
    call(cblas_zherk, CblasConjTrans);
  }
}

template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X) {
  if (X.rows == 0 || X.cols == 0) return;
  const bool solve = which == Triangular::solve || which == Triangular::solve_adjoint;
  const bool adjoint = which == Triangular::multiply_adjoint || which == Triangular::solve_adjoint;
  in_place(solve, adjoint ? CblasConjTrans : CblasNoTrans, L, X);
}

}  // namespace isotrace::detail

#else

namespace isotrace::detail {
namespace {

/// Calls f with A as an Eigen map in its storage order.
template <Scalar S, class F>
void with_eigen(DenseView<S> a, F&& f) {
  const Eigen::OuterStride<> stride(a.stride);
  if (a.row_major) {
    f(Eigen::Map<const RowMatrix<S>, 0, Eigen::OuterStride<>>(a.data, a.rows, a.cols, stride));
  } else {
    f(Eigen::Map<const ColMatrix<S>, 0, Eigen::OuterStride<>>(a.data, a.rows, a.cols, stride));
  }
}

}  // namespace

template <Scalar S>
void gemm_by_columns(Side side, DenseView<S> A, DenseView<S> X, S* Y, Index stride,
                     bool accumulate) {
  const Index rows = side == Side::itself ? A.rows : A.cols;
  Eigen::Map<ColMatrix<S>, 0, Eigen::OuterStride<>> y(Y, rows, X.cols,
                                                      Eigen::OuterStride<>(stride));
  if (!accumulate) y.setZero();
  with_eigen(A, [&](const auto& a) {
    with_eigen(X, [&](const auto& x) {
      if (side == Side::itself) {
        y.noalias() += a * x;
      } else {
        y.noalias() += a.adjoint() * x;
      }
    });
  });
}

template <Scalar S>
void gram_by_columns(DenseView<S> A, S* C, Index stride) {
  const Eigen::Map<const ColMatrix<S>, 0, Eigen::OuterStride<>> a(A.data, A.rows, A.cols,
                                                                  Eigen::OuterStride<>(A.stride));
  Eigen::Map<ColMatrix<S>, 0, Eigen::OuterStride<>> c(C, A.cols, A.cols,
                                                      Eigen::OuterStride<>(stride));
  auto upper = c.template triangularView<Eigen::Upper>();
  upper.setZero();
  c.template selfadjointView<Eigen::Upper>().rankUpdate(a.adjoint());
}

template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X) {
  if (X.rows == 0 || X.cols == 0) return;
  with_eigen(L, [&](const auto& matrix) {
    const auto lower = matrix.template triangularView<Eigen::Lower>();
    auto block = eigen(X);
    switch (which) {
      case Triangular::multiply: block = lower * RowMatrix<S>(block); break;
      case Triangular::multiply_adjoint: block = lower.adjoint() * RowMatrix<S>(block); break;
      case Triangular::solve: lower.solveInPlace(block); break;
      case Triangular::solve_adjoint: lower.adjoint().solveInPlace(block); break;
    }
  });
}

}  // namespace isotrace::detail

#endif

namespace isotrace::detail {

namespace {

/// Rows per task: few enough for several tasks, many enough that the BLAS seldom repacks X.
constexpr Index panel_rows = 1024;

/// Memory for the panels of running products, at most 2·panel_rows rows per thread, kept for reuse:
/// fresh memory costs more. Never destroyed, as products may be computed until the process exits.
ScratchPool& panel_pool() {
  static auto& pool = *new ScratchPool;
  return pool;
}

/// Rows [first, first + count) of A; for the adjoint, these columns of A.
template <Scalar S>
DenseView<S> part(Side side, DenseView<S> A, Index first, Index count) {
  const bool by_rows = side == Side::itself;
  const Index step = by_rows == A.row_major ? A.stride : 1;
  return {offset(A.data, first * step), by_rows ? count : A.rows, by_rows ? A.cols : count,
          A.stride, A.row_major};
}

}  // namespace

template <Scalar S>
void gemm(Side side, DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate) {
  const Index panels = std::max<Index>(1, (Y.rows + panel_rows / 2) / panel_rows);
  parallel_for(panels, [&](Index p) {
    const Index begin = Y.rows * p / panels;
    const Index rows = Y.rows * (p + 1) / panels - begin;
    const auto memory = panel_pool().borrow(static_cast<std::size_t>(rows * Y.cols) * sizeof(S));
    auto* panel = static_cast<S*>(memory.data());
    gemm_by_columns(side, part(side, A, begin, rows), dense(X), panel, rows);
    const Eigen::Map<const ColMatrix<S>> product(panel, rows, Y.cols);
    auto own = eigen(Y.row_range(begin, rows));
    if (accumulate) {
      own += product;
    } else {
      own = product;
    }
  });
}

#define INSTANTIATE(S)                                                              \
  template void gemm_by_columns(Side, DenseView<S>, DenseView<S>, S*, Index, bool); \
  template void gram_by_columns(DenseView<S>, S*, Index);                           \
  template void gemm(Side, DenseView<S>, ConstBlockView<S>, BlockView<S>, bool);    \
  template void triangular(Triangular, DenseView<S>, BlockView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
