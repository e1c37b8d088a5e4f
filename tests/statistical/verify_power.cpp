#include <catch2/catch.hpp>

#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/haar.hpp>

#include "support/planted.hpp"

// Every mistake is planted alone and must fail the battery at its default alpha; the library as it
// is passes on the same checks with the same seed. False-alarm rate of the control: 1e-4 a case.

using namespace planted;

namespace {

void require_caught(const Implementations& mistaken, const std::vector<std::string>& only) {
  REQUIRE(passes({}, only));
  CHECK_FALSE(passes(mistaken, only));
}

// X ← conj(f(conj X)).
template <class S, class F>
void conjugated(BlockView<S> X, F&& f) {
  eigen(X) = eigen(X).conjugate().eval();
  f(X);
  eigen(X) = eigen(X).conjugate().eval();
}

const auto unmapped = [](auto&) {};

}  // namespace

TEST_CASE("the unchanged library passes the whole battery") {
  CHECK(passes(with(unmapped), {}));
}

TEST_CASE("L^-1 in place of L^-H is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.map = [](const Space<S>& V, Isometry which, BlockView<S> X) {
                     V.metric.map(which == Isometry::forward ? Isometry::adjoint : which, X);
                   };
                 }),
                 {"3.2"});
}

TEST_CASE("conj(V) in place of V is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.map = [](const Space<S>& V, Isometry which, BlockView<S> X) {
                     conjugated(X, [&](BlockView<S> Y) { V.metric.map(which, Y); });
                   };
                   implementation.gram = [](const Space<S>& V, ConstBlockView<S> X,
                                            BlockView<S> Y) {
                     const RowMatrix<S> Z = eigen(X).conjugate();
                     V.metric.gram(view(Z), Y);
                     eigen(Y) = eigen(Y).conjugate().eval();
                   };
                 }),
                 {"3.2"});
}

TEST_CASE("Euclidean probes in a metric are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.map = [](const Space<S>&, Isometry, BlockView<S>) {};
                 }),
                 {"3.5"});
}

TEST_CASE("the isometry applied twice is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.map = [](const Space<S>& V, Isometry which, BlockView<S> X) {
                     V.metric.map(which, X);
                     V.metric.map(which, X);
                   };
                 }),
                 {"3.7"});
}

TEST_CASE("a sparse metric whose rows stay in the permuted order is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.map = [](const Space<S>& V, Isometry which, BlockView<S> X) {
                     V.metric.map(which, X);
                     if (V.name != "sparse" || which != Isometry::forward) return;
                     eigen(X) = eigen(X).colwise().reverse().eval();
                   };
                 }),
                 {"3.5"});
}

TEST_CASE("swapped Kronecker factors are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.map = [](const Space<S>& V, Isometry which, BlockView<S> X) {
                     if (V.name != "kronecker") return V.metric.map(which, X);
                     const Index inner = V.dim() / 2;  // entry (i, j), i < 2, at row i·inner + j
                     RowMatrix<S> swapped(X.rows, X.cols);
                     for (Index i = 0; i < V.dim(); ++i)
                       swapped.row(i) = eigen(X).row(i % 2 * inner + i / 2);
                     V.metric.map(which, view(swapped));
                     for (Index i = 0; i < V.dim(); ++i)
                       eigen(X).row(i % 2 * inner + i / 2) = swapped.row(i);
                   };
                 }),
                 {"3.5"});
}

TEST_CASE("an isometry of the Euclidean space in place of the metric's is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.haar_isometry = [](const Space<S>& V, const Stream& stream,
                                                     Index index, BlockView<S> X) {
                     const EuclideanMetric<S> euclidean(V.dim());
                     HaarIsometry<S>(euclidean, stream, index).apply(X);
                   };
                 }),
                 {"theorem-3.2-invariance"});
}

TEST_CASE("isometries that only change signs are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.haar_isometry = [](const Space<S>& V, const Stream& stream,
                                                     Index index, BlockView<S> X) {
                     RowMatrix<S> signs(V.dim(), 1);
                     draw<S>(Signs{}, stream, index, view(signs));
                     V.metric.map(Isometry::inverse, X);
                     eigen(X).array().colwise() *= signs.col(0).array();
                     V.metric.map(Isometry::forward, X);
                   };
                 }),
                 {"3.4"});
}

TEST_CASE("a covariance factor read in the wrong storage order is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.covariance_factor = [](OperatorRef<S> F, ConstBlockView<S> X,
                                                         BlockView<S> Y) {
                     const RowMatrix<S> I = RowMatrix<S>::Identity(F.cols(), F.cols());
                     const RowMatrix<S> matrix = applied(F, view(I));
                     eigen(Y) = Eigen::Map<const ColMatrix<S>>(matrix.data(), F.rows(), F.cols()) *
                                eigen(X);
                   };
                 }),
                 {"3.1"});
}

TEST_CASE("a conjugated covariance factor is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.covariance_factor = [](OperatorRef<S> F, ConstBlockView<S> X,
                                                         BlockView<S> Y) {
                     const RowMatrix<S> conjugate = eigen(X).conjugate();
                     eigen(Y) = applied(F, view(conjugate)).conjugate();
                   };
                 }),
                 {"3.1"});
}

TEST_CASE("a missing conjugate in the dot is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.form_values = [](OperatorRef<S> A, ConstBlockView<S> X,
                                                   Wide<S>* out) {
                     const RowMatrix<S> Y = applied(A, X);
                     for (Index j = 0; j < X.cols; ++j) {
                       out[j] = eigen(X).col(j).cwiseProduct(Y.col(j)).sum();
                     }
                   };
                 }),
                 {"3.5"});
}

TEST_CASE("a form antilinear in its first argument is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.form_values = [right = implementation.form_values](
                                                    OperatorRef<S> A, ConstBlockView<S> X,
                                                    Wide<S>* out) {
                     right(A, X, out);
                     for (Index j = 0; j < X.cols; ++j) out[j] = conjugate(out[j]);
                   };
                 }),
                 {"3.5"});
}

TEST_CASE("the adjoint operator in place of the operator is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.endomorphism_values = [](OperatorRef<S> E, const Space<S>& V,
                                                           ConstBlockView<S> X, Wide<S>* out) {
                     RowMatrix<S> Y(X.rows, X.cols), Z(X.rows, X.cols);
                     E.apply_adjoint(X, view(Y));
                     V.metric.gram(view(Y), view(Z));
                     for (Index j = 0; j < X.cols; ++j) out[j] = eigen(X).col(j).dot(Z.col(j));
                   };
                 }),
                 {"3.4"});
}

TEST_CASE("W left out of the Frobenius product is caught") {
  require_caught(
      with([]<class S>(Implementation<S>& implementation) {
        implementation.product_values = [](OperatorRef<S> S_map, OperatorRef<S> T_map,
                                           const Space<S>& W, ConstBlockView<S> X, Wide<S>* out) {
          const EuclideanMetric<S> euclidean(W.dim());
          Workspace<S> workspace;
          ProductForm<S>(S_map, T_map, MetricRef<S>(euclidean)).values(X, workspace, out);
        };
      }),
      {"3.7"});
}

TEST_CASE("T without its conjugate is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.product_values = [](OperatorRef<S> S_map, OperatorRef<S> T_map,
                                                      const Space<S>& W, ConstBlockView<S> X,
                                                      Wide<S>* out) {
                     const RowMatrix<S> SX = applied(S_map, X);
                     const RowMatrix<S> TX = applied(T_map, X);
                     RowMatrix<S> WSX(W.dim(), X.cols);
                     W.metric.gram(view(SX), view(WSX));
                     for (Index j = 0; j < X.cols; ++j) {
                       out[j] = TX.col(j).cwiseProduct(WSX.col(j)).sum();
                     }
                   };
                 }),
                 {"3.7"});
}

TEST_CASE("S and T swapped is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.product_values =
                       [right = implementation.product_values](
                           OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& W,
                           ConstBlockView<S> X, Wide<S>* out) { right(T_map, S_map, W, X, out); };
                 }),
                 {"3.7"});
}
