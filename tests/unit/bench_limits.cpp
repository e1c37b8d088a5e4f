#include <Eigen/SparseCholesky>
#include <catch2/catch.hpp>

#include <bench/bare/gemm.hpp>
#include <bench/kernels/kernels.hpp>
#include <bench/operators.hpp>
#include <bench/pinning.hpp>
#include <problems/finite_elements.hpp>

#include <sched.h>

using isotrace::Index;
using isotrace::RowMatrix;
namespace bare = isotrace::program::bare;
using namespace isotrace::program;

namespace {

RowMatrix<double> block(Index n) {
  return RowMatrix<double>::Random(n, bare::columns);
}

double distance(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return (a - b).norm() / b.norm();
}

}  // namespace

TEST_CASE("the bare product is Eigen's, in parts as well", "[bench]") {
  const RowSparse A = l_shape(9).mass;
  const RowMatrix<double> X = block(A.rows());
  RowMatrix<double> Y = block(A.rows());
  bare::kernels().product(compressed(A), 0, 77, X.data(), Y.data());
  bare::kernels().product(compressed(A), 77, A.rows(), X.data(), Y.data());
  CHECK(distance(Y, A * X) < 1e-15);
}

TEST_CASE("the bare dots are Eigen's", "[bench]") {
  const RowMatrix<double> X = block(123);
  const RowMatrix<double> Y = block(123);
  Eigen::RowVectorXd out(bare::columns);
  bare::kernels().dots(123, X.data(), Y.data(), out.data());
  CHECK(distance(out, X.cwiseProduct(Y).colwise().sum()) < 1e-14);
}

TEST_CASE("the bare backward solve is Eigen's", "[bench]") {
  const Eigen::SparseMatrix<double> K = l_shape(9).stiffness;
  const Eigen::SimplicialLLT<Eigen::SparseMatrix<double>> llt(K);
  const Eigen::SparseMatrix<double> L = llt.matrixL();
  RowMatrix<double> X = block(K.rows());
  Eigen::MatrixXd expected = X;
  llt.matrixU().solveInPlace(expected);
  bare::kernels().backward_solve({L.outerIndexPtr(), L.innerIndexPtr(), L.valuePtr()}, L.rows(),
                                 X.data());
  CHECK(distance(X, expected) < 1e-13);
}

TEST_CASE("the bare fill writes every entry and no other", "[bench]") {
  for (const Index count : {0, 1, 7, 8, 37}) {
    std::vector<double> x(static_cast<std::size_t>(count + 1), 2.0);
    bare::kernels().fill(x.data(), count, 1.0);
    CHECK(std::count(x.begin(), x.end(), 1.0) == count);
    CHECK(x.back() == 2.0);
  }
}

TEST_CASE("the dense limit is Eigen's product on one and two threads", "[bench]") {
  const Eigen::MatrixXd A = random_symmetric(70, 1);
  CHECK(A == A.transpose());
  const Eigen::MatrixXd Z = Eigen::MatrixXd::Random(70, 33);
  gemm_start(2);
  for (const int threads : {1, 2}) {
    Eigen::MatrixXd Y = Eigen::MatrixXd::Zero(70, 33);
    gemm(threads, A, Z, Y);
    CHECK(distance(Y, A * Z) < 1e-14);
  }
  CHECK_FALSE(gemm_name().empty());
}

TEST_CASE("the Laplacian has its stencil: −1 beside 4, rows at the boundary cut", "[bench]") {
  const RowSparse A = laplacian(3);
  Eigen::MatrixXd expected(3, 3);
  expected << 4, -1, 0, -1, 4, -1, 0, -1, 4;
  const Eigen::MatrixXd I = Eigen::MatrixXd::Identity(3, 3);
  const Eigen::MatrixXd dense = A;
  CHECK(A.nonZeros() == 33);
  CHECK(dense.block(0, 0, 3, 3) == expected);
  CHECK(dense.block(3, 3, 3, 3) == expected);
  CHECK(dense.block(0, 3, 3, 3) == -I);
  CHECK(dense.block(6, 3, 3, 3) == -I);
  CHECK(dense.block(0, 6, 3, 3) == 0 * I);
}

TEST_CASE("the users' operators of the bench are their matrices", "[bench]") {
  const RowSparse A = laplacian(8);
  for (const Index columns : {Index{5}, Index{bare::columns}}) {
    const RowMatrix<double> X = RowMatrix<double>::Random(64, columns);
    RowMatrix<double> Y(64, columns);
    SparseOperator{A}.apply(isotrace::view(X), isotrace::view(Y));
    CHECK(distance(Y, A * X) < 1e-15);
  }
  const RowMatrix<double> X = block(3);
  RowMatrix<double> Y = block(3);
  DiagonalOperator{{1, 2, 3}}.apply(isotrace::view(X), isotrace::view(Y));
  CHECK(distance(Y, Eigen::Vector3d(1, 2, 3).asDiagonal() * X) < 1e-15);
}

TEST_CASE("a thread is bound while it is in a pinned arena, and free again after", "[bench]") {
  const auto bound_to = [] {
    cpu_set_t set;
    CPU_ZERO(&set);
    sched_getaffinity(0, sizeof(set), &set);
    return CPU_COUNT(&set);
  };
  const int before = bound_to();
  CHECK(before == available_processors());
  PinnedArena(1).execute([&] { CHECK(bound_to() == 1); });
  CHECK(bound_to() == before);
}
