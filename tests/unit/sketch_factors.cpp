// The factors and products that sketches are made by, against their definitions.
#include <tbb/task_arena.h>

#include <Eigen/QR>
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <lib/linalg/blocked_cholesky.hpp>
#include <lib/linalg/complement_basis.hpp>
#include <lib/linalg/orthonormal.hpp>
#include <lib/methods/decay.hpp>
#include <lib/sketch/left_out_directions.hpp>
#include <support/random_matrix.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
using Dense = ColMatrix<S>;

template <Scalar S>
Dense<S> random(Index rows, Index cols, std::uint64_t seed) {
  return random_matrix<S>(rows, cols, seed);
}

template <Scalar S>
Dense<S> orthonormal(Index rows, Index cols, std::uint64_t seed) {
  const Eigen::HouseholderQR<Dense<S>> qr(random<S>(rows, cols, seed));
  return qr.householderQ() * Dense<S>::Identity(rows, cols);
}

/// n×k with singular values from 1 down to 10^−digits.
template <Scalar S>
Dense<S> graded(Index n, Index k, double digits) {
  const Eigen::VectorXd sigma =
      Eigen::VectorXd::LinSpaced(k, 0, -digits).unaryExpr([](double e) { return std::pow(10, e); });
  return orthonormal<S>(n, k, 1) * sigma.template cast<S>().asDiagonal() *
         orthonormal<S>(k, k, 2).adjoint();
}

template <Scalar S>
double orthonormality(const Dense<S>& P) {
  return (P.adjoint() * P - Dense<S>::Identity(P.cols(), P.cols())).norm();
}

template <Scalar S>
double below_diagonal(const Dense<S>& R) {
  return Dense<S>(R.template triangularView<Eigen::StrictlyLower>()).norm();
}

}  // namespace

TEMPLATE_TEST_CASE("Cholesky factors and inverses of every size up to some blocks", "[sketches]",
                   double, std::complex<double>) {
  for (const Index k : {1, 2, 47, 48, 49, 97, 150, 211}) {
    CAPTURE(k);
    const Dense<TestType> A = random<TestType>(2 * k, k, 7);
    const Dense<TestType> G = gram(A);
    CHECK((G - A.adjoint() * A).norm() < 1e-14 * G.norm());
    Dense<TestType> R = G;
    REQUIRE(cholesky(R));
    CHECK(below_diagonal(R) == 0);
    CHECK((R.adjoint() * R - G).norm() < 1e-14 * G.norm());
    const Dense<TestType> inverse = inverse_of_upper(R);
    CHECK(below_diagonal(inverse) == 0);
    CHECK((R * inverse - Dense<TestType>::Identity(k, k)).norm() <
          1e-13 * R.norm() * inverse.norm());
    const auto pivoted = pivoted_cholesky(G, 0);
    REQUIRE(pivoted.R.cols() == k);
    Dense<TestType> permuted(2 * k, k);
    for (Index j = 0; j < k; ++j) permuted.col(j) = A.col(pivoted.order[std::size_t(j)]);
    CHECK((pivoted.R.adjoint() * pivoted.R - permuted.adjoint() * permuted).norm() <
          1e-14 * G.norm());
    for (Index j = 1; j < k; ++j) {
      CHECK(std::abs(pivoted.R(j, j)) <= std::abs(pivoted.R(j - 1, j - 1)) * (1 + 1e-12));
    }
  }
}

TEMPLATE_TEST_CASE("a matrix with a negative eigenvalue has no Cholesky factor", "[sketches]",
                   double, std::complex<double>) {
  for (const Index k : {1, 60, 130}) {
    Dense<TestType> G = gram(random<TestType>(2 * k, k, 7));
    G(k - 1, k - 1) = TestType(-1);
    CHECK_FALSE(cholesky(G));
  }
  Dense<TestType> nan = Dense<TestType>::Constant(3, 3, TestType(std::nan("")));
  CHECK_FALSE(cholesky(nan));
}

TEMPLATE_TEST_CASE("a pivoted factor stops at its bound", "[sketches]", double,
                   std::complex<double>) {
  const Dense<TestType> A = graded<TestType>(300, 120, 5);
  const auto factor = pivoted_cholesky(gram(A), 1e-6);
  const Index rank = factor.R.cols();
  REQUIRE(rank > 40);
  REQUIRE(rank < 110);
  CHECK(std::abs(factor.R(rank - 1, rank - 1)) > 1e-3);
  Dense<TestType> kept(300, rank);
  Dense<TestType> rest(300, 120 - rank);
  for (Index j = 0; j < 120; ++j) {
    (j < rank ? kept.col(j) : rest.col(j - rank)) = A.col(factor.order[std::size_t(j)]);
  }
  const Eigen::HouseholderQR<Dense<TestType>> qr(kept);
  const Dense<TestType> Q = qr.householderQ() * Dense<TestType>::Identity(300, rank);
  CHECK((rest - Q * (Q.adjoint() * rest)).colwise().norm().maxCoeff() < 1e-3);
}

TEMPLATE_TEST_CASE("a complement and its coefficients, well and ill conditioned", "[sketches]",
                   double, std::complex<double>) {
  for (const double digits : {0.5, 3.0, 6.5, 9.0, 14.0}) {
    for (const Index given : {0, 1, 70}) {
      CAPTURE(digits, given);
      const Dense<TestType> Q = orthonormal<TestType>(400, given, 5);
      Dense<TestType> Y = graded<TestType>(400, 90, digits);
      if (given > 0) Y += Q * random<TestType>(given, 90, 6);
      const auto found = complement<TestType>(Panel<TestType>(Q), Y, 1e-15);
      CHECK(found.basis.cols() == 90);
      CHECK(orthonormality<TestType>(found.basis) < 2e-14);
      CHECK((Q.adjoint() * found.basis).norm() < 1e-14);
      CHECK((Y - Q * found.inside - found.basis * found.own).norm() < 1e-14 * Y.norm());
      if (digits < 4) CHECK(below_diagonal(found.own) == 0);
    }
  }
}

TEMPLATE_TEST_CASE("a complement of what is too small or too great to be squared", "[sketches]",
                   double, std::complex<double>) {
  const Dense<TestType> Q = orthonormal<TestType>(60, 5, 5);
  const Dense<TestType> Y = random<TestType>(60, 7, 6);
  for (const double scale : {1e-200, 1e-120, 1e120, 1e200}) {
    const Dense<TestType> scaled = scale * Y;
    const auto found = complement<TestType>(Panel<TestType>(Q), scaled, 1e-15 * scale);
    REQUIRE(found.basis.cols() == 7);
    CHECK(orthonormality<TestType>(found.basis) < 1e-14);
    CHECK((Y - Q * found.inside / scale - found.basis * found.own / scale).norm() < 1e-13);
  }
}

TEMPLATE_TEST_CASE("columns that are dependent add what is independent of them", "[sketches]",
                   double, std::complex<double>) {
  const Dense<TestType> Q = orthonormal<TestType>(80, 6, 5);
  const Dense<TestType> Y =
      random<TestType>(80, 9, 6) * random<TestType>(9, 40, 7) + Q * random<TestType>(6, 40, 8);
  const auto found =
      complement<TestType>(Panel<TestType>(Q), Y, rank_floor(Panel<TestType>(Y), 2.2e-16));
  CHECK(found.basis.cols() == 9);
  CHECK((Y - Q * found.inside - found.basis * found.own).norm() < 1e-13 * Y.norm());
  const auto none = complement<TestType>(Panel<TestType>(Q), Q * random<TestType>(6, 3, 9), 1e-13);
  CHECK(none.basis.cols() == 0);
  CHECK(none.own.rows() == 0);
  CHECK(complement<TestType>(Panel<TestType>(Q), Dense<TestType>::Zero(80, 3), 0).basis.cols() ==
        0);
  CHECK(complement<TestType>(Panel<TestType>(), Dense<TestType>(80, 0), 0).basis.cols() == 0);
}

TEMPLATE_TEST_CASE("what two columns take with them, also where they nearly agree", "[sketches]",
                   double, std::complex<double>) {
  Dense<TestType> s = random<TestType>(12, 6, 3);
  s.col(1) = s.col(0) + 1e-9 * random<TestType>(12, 1, 4);
  s.col(3) = s.col(2);
  const LeftOutDirections<TestType> out(s, Eigen::VectorXd::Ones(6));
  for (Index i = 0; i < 6; ++i) {
    for (Index j = 0; j < 6; ++j) {
      CAPTURE(i, j);
      const double nu = (out.s.col(j) - out.s.col(i) * out.s.col(i).dot(out.s.col(j))).norm();
      const bool same = i == j || std::minmax(i, j) == std::minmax(Index{2}, Index{3});
      CHECK(std::abs(out.nu(i, j) - (same ? 0 : nu)) < 1e-14);
    }
  }
  CHECK(out.nu(0, 1) < 1e-8);
  CHECK(out.nu(0, 1) > 1e-10);
}

TEMPLATE_TEST_CASE("a product that is known to be Hermitian", "[sketches]", double,
                   std::complex<double>) {
  for (const Index k : {1, 63, 64, 65, 200}) {
    CAPTURE(k);
    const Dense<TestType> A = random<TestType>(700, k, 1);
    Dense<TestType> H = random<TestType>(700, 700, 2);
    H += Dense<TestType>(H.adjoint());
    const Dense<TestType> B = H * A;
    const Dense<TestType> C = hermitian_product<TestType>(A, B);
    CHECK((C - A.adjoint() * B).norm() < 1e-13 * C.norm());
    CHECK((C - C.adjoint()).norm() == 0);
  }
}

TEMPLATE_TEST_CASE("what the columns of a sketch leave of one another", "[sketches]", double,
                   std::complex<double>) {
  const Dense<TestType> Y = graded<TestType>(300, 12, 4);
  double squares = 0;
  for (Index i = 0; i < 12; ++i) {
    Dense<TestType> others(300, 11);
    others << Y.leftCols(i), Y.rightCols(11 - i);
    const Dense<TestType> Q = complement<TestType>(Panel<TestType>(), others, 0).basis;
    squares += (Y.col(i) - Q * (Q.adjoint() * Y.col(i))).squaredNorm() / 12;
  }
  CHECK(Decay<TestType>(Panel<TestType>(Y)).size_off_range() == Approx(std::sqrt(squares)));
  const Dense<TestType> dependent = random<TestType>(300, 3, 1) * random<TestType>(3, 12, 2);
  CHECK(Decay<TestType>(Panel<TestType>(dependent)).size_off_range() < 1e-7 * dependent.norm());
  CHECK(Decay<TestType>(Panel<TestType>(Dense<TestType>::Zero(300, 12))).size_off_range() == 0);
}

TEMPLATE_TEST_CASE("a basis is completed to one of the whole space", "[sketches]", double,
                   std::complex<double>) {
  const auto check = [](const Dense<TestType>& Q) {
    const Index n = Q.rows();
    const Index r = Q.cols();
    const ComplementBasis<TestType> basis{Panel<TestType>(Q)};
    CHECK(basis.size() == n - r);
    const Dense<TestType> W = basis.reflector;
    const Dense<TestType> H =
        Dense<TestType>::Identity(n, n) - W * basis.coefficients * W.adjoint();
    CHECK(orthonormality(H) < 1e-13);
    CHECK((Q.adjoint() * H.rightCols(n - r)).norm() < 1e-13);
  };
  for (const Index r : {1, 3, 20, 59, 60}) {
    CAPTURE(r);
    check(orthonormal<TestType>(60, r, 4));
    // unit vectors, in their own places, with either sign and in others
    check(Dense<TestType>::Identity(60, r));
    check(-Dense<TestType>::Identity(60, r));
    check(Dense<TestType>::Identity(60, r).colwise().reverse());
    check(Dense<TestType>::Identity(60, r).rowwise().reverse());
  }
}

TEST_CASE("a panel of a pool gives its memory back, and what is made of it is of that pool",
          "[sketches]") {
  const Dense<double> entries = random<double>(1000, 20, 1);
  ScratchPool pool;
  {
    Panel<double> A(&pool, entries);
    const auto* data = A.data();
    Panel<double> moved = std::move(A);
    CHECK(moved.data() == data);
    CHECK(A.cols() == 0);
    const Panel<double> copied = moved;
    CHECK(copied.data() != data);
    CHECK(copied == entries);
    CHECK(copied.pool() == &pool);
    CHECK(times(moved, Dense<double>(Dense<double>::Identity(20, 3))).pool() == &pool);
    const Panel<double> both = joined(std::move(moved), copied);
    CHECK(both.pool() == &pool);
    CHECK(both.leftCols(20) == entries);
    CHECK(both.rightCols(20) == entries);
  }
  const std::size_t held = pool.bytes();
  const Panel<double> again(&pool, entries);
  CHECK(pool.bytes() == held);
}

TEST_CASE("products with panels are the same to the bit on one thread and on more", "[sketches]") {
  for (const Index n : {100, 3000, 20000}) {
    const Dense<double> A = random<double>(n, 70, 1);
    const Dense<double> B = random<double>(n, 130, 2);
    const auto all = [&] {
      Panel<double> X(B);
      const Dense<double> Q = complement<double>(Panel<double>(), A, 0).basis;
      const Dense<double> C = project_off(Panel<double>(Q), X);
      return std::vector<Dense<double>>{inner(A, B), gram(B), Q, X, C, times(A, inner(A, B))};
    };
    tbb::task_arena one(1);
    tbb::task_arena four(4);
    const auto alone = one.execute(all);
    for (int repeat = 0; repeat < 5; ++repeat) {
      const auto together = four.execute(all);
      for (std::size_t i = 0; i < alone.size(); ++i) CHECK(alone[i] == together[i]);
    }
  }
}
