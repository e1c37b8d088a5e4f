#include <cblas.h>

#include <bench/bare/gemm.hpp>

namespace isotrace::program {

void gemm_start(int threads) {
  openblas_set_num_threads(threads);
  openblas_set_num_threads(1);
}

void gemm(int threads, const Eigen::MatrixXd& A, const Eigen::MatrixXd& Z, Eigen::MatrixXd& Y) {
  const auto rows = static_cast<int>(A.rows());
  const auto inner = static_cast<int>(A.cols());
  const auto columns = static_cast<int>(Z.cols());
  openblas_set_num_threads(threads);
  cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, rows, columns, inner, 1.0, A.data(), rows,
              Z.data(), inner, 0.0, Y.data(), rows);
  openblas_set_num_threads(1);
}

std::string gemm_name() {
  return std::string("OpenBLAS dgemm (") + openblas_get_corename() + " kernel)";
}

}  // namespace isotrace::program
