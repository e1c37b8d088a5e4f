#include <tbb/parallel_for.h>

#include <bench/bare/gemm.hpp>

namespace isotrace::program {

void gemm_start(int) {}

void gemm(int threads, const Eigen::MatrixXd& A, const Eigen::MatrixXd& Z, Eigen::MatrixXd& Y) {
  const auto part = [&](int k) {
    const Eigen::Index first = k * Z.cols() / threads;
    const Eigen::Index count = (k + 1) * Z.cols() / threads - first;
    Y.middleCols(first, count).noalias() = A * Z.middleCols(first, count);
  };
  if (threads == 1) return part(0);
  tbb::parallel_for(0, threads, part, tbb::simple_partitioner());
}

std::string gemm_name() {
  return "Eigen's product (no OpenBLAS in this build)";
}

}  // namespace isotrace::program
