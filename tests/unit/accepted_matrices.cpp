#include <Eigen/LU>
#include <Eigen/SparseCore>
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>

using namespace isotrace;

namespace {

constexpr Index n = 12;

Eigen::MatrixXd test_matrix(unsigned seed) {
  RowMatrix<double> A(n, n);
  draw(Law(Gaussian{}), Stream{seed}, 0, view(A));
  return (A.array().abs() < 0.8).select(0.0, A);
}

Eigen::MatrixXd spd(unsigned seed) {
  const Eigen::MatrixXd G = test_matrix(seed);
  return G * G.transpose() + Eigen::MatrixXd::Identity(n, n);
}

/// n columns of a frame have no variance: the estimate is the trace itself.
const Options frame{.matvecs = n, .law = Frame{n}};

template <class Op>
std::complex<double> frame_trace(const Op& A) {
  return metric_trace(A, EuclideanMetric<double>(n), frame).value;
}

/// Every front door that takes an operator gives for `same` what it gives for A.
template <class Op>
void same_through_all_doors(const Op& same, const Eigen::MatrixXd& A) {
  const DenseMetric<double> V(spd(7));
  const Options o{.matvecs = 24};
  const auto near = [](double x) { return Approx(x).epsilon(1e-12); };
  CHECK(metric_trace(same, V, o).value == near(metric_trace(A, V, o).value));
  CHECK(endomorphism_trace(same, V, o).value == near(endomorphism_trace(A, V, o).value));
  CHECK(frobenius_norm(same, V, V, o).value == near(frobenius_norm(A, V, V, o).value));
  CHECK(frobenius_inner_product(same, A, V, V, o).value ==
        near(frobenius_inner_product(A, A, V, V, o).value));
  const Eigen::MatrixXd B = test_matrix(9);
  const OperatorForm<double> form(B);
  CHECK(mean_form_factor(form, same, o).value == near(mean_form_factor(form, A, o).value));
  const OperatorForm<double> own{same};
  const OperatorForm<double> plain(A);
  CHECK(mean_form(own, V, o).value == near(mean_form(plain, V, o).value));
  CHECK(exact::metric_trace(own, V) == near(exact::metric_trace(plain, V)));
  CHECK(exact::form_sums(own, V).frobenius2 == near(exact::form_sums(plain, V).frobenius2));
  CHECK(control_variate_trace(own, form, 0.5, V, o).value ==
        near(control_variate_trace(plain, form, 0.5, V, o).value));
  const Eigen::MatrixXd U = test_matrix(11).leftCols(2);
  CHECK(deflated_trace(own, U, V, o).value == near(deflated_trace(plain, U, V, o).value));
}

}  // namespace

TEST_CASE("dense expressions are operators as they are", "[accepted]") {
  const Eigen::MatrixXd A = test_matrix(1);
  const Eigen::MatrixXd B = test_matrix(2);
  const double alpha = 0.25;
  same_through_all_doors(A + B, A + B);
  same_through_all_doors(A - alpha * B, A - alpha * B);
  same_through_all_doors(A * B, A * B);
  same_through_all_doors(A.transpose(), A.transpose());
  same_through_all_doors(A.selfadjointView<Eigen::Lower>(), A.selfadjointView<Eigen::Lower>());
  same_through_all_doors(A.triangularView<Eigen::Upper>(), A.triangularView<Eigen::Upper>());
  const Eigen::VectorXd w = A.col(0);
  same_through_all_doors(w.asDiagonal(), w.asDiagonal());
  Eigen::MatrixXd large = Eigen::MatrixXd::Constant(2 * n, 2 * n, 7.0);
  large.block(3, 4, n, n) = A;
  same_through_all_doors(large.block(3, 4, n, n), A);
  const Eigen::MatrixXd skipping = Eigen::MatrixXd::NullaryExpr(
      2 * n, n, [&](Index i, Index j) { return i % 2 == 0 ? A(i / 2, j) : 9.0; });
  using Stride = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  same_through_all_doors(
      Eigen::Map<const Eigen::MatrixXd, 0, Stride>(skipping.data(), n, n, Stride(2 * n, 2)), A);
}

TEST_CASE("sparse expressions and matrices of all kinds are operators", "[accepted]") {
  const Eigen::MatrixXd A = test_matrix(1);
  const Eigen::MatrixXd B = test_matrix(2);
  const Eigen::SparseMatrix<double> K = A.sparseView();
  const Eigen::SparseMatrix<double> M = B.sparseView();
  const double alpha = 0.25;
  same_through_all_doors(K + M, A + B);
  same_through_all_doors(K - alpha * M, A - alpha * B);
  same_through_all_doors(K * M, A * B);
  same_through_all_doors(K.transpose(), A.transpose());
  same_through_all_doors(K.selfadjointView<Eigen::Lower>(), A.selfadjointView<Eigen::Lower>());
  same_through_all_doors(K.triangularView<Eigen::Upper>(), A.triangularView<Eigen::Upper>());
  same_through_all_doors(K.block(0, 0, n, n), A);
  using Long = Eigen::SparseMatrix<double, Eigen::RowMajor, long>;
  const Long L = K;
  same_through_all_doors(L, A);
  same_through_all_doors(Long(L + L), 2 * A);
  same_through_all_doors(L.selfadjointView<Eigen::Upper>(), A.selfadjointView<Eigen::Upper>());
  Eigen::SparseMatrix<double> loose(n, n);
  loose.reserve(Eigen::VectorXi::Constant(n, 3));
  for (int i = 0; i < n; ++i) loose.insert(i, i) = i;
  REQUIRE_FALSE(loose.isCompressed());
  same_through_all_doors(loose, Eigen::MatrixXd(loose));
}

TEST_CASE("a matrix whose entries are exact in the metric's scalar is converted", "[accepted]") {
  const Eigen::MatrixXf F = test_matrix(1).cast<float>();
  same_through_all_doors(F, F.cast<double>());
  same_through_all_doors(Eigen::SparseMatrix<float>(F.sparseView()), F.cast<double>());
  const Eigen::MatrixXi whole = (4 * test_matrix(1)).cast<int>();
  same_through_all_doors(whole, whole.cast<double>());
  const EuclideanMetric<std::complex<double>> V(n);
  CHECK(std::abs(metric_trace(F, V, frame).value - double(F.trace())) < 1e-5);
  CHECK(std::abs(frame_trace(F) - double(F.trace())) < 1e-5);
}

TEST_CASE("metrics are made of expressions too", "[accepted]") {
  const Eigen::MatrixXd A = test_matrix(1);
  const Eigen::MatrixXd V = spd(3);
  const Eigen::MatrixXd I = Eigen::MatrixXd::Identity(n, n);
  const Eigen::SparseMatrix<double> K = V.sparseView();
  const Eigen::SparseMatrix<double> M = I.sparseView();
  const Eigen::VectorXd w = Eigen::VectorXd::LinSpaced(n, 1, 2);
  const double alpha = -0.5;
  const auto same = [&](const auto& metric, const Eigen::MatrixXd& gram) {
    CHECK(metric_trace(A, metric, frame).value == Approx(gram.lu().solve(A).trace()));
  };
  same(DenseMetric<double>(V - alpha * I), V - alpha * I);
  same(DenseMetric<double>(V.selfadjointView<Eigen::Lower>()), V);
  same(DenseMetric(V.transpose()), V);
  same(SparseMetric<double>(K - alpha * M), V - alpha * I);
  same(SparseMetric<double>(K.selfadjointView<Eigen::Lower>()), V);
  same(SparseMetric<double>(Eigen::SparseMatrix<double, Eigen::ColMajor, long>(K)), V);
  same(SparseMetric<double>(w.asDiagonal()), w.asDiagonal());
  same(SparseMetric(K), V);
  const Eigen::MatrixXf F = V.cast<float>();
  same(DenseMetric<double>((F + F.transpose()) / 2), F.cast<double>());
  same(DiagonalMetric<double>(w), w.asDiagonal());
  same(DiagonalMetric<double>(w.asDiagonal()), w.asDiagonal());
  same(DiagonalMetric<double>(2 * w), (2 * w).asDiagonal());
}

TEST_CASE("a callable is a rectangular map, with an adjoint where it has one", "[accepted]") {
  const Eigen::MatrixXd T = test_matrix(1).topRows(5);
  const EuclideanMetric<double> V(n);
  const EuclideanMetric<double> W(5);
  const auto times = [&](const ConstBlock<double>& X, Block<double> Y) { Y = T * X; };
  const auto adjoint = [&](const ConstBlock<double>& X, Block<double> Y) { Y = T.transpose() * X; };
  const auto one_way = function_operator(5, n, times);
  CHECK(one_way.rows() == 5);
  CHECK(one_way.cols() == n);
  CHECK(frobenius_norm(one_way, V, W, frame).value == Approx(T.norm()));
  CHECK_THROWS_AS(frobenius_norm(one_way, V, W, {.matvecs = 8, .method = Method::hutchpp}),
                  OptionError);
  const auto both_ways = function_operator(5, n, times, adjoint);
  const Options sketch{.matvecs = 12, .method = Method::hutchpp};
  CHECK(frobenius_norm(both_ways, V, W, sketch).value ==
        Approx(frobenius_norm(T, V, W, sketch).value));

  const Eigen::MatrixXd A = test_matrix(2);
  const auto square = function_operator(
      n, [&](const ConstBlock<double>& X, Block<double> Y) { Y = A * X; },
      [&](const ConstBlock<double>& X, Block<double> Y) { Y = A.transpose() * X; });
  same_through_all_doors(square, A);
}
