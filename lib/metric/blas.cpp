#include "blas.hpp"

#if defined(ISOTRACE_OPENBLAS)

#include <cblas.h>

#include <mutex>

namespace isotrace::detail {
namespace {

/// OpenBLAS with one thread while at least one of these is alive: its number of threads belongs to
/// the whole process, so the first sets it and the last restores it.
class OneThread {
 public:
  OneThread() {
    const std::lock_guard lock(mutex);
    if (count++ == 0) {
      before = openblas_get_num_threads();
      if (before != 1) openblas_set_num_threads(1);
    }
  }
  ~OneThread() {
    const std::lock_guard lock(mutex);
    if (--count == 0 && before != 1) openblas_set_num_threads(before);
  }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  inline static std::mutex mutex;
  inline static int count = 0;
  inline static int before = 1;
};

blasint size(Index n) {
  return static_cast<blasint>(n);
}

template <Scalar S>
void product(CBLAS_TRANSPOSE how, DenseView<S> A, Index inner, ConstBlockView<S> X, BlockView<S> Y,
             bool accumulate) {
  const OneThread one;
  const S alpha(1);
  const S beta(accumulate ? 1 : 0);
  const auto call = [&](auto gemm, auto a, auto b, const auto* left, const auto* x, auto* y) {
    gemm(CblasRowMajor, how, CblasNoTrans, size(Y.rows), size(Y.cols), size(inner), a, left,
         size(A.stride), x, size(X.stride), b, y, size(Y.stride));
  };
  if constexpr (std::same_as<S, float>) {
    call(cblas_sgemm, alpha, beta, A.data, X.data, Y.data);
  } else if constexpr (std::same_as<S, double>) {
    call(cblas_dgemm, alpha, beta, A.data, X.data, Y.data);
  } else {
    const auto f = std::same_as<S, std::complex<float>> ? cblas_cgemm : cblas_zgemm;
    f(CblasRowMajor, how, CblasNoTrans, size(Y.rows), size(Y.cols), size(inner), &alpha, A.data,
      size(A.stride), X.data, size(X.stride), &beta, Y.data, size(Y.stride));
  }
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

// Row-major cblas reads a column-major A as the row-major Aᵀ.

template <Scalar S>
void gemm(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate) {
  if (Y.rows == 0 || Y.cols == 0) return;
  product(A.row_major ? CblasNoTrans : CblasTrans, A, A.cols, X, Y, accumulate);
}

template <Scalar S>
void gemm_adjoint(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y) {
  if (Y.rows == 0 || Y.cols == 0) return;
  const auto conjugated = is_complex<S> ? CblasConjNoTrans : CblasNoTrans;
  product(A.row_major ? CblasConjTrans : conjugated, A, A.rows, X, Y, false);
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

/// f(A) with A as an Eigen expression of its storage order.
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
void gemm(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate) {
  with_eigen(A, [&](const auto& a) {
    if (accumulate) {
      eigen(Y).noalias() += a * eigen(X);
    } else {
      eigen(Y).noalias() = a * eigen(X);
    }
  });
}

template <Scalar S>
void gemm_adjoint(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y) {
  with_eigen(A, [&](const auto& a) { eigen(Y).noalias() = a.adjoint() * eigen(X); });
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

template void gemm(DenseView<float>, ConstBlockView<float>, BlockView<float>, bool);
template void gemm(DenseView<double>, ConstBlockView<double>, BlockView<double>, bool);
template void gemm(DenseView<std::complex<float>>, ConstBlockView<std::complex<float>>,
                   BlockView<std::complex<float>>, bool);
template void gemm(DenseView<std::complex<double>>, ConstBlockView<std::complex<double>>,
                   BlockView<std::complex<double>>, bool);
template void gemm_adjoint(DenseView<float>, ConstBlockView<float>, BlockView<float>);
template void gemm_adjoint(DenseView<double>, ConstBlockView<double>, BlockView<double>);
template void gemm_adjoint(DenseView<std::complex<float>>, ConstBlockView<std::complex<float>>,
                           BlockView<std::complex<float>>);
template void gemm_adjoint(DenseView<std::complex<double>>, ConstBlockView<std::complex<double>>,
                           BlockView<std::complex<double>>);
template void triangular(Triangular, DenseView<float>, BlockView<float>);
template void triangular(Triangular, DenseView<double>, BlockView<double>);
template void triangular(Triangular, DenseView<std::complex<float>>,
                         BlockView<std::complex<float>>);
template void triangular(Triangular, DenseView<std::complex<double>>,
                         BlockView<std::complex<double>>);

}  // namespace isotrace::detail
