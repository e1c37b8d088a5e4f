#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/laws/haar.hpp>
#include <isotrace/laws/laws.hpp>

using namespace isotrace;

namespace {

template <class S>
std::vector<Law> laws_over() {
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}, Frame{3}};
  if constexpr (is_complex<S>) laws.emplace_back(Phases{});
  return laws;
}

template <class S>
RowMatrix<S> drawn(const Law& law, const Stream& stream, Index n, Index first, Index count) {
  RowMatrix<S> X(n, count);
  draw(law, stream, first, view(X));
  return X;
}

}  // namespace

TEMPLATE_TEST_CASE("any cut of the probes draws the same bits", "[samplers]", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(3, 1024, 2500);
  const Stream stream{42};
  for (const Law& law : laws_over<TestType>()) {
    CAPTURE(name(law), n);
    const RowMatrix<TestType> whole = drawn<TestType>(law, stream, n, 0, 12);
    for (const Index width : {3, 6}) {
      for (Index first = 0; first < 12; first += width) {
        const RowMatrix<TestType> piece = drawn<TestType>(law, stream, n, first, width);
        REQUIRE((piece.array() == whole.middleCols(first, width).array()).all());
      }
    }
  }
}

TEST_CASE("a chunk's entries do not depend on the rows after it", "[samplers]") {
  for (const Law& law : {Law(Gaussian{}), Law(Signs{})}) {
    const RowMatrix<double> small = drawn<double>(law, Stream{7}, 1024, 0, 4);
    const RowMatrix<double> large = drawn<double>(law, Stream{7}, 3000, 0, 4);
    CHECK((small.array() == large.topRows(1024).array()).all());
  }
}

TEST_CASE("a strided block is filled in place and nothing beside it is touched", "[samplers]") {
  RowMatrix<double> outer = RowMatrix<double>::Constant(50, 9, -7.0);
  BlockView<double> inner{outer.data() + 2, 50, 4, 9};
  draw(Law(Sphere{}), Stream{3}, 10, inner);
  CHECK((outer.leftCols(2).array() == -7.0).all());
  CHECK((outer.rightCols(3).array() == -7.0).all());
  CHECK((outer.middleCols(2, 4).array() == drawn<double>(Sphere{}, Stream{3}, 50, 10, 4).array())
            .all());
}

TEST_CASE("seeds, domains, probes and chunks all have streams of their own", "[samplers]") {
  const RowMatrix<double> base = drawn<double>(Gaussian{}, Stream{1}, 2048, 0, 2);
  const auto differs = [&](const RowMatrix<double>& other) {
    return (base.array() != other.array()).all();
  };
  CHECK(differs(drawn<double>(Gaussian{}, Stream{2}, 2048, 0, 2)));
  CHECK(differs(drawn<double>(Gaussian{}, Stream{1}.substream("other"), 2048, 0, 2)));
  CHECK(differs(drawn<double>(Gaussian{}, Stream{1}.substream(1), 2048, 0, 2)));
  CHECK((base.col(0).array() != base.col(1).array()).all());
  CHECK((base.topRows(1024).array() != base.bottomRows(1024).array()).all());
  CHECK(Stream{1}.substream("a").substream("b") != Stream{1}.substream("b").substream("a"));
}

TEMPLATE_TEST_CASE("scales and squared norms belong to the raw columns", "[samplers]", double,
                   std::complex<double>) {
  for (const Law& law : laws_over<TestType>()) {
    CAPTURE(name(law));
    RowMatrix<TestType> raw(1500, 6);
    std::vector<double> scale(6), norm2(6);
    draw_raw(law, Stream{5}, 0, view(raw), RawNorms{scale.data(), norm2.data()});
    const RowMatrix<TestType> probes = drawn<TestType>(law, Stream{5}, 1500, 0, 6);
    for (Index j = 0; j < 6; ++j) {
      CHECK(norm2[j] == Approx(raw.col(j).squaredNorm()).epsilon(1e-13));
      CHECK((raw.col(j) * scale[j] - probes.col(j)).norm() < 1e-13 * probes.col(j).norm());
    }
  }
}

TEMPLATE_TEST_CASE("each law lives where it says", "[samplers]", double, std::complex<double>) {
  const Index n = 40;
  const auto X = [&](const Law& law) { return drawn<TestType>(law, Stream{9}, n, 0, 12); };
  const auto sphere_norms = X(Sphere{}).colwise().norm().eval();
  CHECK((sphere_norms.array() - 1.0).abs().maxCoeff() < 1e-14);
  const auto ball_norms = X(Ball{}).colwise().norm().eval();
  CHECK(ball_norms.maxCoeff() <= 1.0);
  CHECK(ball_norms.minCoeff() < 0.999);
  const RowMatrix<TestType> signs = X(Signs{});
  CHECK((signs.array() * signs.array() == TestType(1)).all());
  const RowMatrix<TestType> frame = X(Frame{4});
  for (Index f = 0; f < 12; f += 4) {
    const auto F = frame.middleCols(f, 4);
    CHECK((F.adjoint() * F - RowMatrix<TestType>::Identity(4, 4)).norm() < 1e-14);
  }
  if constexpr (is_complex<TestType>) {
    CHECK((X(Phases{}).cwiseAbs().array() - 1.0).abs().maxCoeff() < 1e-15);
  }
}

TEST_CASE("a law states its moments", "[samplers]") {
  CHECK(second_moment(Sphere{}, Field::real, 5) == 0.2);
  CHECK(second_moment(Ball{}, Field::real, 5) == Approx(5.0 / 7.0 / 5.0));
  CHECK(second_moment(Ball{}, Field::complex, 5) == Approx(10.0 / 12.0 / 5.0));
  CHECK(second_moment(Gaussian{}, Field::complex, 5) == 1.0);
  CHECK(second_moment(Frame{2}, Field::real, 5) == 0.2);
  CHECK(direction_moment(Ball{}, 4) == 0.25);
  CHECK_FALSE(invariant(Signs{}));
  CHECK_FALSE(invariant(Phases{}));
  CHECK(invariant(Frame{2}));
}

TEST_CASE("what no law can do is refused with both numbers", "[samplers]") {
  CHECK_THROWS_AS(check_law(Phases{}, Field::real, 4), OptionError);
  CHECK_THROWS_WITH(check_law(Frame{5}, Field::real, 4),
                    "a frame in dimension 4 has 1 to 4 columns, not 5");
  CHECK_THROWS_AS(check_law(Frame{0}, Field::real, 4), OptionError);
  CHECK_THROWS_AS(direction_moment(Signs{}, 4), OptionError);
  RowMatrix<double> X(8, 5);
  CHECK_THROWS_WITH(draw(Law(Frame{2}), Stream{1}, 0, view(X)),
                    "probes come in whole groups of 2, not 5 from number 0");
}

TEMPLATE_TEST_CASE("orthonormalise gives the Q of QR with a positive diagonal", "[samplers]", float,
                   double, std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 30);
  const Index f = std::min<Index>(n, 30);
  RowMatrix<TestType> X(n, f);
  draw(Law(Gaussian{}), Stream{11}, 0, view(X));
  if (f > 2) X.col(1) = X.col(0) + TestType(1e-3f) * X.col(1);  // nearly dependent
  RowMatrix<TestType> Q = X;
  orthonormalise(view(Q));
  const double eps = std::numeric_limits<Real<TestType>>::epsilon();
  CHECK((Q.adjoint() * Q - RowMatrix<TestType>::Identity(f, f)).norm() < 20 * f * eps);
  const RowMatrix<TestType> R = Q.adjoint() * X;
  CHECK(RowMatrix<TestType>(R.template triangularView<Eigen::StrictlyLower>()).norm() <
        50 * f * eps * X.norm());
  CHECK(R.diagonal().real().minCoeff() > 0);
  CHECK((Q * R - X).norm() < 20 * f * eps * X.norm());
}

TEST_CASE("a Haar isometry is unitary and addressed by its index", "[samplers]") {
  RowMatrix<std::complex<double>> U(25, 25), W(25, 25), again(25, 25);
  haar_isometry(Stream{4}, 0, view(U));
  haar_isometry(Stream{4}, 1, view(W));
  haar_isometry(Stream{4}, 0, view(again));
  CHECK((U.adjoint() * U - RowMatrix<std::complex<double>>::Identity(25, 25)).norm() < 1e-13);
  CHECK((U.array() == again.array()).all());
  CHECK((U - W).norm() > 1.0);
  RowMatrix<double> oblong(3, 2);
  CHECK_THROWS_AS(haar_isometry(Stream{4}, 0, view(oblong)), ShapeError);
  RowMatrix<double> wide(2, 3);
  CHECK_THROWS_AS(orthonormalise(view(wide)), ShapeError);
}
