#pragma once

#include <string>

#include <Eigen/Core>

namespace isotrace::program {

/// The dense product used as the limit: OpenBLAS's if the build found it, else Eigen's.

/// Starts the BLAS's threads. Call it once, before threads are bound to processors.
void gemm_start(int threads);

/// Y ← A Z on `threads` threads, by columns.
void gemm(int threads, const Eigen::MatrixXd& A, const Eigen::MatrixXd& Z, Eigen::MatrixXd& Y);

/// The name of the library whose product it is.
std::string gemm_name();

}  // namespace isotrace::program
