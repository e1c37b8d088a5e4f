#include <problems/finite_elements.hpp>

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include <Eigen/SparseCholesky>
#include <catch2/catch.hpp>

#include <isotrace/core/error.hpp>

namespace {

using namespace isotrace;
using namespace isotrace::program;
using Complex = std::complex<double>;
template <Scalar S>
using Sparse = Eigen::SparseMatrix<S, Eigen::RowMajor>;

// Smallest λ of K x = λ M x by 40 steps of inverse iteration; (λ₁/λ₂)⁸⁰ is below rounding here.
template <Scalar S>
double smallest_eigenvalue(const StiffnessMass<S>& pair) {
  using Vector = Eigen::Matrix<S, Eigen::Dynamic, 1>;
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<S>> solver{
      Eigen::SparseMatrix<S>(pair.stiffness)};
  Vector x = Vector::Ones(pair.mass.rows());
  for (int step = 0; step < 40; ++step) {
    x = solver.solve((pair.mass * x).eval());
    x /= x.norm();
  }
  return std::real(x.dot(pair.stiffness * x)) / std::real(x.dot(pair.mass * x));
}

template <Scalar S>
bool is_positive_definite(const Sparse<S>& matrix) {
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<S>> solver{Eigen::SparseMatrix<S>(matrix)};
  return solver.info() == Eigen::Success && (solver.vectorD().real().array() > 0).all();
}

template <Scalar S>
double asymmetry(const Sparse<S>& matrix) {
  return Sparse<S>(matrix - Sparse<S>(matrix.adjoint())).norm();
}

// λ₁ of the Dirichlet Laplacian on the L-shape (Fox, Henrici, Moler, SINUM 4, 1967; digits from
// Betcke, Trefethen, SIAM Review 47, 2005).
constexpr double l_shape_eigenvalue = 9.6397238440219;

}  // namespace

TEST_CASE("finite elements: the unknowns are the nodes inside, or all of the closure") {
  const Index m = 5;
  CHECK(l_shape(m).stiffness.rows() == l_shape_size(m));
  CHECK(l_shape(m, {.keep_boundary = true}).mass.rows() == l_shape_size(m, true));
}

TEST_CASE("finite elements: no unknown lies on the boundary of the L-shape") {
  const auto nodes = l_shape(6).nodes;
  for (Index k = 0; k < nodes.rows(); ++k) {
    const double x = nodes(k, 0);
    const double y = nodes(k, 1);
    const bool inside = std::abs(x) < 1 && std::abs(y) < 1 && !(x >= 0 && y <= 0);
    CHECK(inside);
  }
}

TEST_CASE("finite elements: the energy of a linear function is exact") {
  const auto pair = l_shape(7, {.keep_boundary = true});
  const Eigen::VectorXd u = (2 + 3 * pair.nodes.col(0).array() - 5 * pair.nodes.col(1).array());
  CHECK(u.dot(pair.stiffness * u) == Approx((9 + 25) * 3.0).epsilon(1e-12));  // |∇u|² · area
}

TEST_CASE("finite elements: the energy of the interpolant of x² is 4 − h²") {
  // Its slope on a strip of width h is twice the strip's centre: 3·4·h²/12 below ∫ 4x² = 4.
  const Index m = 9;
  const auto pair = l_shape(m, {.keep_boundary = true});
  const Eigen::VectorXd u = pair.nodes.col(0).array().square();
  CHECK(u.dot(pair.stiffness * u) == Approx(4 - 1.0 / (m * m)).epsilon(1e-12));
}

TEST_CASE("finite elements: the energy of the interpolant of xy is 2 + h²") {
  // It is the trapezoidal rule for ∫ x² + y² = 2: too large by 2 · 3h²/6.
  const Index m = 9;
  const auto pair = l_shape(m, {.keep_boundary = true});
  const Eigen::VectorXd u = pair.nodes.col(0).cwiseProduct(pair.nodes.col(1));
  CHECK(u.dot(pair.stiffness * u) == Approx(2 + 1.0 / (m * m)).epsilon(1e-12));
}

TEST_CASE("finite elements: the consistent mass integrates the square of a linear function") {
  // ∫ 1, x, y, x², y², xy = 3, −1/2, 1/2, 1, 1, 1/4 over Ω.
  const auto pair = l_shape(7, {.keep_boundary = true});
  const double a = 2, b = 3, c = -5;
  const Eigen::VectorXd u = a + b * pair.nodes.col(0).array() + c * pair.nodes.col(1).array();
  const double exact = 3 * a * a + b * b + c * c - a * b + a * c + b * c / 2;
  CHECK(u.dot(pair.mass * u) == Approx(exact).epsilon(1e-12));
}

TEST_CASE("finite elements: with the boundary the stiffness has zero row sums") {
  const auto pair = l_shape(6, {.keep_boundary = true});
  const Eigen::VectorXd sums = pair.stiffness * Eigen::VectorXd::Ones(pair.stiffness.cols());
  CHECK(sums.cwiseAbs().maxCoeff() <= 1e-14);
}

TEST_CASE("finite elements: a linear function is in equilibrium inside") {
  const auto pair = l_shape(6, {.keep_boundary = true});
  const Eigen::VectorXd force = pair.stiffness * pair.nodes.col(0);
  for (Index k = 0; k < force.size(); ++k) {
    const double x = pair.nodes(k, 0);
    const double y = pair.nodes(k, 1);
    if (std::abs(x) < 1 && std::abs(y) < 1 && !(x >= 0 && y <= 0)) {
      CHECK(std::abs(force(k)) <= 1e-14);
    }
  }
}

TEST_CASE("finite elements: with the boundary the mass adds up to the area") {
  const bool lumped = GENERATE(false, true);
  const auto pair = l_shape(8, {.lumped_mass = lumped, .keep_boundary = true});
  CHECK(pair.mass.sum() == Approx(3).epsilon(1e-13));
}

TEST_CASE("finite elements: the lumped mass is the row sums of the consistent mass") {
  const auto consistent = l_shape(6, {.keep_boundary = true}).mass;
  const auto lumped = l_shape(6, {.lumped_mass = true, .keep_boundary = true}).mass;
  const Eigen::VectorXd sums = consistent * Eigen::VectorXd::Ones(consistent.cols());
  CHECK((Eigen::VectorXd(lumped.diagonal()) - sums).norm() <= 1e-15);
}

TEST_CASE("finite elements: the lumped mass is diagonal, h² at every inner node") {
  const Index m = 6;
  const auto mass = l_shape(m, {.lumped_mass = true}).mass;
  CHECK(mass.nonZeros() == mass.rows());
  CHECK((Eigen::VectorXd(mass.diagonal()).array() * (m * m) - 1).abs().maxCoeff() <= 1e-14);
}

TEST_CASE("finite elements: stiffness and mass are symmetric") {
  const auto pair = l_shape(8);
  CHECK(asymmetry(pair.stiffness) == 0);
  CHECK(asymmetry(pair.mass) == 0);
}

TEST_CASE("finite elements: stiffness and mass are positive definite") {
  const auto pair = l_shape(8);
  CHECK(is_positive_definite(pair.stiffness));
  CHECK(is_positive_definite(pair.mass));
}

TEST_CASE("finite elements: the smallest eigenvalue falls to that of the L-shape at its rate") {
  // Conforming elements bound λ₁ from above. The re-method and law corner's r^(2/3) makes the error
  // c₁ h^(4/3) + c₂ h²: the observed order falls from 2 to 4/3.
  std::vector<double> errors;
  for (const Index m : {8, 16, 32, 64}) {
    errors.push_back(smallest_eigenvalue(l_shape(m)) - l_shape_eigenvalue);
  }
  for (std::size_t k = 1; k < errors.size(); ++k) {
    const double order = std::log2(errors[k - 1] / errors[k]);
    INFO("error " << errors[k] << " of order " << order);
    CHECK(errors[k] > 0);
    CHECK(order > 4.0 / 3);
    CHECK(order < 1.8);
  }
}

TEST_CASE("finite elements: the magnetic pair is Hermitian") {
  const auto pair = magnetic_l_shape(8, 20);
  CHECK(asymmetry(pair.stiffness) <= 1e-15 * pair.stiffness.norm());
  CHECK(asymmetry(pair.mass) <= 1e-15 * pair.mass.norm());
}

TEST_CASE("finite elements: the magnetic pair is positive definite") {
  const auto pair = magnetic_l_shape(8, 20);
  CHECK(is_positive_definite(pair.stiffness));
  CHECK(is_positive_definite(pair.mass));
}

TEST_CASE("finite elements: the magnetic pair is the real one up to phases") {
  const auto real = l_shape(5);
  const auto magnetic = magnetic_l_shape(5, 20);
  CHECK((magnetic.stiffness.cwiseAbs() - real.stiffness.cwiseAbs()).norm() <= 1e-14);
  CHECK((magnetic.mass.cwiseAbs() - real.mass.cwiseAbs()).norm() <= 1e-14);
}

TEST_CASE("finite elements: without flux the magnetic pair is the real one") {
  const Sparse<Complex> difference =
      magnetic_l_shape(5, 0).stiffness - l_shape(5).stiffness.cast<Complex>();
  CHECK(difference.norm() == 0);
}

TEST_CASE("finite elements: the phases around a square add up to its flux") {
  // −K_ij carries e^{iθ_ij}; the product around the square is e^{iΦh²/3}, whatever the gauge.
  const Index m = 4;
  const double flux = 20;
  const auto pair = magnetic_l_shape(m, flux);
  const auto at = [&](double x, double y) {
    Index k = 0;
    (pair.nodes.rowwise() - Eigen::RowVector2d(x, y)).rowwise().squaredNorm().minCoeff(&k);
    return k;
  };
  const double h = 1.0 / m;
  const Index corners[] = {at(-0.5, 0.25), at(-0.5 + h, 0.25), at(-0.5 + h, 0.25 + h),
                           at(-0.5, 0.25 + h)};
  Complex product = 1;
  for (int k = 0; k < 4; ++k) {
    product *= -pair.stiffness.coeff(corners[k], corners[(k + 1) % 4]);
  }
  CHECK(std::abs(product - std::polar(1.0, flux * h * h / 3)) <= 1e-14);
}

TEST_CASE("finite elements: a magnetic field raises the smallest eigenvalue") {
  // The diamagnetic inequality (Simon, Phys. Rev. Lett. 36, 1976), with lumped mass term by term.
  const LShapeOptions lumped{.lumped_mass = true};
  CHECK(smallest_eigenvalue(magnetic_l_shape(16, 20, lumped)) >
        smallest_eigenvalue(l_shape(16, lumped)));
}

TEST_CASE("finite elements: a grid without unknowns or beyond int is refused") {
  CHECK_THROWS_WITH(l_shape(1), "found m = 1 for the L-shape, expected 2 to 8192");
  CHECK_THROWS_WITH(l_shape(0, {.keep_boundary = true}),
                    "found m = 0 for the L-shape, expected 1 to 8192");
  CHECK_THROWS_AS(l_shape(8193), OptionError);
}

TEST_CASE("finite elements: a flux that is not finite is refused") {
  CHECK_THROWS_AS(magnetic_l_shape(4, std::numeric_limits<double>::infinity()), OptionError);
}
