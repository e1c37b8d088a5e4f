// What XTrace, XNysTrace and the Hutch++ family are made of, against their definitions.
#include <Eigen/QR>
#include <Eigen/SVD>
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <lib/linalg/orthonormal.hpp>
#include <lib/sketch/left_out_directions.hpp>
#include <lib/sketch/nystrom.hpp>
#include <lib/sketch/xnystrace.hpp>
#include <lib/sketch/xtrace.hpp>
#include <support/random_matrix.hpp>
#include <support/spectra.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
using Dense = ColMatrix<S>;

/// An orthonormal basis of the columns, by Householder's method.
template <Scalar S>
Dense<S> householder(const Dense<S>& Y) {
  const Eigen::HouseholderQR<Dense<S>> qr(Y);
  return qr.householderQ() * Dense<S>::Identity(Y.rows(), Y.cols());
}

/// The same of columns that may be dependent, as signs are by chance.
template <Scalar S>
Dense<S> range_basis(const Dense<S>& Y) {
  const Eigen::ColPivHouseholderQR<Dense<S>> qr(Y);
  return qr.householderQ() * Dense<S>::Identity(Y.rows(), qr.rank());
}

template <Scalar S>
Dense<S> without(const Dense<S>& A, Index i, Index j) {
  Dense<S> rest(A.rows(), A.cols() - (i == j ? 1 : 2));
  Index next = 0;
  for (Index k = 0; k < A.cols(); ++k) {
    if (k != i && k != j) rest.col(next++) = A.col(k);
  }
  return rest;
}

/// t_i|j by XTrace's definition.
template <Scalar S>
S xtrace_value(const Dense<S>& B, const Dense<S>& omega, Index i, Index j, bool resphered) {
  const Dense<S> Y = B * without(omega, i, j);
  const Dense<S> Q = Y.cols() > 0 ? range_basis(Y) : Y;
  const Dense<S> mu = omega.col(i) - Q * (Q.adjoint() * omega.col(i));
  const double scale =
      resphered ? static_cast<double>(B.rows() - Q.cols()) / mu.squaredNorm() : 1.0;
  const S inside = Q.cols() > 0 ? (Q.adjoint() * B * Q).trace() : S(0);
  return inside + scale * (mu.adjoint() * B * mu)(0, 0);
}

/// t_i|j by XNysTrace's definition.
template <Scalar S>
S xnystrace_value(const Dense<S>& B, const Dense<S>& omega, Index i, Index j, bool resphered) {
  const Dense<S> others = without(omega, i, j);
  const Dense<S> Y = B * others;
  const Dense<S> H = others.adjoint() * Y;
  const Dense<S> approximation =
      Y.cols() > 0 ? Dense<S>(Y * H.inverse() * Y.adjoint()) : Dense<S>::Zero(B.rows(), B.rows());
  const Dense<S> w = omega.col(i);
  double scale = 1;
  if (resphered) {
    const Dense<S> Q = others.cols() > 0 ? householder(others) : others;
    const Dense<S> off = w - Q * (Q.adjoint() * w);
    scale = static_cast<double>(B.rows() - Q.cols()) / off.squaredNorm();
  }
  return approximation.trace() + scale * (w.adjoint() * (B - approximation) * w)(0, 0);
}

/// XTrace with the first `kept` probes kept, and completed before if so asked.
template <Scalar S>
LeaveOneOutValues<S> kept_estimate(const RowMatrix<S>& A, Law law, Index kept, Index fresh,
                                   bool completed) {
  const Options options{.seed = 5, .law = law};
  const OperatorForm<S> form{OperatorRef<S>(A)};
  const EuclideanMetric<S> I(A.rows());
  const auto B = panel_operator<S>(form, I, options, Normalisation::none());
  XTrace<S> estimator(*B);
  estimator.add_probes(kept);
  if (completed) estimator.complete();
  estimator.keep();
  CHECK(estimator.fresh() == 0);
  estimator.add_probes(fresh);
  CHECK(estimator.fresh() == fresh);
  CHECK(estimator.probes() == kept + fresh);
  estimator.complete();
  return estimator.estimate();
}

template <Scalar S>
void check_kept_table(const RowMatrix<S>& A, Law law, Index kept, Index fresh, bool completed) {
  const LeaveOneOutValues<S> result = kept_estimate<S>(A, law, kept, fresh, completed);
  REQUIRE(result.table.rows() == fresh);
  REQUIRE(result.table.cols() == fresh);
  const Options options{.seed = 5, .law = law};
  const OperatorForm<S> form{OperatorRef<S>(A)};
  const EuclideanMetric<S> I(A.rows());
  const Dense<S> omega =
      panel_operator<S>(form, I, options, Normalisation::none())->probes(0, kept + fresh);
  const Dense<S> dense = A;
  for (Index i = 0; i < fresh; ++i) {
    for (Index j = 0; j < fresh; ++j) {
      CAPTURE(i, j, result.table(i, j));
      const S expected = xtrace_value(dense, omega, kept + i, kept + j, invariant(law));
      CHECK(std::abs(result.table(i, j) - expected) < 1e-9 * (1 + std::abs(expected)));
    }
  }
}

template <class Estimator, Scalar S, class Value>
void check_table(const RowMatrix<S>& A, Law law, Index probes, bool in_steps, Value value) {
  const Options options{.seed = 5, .law = law};
  const OperatorForm<S> form{OperatorRef<S>(A)};
  const EuclideanMetric<S> I(A.rows());
  const auto B = panel_operator<S>(form, I, options, Normalisation::none());
  Estimator estimator(*B);
  if (in_steps) {
    estimator.add_probes(probes / 2);
    estimator.complete();
  }
  estimator.add_probes(probes - estimator.probes());
  estimator.complete();
  const LeaveOneOutValues<S> result = estimator.estimate();
  CHECK_FALSE(result.exhausted);
  const Dense<S> omega = B->probes(0, probes);
  const Dense<S> dense = A;
  for (Index i = 0; i < probes; ++i) {
    for (Index j = 0; j < probes; ++j) {
      CAPTURE(i, j, result.table(i, j));
      const S expected = value(dense, omega, i, j, invariant(law));
      CHECK(std::abs(result.table(i, j) - expected) < 1e-9 * (1 + std::abs(expected)));
    }
  }
}

}  // namespace

TEMPLATE_TEST_CASE("XTrace's table is that of its definition, for B that is not Hermitian",
                   "[sketches]", double, std::complex<double>) {
  const RowMatrix<TestType> A = random_matrix<TestType>(17, 17, 3);
  for (const Law& law : {Law(Sphere{}), Law(Gaussian{}), Law(Signs{})}) {
    for (const bool in_steps : {false, true}) {
      check_table<XTrace<TestType>>(A, law, 6, in_steps, xtrace_value<TestType>);
    }
  }
  check_table<XTrace<TestType>>(A, Sphere{}, 2, false, xtrace_value<TestType>);
  check_table<XTrace<TestType>>(A, Sphere{}, 1, false, xtrace_value<TestType>);
}

TEMPLATE_TEST_CASE("XTrace with kept probes has the table of the fresh ones, by its definition",
                   "[sketches]", double, std::complex<double>) {
  struct Counts {
    Index n, kept, fresh;
  };
  for (const auto& [n, kept, fresh] :
       {Counts{3, 1, 1}, Counts{3, 1, 2}, Counts{3, 2, 1}, Counts{5, 4, 1}, Counts{5, 1, 4},
        Counts{8, 3, 5}, Counts{13, 0, 6}, Counts{17, 6, 2}, Counts{30, 4, 9}, Counts{30, 20, 8}}) {
    for (const Law& law : {Law(Sphere{}), Law(Gaussian{}), Law(Signs{})}) {
      if (n == 3 && law.as<Signs>() != nullptr) continue;  // two of them may be parallel
      for (const bool completed : {false, true}) {
        CAPTURE(n, kept, fresh, name(law), completed);
        check_kept_table<TestType>(random_matrix<TestType>(n, n, 3), law, kept, fresh, completed);
      }
    }
  }
}

TEMPLATE_TEST_CASE("kept probes that span the range leave nothing to the fresh ones", "[sketches]",
                   double, std::complex<double>) {
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(24);
  lambda.head(4) << 3, -2, 1, 1e-3;
  const RowMatrix<TestType> A = hermitian_matrix<TestType>(lambda, 2);
  for (const Law& law : {Law(Sphere{}), Law(Signs{})}) {
    for (const Index kept : {4, 7}) {
      const LeaveOneOutValues<TestType> result = kept_estimate<TestType>(A, law, kept, 3, true);
      CHECK(result.exhausted == (law.as<Signs>() == nullptr));
      REQUIRE(result.table.rows() == 3);
      REQUIRE(result.table.cols() == 3);
      CHECK((result.table.array() - TestType(2.001)).abs().maxCoeff() < 1e-13);
    }
  }
}

TEMPLATE_TEST_CASE("XNysTrace's table is that of its definition", "[sketches]", double,
                   std::complex<double>) {
  const RowMatrix<TestType> A = hermitian_matrix<TestType>(spectrum("poly", 17), 4);
  for (const Law& law : {Law(Sphere{}), Law(Gaussian{}), Law(Signs{})}) {
    for (const bool in_steps : {false, true}) {
      check_table<XNysTrace<TestType>>(A, law, 6, in_steps, xnystrace_value<TestType>);
    }
  }
  check_table<XNysTrace<TestType>>(A, Sphere{}, 2, false, xnystrace_value<TestType>);
  check_table<XNysTrace<TestType>>(A, Sphere{}, 1, false, xnystrace_value<TestType>);
}

TEMPLATE_TEST_CASE("an orthonormal basis holds what Householder's does, from 1 down to rounding",
                   "[sketches]", double, std::complex<double>) {
  const Index n = 200;
  const Index k = 30;
  Dense<TestType> Y = householder<TestType>(random_matrix<TestType>(n, k, 1));
  const Eigen::VectorXd sigma =
      Eigen::VectorXd::LinSpaced(k, 0, -14).unaryExpr([](double e) { return std::pow(10, e); });
  const Dense<TestType> V = householder<TestType>(random_matrix<TestType>(k, k, 2));
  Y = Dense<TestType>(Y * sigma.template cast<TestType>().asDiagonal() * V.adjoint());
  const auto added = [](const Dense<TestType>& given, const Dense<TestType>& columns,
                        double floor) {
    return Dense<TestType>(
        orthonormal_complement<TestType>(Panel<TestType>(given), columns, floor));
  };
  const Dense<TestType> none(n, 0);
  const Dense<TestType> Q = added(none, Y, 1e-15);
  REQUIRE(Q.cols() == k);
  CHECK((Q.adjoint() * Q - Dense<TestType>::Identity(k, k)).norm() < 1e-13);
  CHECK((Y - Q * (Q.adjoint() * Y)).norm() < 1e-15);

  SECTION("directions below the floor are left out") {
    CHECK(added(none, Y, 1e-7).cols() == 15);
  }
  SECTION("what is in the other basis is left out") {
    const Dense<TestType> first = Q.leftCols(10);
    const Dense<TestType> rest = added(first, Y, 1e-15);
    CHECK(rest.cols() == k - 10);
    CHECK((first.adjoint() * rest).norm() < 1e-14);
  }
  SECTION("zero columns have no direction") {
    CHECK(added(none, Dense<TestType>::Zero(n, 3), 0).cols() == 0);
  }
}

TEST_CASE("the inverse of a matrix whose rows differ in scale is accurate row by row",
          "[sketches]") {
  const Eigen::VectorXd scale =
      Eigen::VectorXd::LinSpaced(6, 0, -15).unaryExpr([](double e) { return std::pow(10, e); });
  const Dense<double> M0 = random_matrix<double>(6, 6, 8);
  const Dense<double> M = scale.asDiagonal() * M0;
  const Dense<double> expected = scale.cwiseInverse().asDiagonal() * M0.transpose().inverse();
  const Dense<double> found = PseudoInverse<double>(M).adjoint;
  for (Index i = 0; i < 6; ++i) {
    CHECK((found.row(i) - expected.row(i)).norm() < 1e-13 * expected.row(i).norm());
  }
}

TEST_CASE("the Nyström approximation of a matrix of low rank is the matrix", "[sketches]") {
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(40);
  lambda.head(4) << 3, 2, 1, 1e-6;
  const Dense<double> A = hermitian_matrix<double>(lambda, 2);
  const Dense<double> omega = random_matrix<double>(40, 9, 3);
  const auto approximation = nystrom(Panel<double>(omega), Panel<double>(A * omega), 2e-16);
  CHECK(approximation.shift < 1e-13);
  CHECK(approximation.trace() + approximation.shift * 31 == Approx(6.000001).epsilon(1e-13));
  CHECK((approximation.factor * approximation.factor.transpose() - A).norm() < 1e-9);
  const Dense<double> basis = omega * approximation.orthonormalising;
  CHECK((basis.transpose() * basis - Dense<double>::Identity(9, 9)).norm() < 1e-13);
}

TEST_CASE(
    "the Nyström approximation refuses what is not Hermitian or not semidefinite, and says why",
    "[sketches]") {
  const Dense<double> omega = random_matrix<double>(30, 5, 3);
  const Dense<double> general = random_matrix<double>(30, 30, 4);
  CHECK_THROWS_WITH(nystrom(Panel<double>(omega), Panel<double>(general * omega), 2e-16),
                    Catch::Contains("not Hermitian") && Catch::Contains("conj(xᴴBy)"));
  const Dense<double> indefinite =
      hermitian_matrix<double>((spectrum("flat", 30).array() - 2).matrix(), 5);
  CHECK_THROWS_WITH(nystrom(Panel<double>(omega), Panel<double>(indefinite * omega), 2e-16),
                    Catch::Contains("xᴴBx / xᴴx = -0."));
}
