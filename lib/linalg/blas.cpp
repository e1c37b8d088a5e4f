#if defined(ISOTRACE_OPENBLAS)

#include <cblas.h>

#include <mutex>

#include <lib/core/instantiate.hpp>
#include "blas.hpp"

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

CBLAS_TRANSPOSE how(Side side) {
  return side == Side::itself ? CblasNoTrans : CblasConjTrans;
}

/// Products and solves with a row-major triangular T.
template <Scalar S>
void in_place(bool solve, CBLAS_UPLO triangle, CBLAS_TRANSPOSE how, const S* T, Index stride,
              BlockView<S> X) {
  const OneThread one;
  const auto call = [&](auto f, auto alpha) {
    f(CblasRowMajor, CblasLeft, triangle, how, CblasNonUnit, size(X.rows), size(X.cols), alpha, T,
      size(stride), X.data, size(X.stride));
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

/// call with the product of the scalar type, and its factors as that takes them.
template <Scalar S, class Call>
void choose_gemm(const Call& call, const S& alpha, const S& beta) {
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

/// call with the Hermitian rank-k update of the scalar type, and its name of the adjoint.
template <Scalar S, class Call>
void choose_rank_k(const Call& call) {
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
  choose_gemm<S>(call, alpha, beta);
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
  choose_rank_k<S>(call);
}

template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X) {
  if (X.rows == 0 || X.cols == 0) return;
  const bool solve = which == Triangular::solve || which == Triangular::solve_adjoint;
  const bool adjoint = which == Triangular::multiply_adjoint || which == Triangular::solve_adjoint;
  in_place(solve, CblasLower, adjoint ? CblasConjTrans : CblasNoTrans, L.data, L.stride, X);
}

template <Scalar S>
void solve_upper(Side side, ConstBlockView<S> U, BlockView<S> X) {
  if (X.rows == 0 || X.cols == 0) return;
  in_place(true, CblasUpper, how(side), U.data, U.stride, X);
}

template <Scalar S>
void product(Real<S> factor, Side side_a, ConstBlockView<S> A, Side side_b, ConstBlockView<S> B,
             BlockView<S> C, bool accumulate) {
  if (C.rows == 0 || C.cols == 0) return;
  const OneThread one;
  const S alpha(factor);
  const S beta(accumulate ? 1 : 0);
  const Index inner = side_a == Side::itself ? A.cols : A.rows;
  const auto call = [&](auto f, auto a, auto b) {
    f(CblasRowMajor, how(side_a), how(side_b), size(C.rows), size(C.cols), size(inner), a, A.data,
      size(A.stride), B.data, size(B.stride), b, C.data, size(C.stride));
  };
  choose_gemm<S>(call, alpha, beta);
}

template <Scalar S>
void subtract_gram(ConstBlockView<S> A, BlockView<S> C) {
  if (A.cols == 0 || A.rows == 0) return;
  const OneThread one;
  const auto call = [&](auto f, CBLAS_TRANSPOSE adjoint) {
    f(CblasRowMajor, CblasUpper, adjoint, size(A.cols), size(A.rows), Real<S>(-1), A.data,
      size(A.stride), Real<S>(1), C.data, size(C.stride));
  };
  choose_rank_k<S>(call);
}

#define INSTANTIATE(S)                                                                           \
  template void gemm_by_columns(Side, DenseView<S>, DenseView<S>, S*, Index, bool);              \
  template void gram_by_columns(DenseView<S>, S*, Index);                                        \
  template void triangular(Triangular, DenseView<S>, BlockView<S>);                              \
  template void product(Real<S>, Side, ConstBlockView<S>, Side, ConstBlockView<S>, BlockView<S>, \
                        bool);                                                                   \
  template void subtract_gram(ConstBlockView<S>, BlockView<S>);                                  \
  template void solve_upper(Side, ConstBlockView<S>, BlockView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail

#endif
