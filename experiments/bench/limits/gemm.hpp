#pragma once

#include <string>

#include <Eigen/Core>

namespace isotrace::program {

/// The dense product that is the limit: OpenBLAS's where the build found it, else Eigen's.

/// To be called once, before threads are bound to processors: the BLAS starts its threads here.
void gemm_start(int threads);

/// Y ← A Z on so many threads, by columns.
void gemm(int threads, const Eigen::MatrixXd& A, const Eigen::MatrixXd& Z, Eigen::MatrixXd& Y);

/// Whose product it is.
std::string gemm_name();

}  // namespace isotrace::program
