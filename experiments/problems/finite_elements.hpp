#pragma once

#include <complex>

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// Piecewise linear (P1) finite elements on the L-shape Ω = (−1,1)² \ [0,1)×(−1,0], a non-convex
/// domain of area 3. Ω is cut into squares of side h = 1/m, and each square along its rising
/// diagonal. On such a triangle T, right-angled with two sides h, with the vertices ordered (right
/// angle, along x, along y), |T| = h²/2 and hat functions λ_i,
///
///     K_T = |T| (∇λ_i·∇λ_j) = 1/2 [ 2 −1 −1 ; −1 1 0 ; −1 0 1 ],
///     M_T = ∫_T λ_i λ_j     = |T|/12 [ 2 1 1 ; 1 2 1 ; 1 1 2 ]
///
/// (Ciarlet, The Finite Element Method for Elliptic Problems, 1978, section 4.1). K is the
/// five-point stencil, M has seven points.
struct LShapeOptions {
  /// Replace the mass matrix by the diagonal of its row sums, |T|/3 for each vertex of a triangle,
  /// computed before any boundary node is eliminated.
  bool lumped_mass = false;
  /// Keep the nodes of the boundary (Neumann condition: the stiffness is singular) instead of
  /// eliminating them (homogeneous Dirichlet condition).
  bool keep_boundary = false;
};

/// The pair K x = λ M x, both triangles stored, and the positions of its unknowns.
template <Scalar S>
struct StiffnessMass {
  Eigen::SparseMatrix<S, Eigen::RowMajor> stiffness;
  Eigen::SparseMatrix<S, Eigen::RowMajor> mass;
  Eigen::Matrix<double, Eigen::Dynamic, 2>
      nodes;  ///< (x, y) of each unknown, row by row of the grid
};

/// Unknowns of the L-shape: 3m² − 4m + 1 inside, 3m² + 4m + 1 with the boundary.
Index l_shape_size(Index m, bool keep_boundary = false);

/// Stiffness K_ij = ∫ ∇λ_i·∇λ_j and mass M_ij = ∫ λ_i λ_j. Both are symmetric; M is positive
/// definite, and so is K unless the boundary is kept. Throws OptionError unless 2 ≤ m ≤ 8192 (1 ≤ m
/// with the boundary).
StiffnessMass<double> l_shape(Index m, const LShapeOptions& options = {});

/// The same for a charged particle in a uniform magnetic field of total flux Φ = `flux` through Ω:
/// every entry (i, j) is multiplied by its Peierls phase (R. Peierls, Z. Phys. 80, 763, 1933)
///
///     e^{iθ_ij},   θ_ij = ∫ A·ds from node i to node j = −θ_ji,   A(x, y) = (Φ/6)(−y, x),
///
/// so that the θ around a square of the grid add up to Φ h²/3, and
///
///     uᴴ K u = Σ over edges w_ij |u_i − e^{iθ_ij} u_j|²,   w_ij = 1 inside, 1/2 on the boundary.
///
/// K and the consistent M are Hermitian, not real for Φ ≠ 0, and without the boundary positive
/// definite, being irreducibly diagonally dominant. A lumped M is the one of l_shape. Throws
/// OptionError as l_shape does, and if the flux is not finite.
StiffnessMass<std::complex<double>> magnetic_l_shape(Index m, double flux,
                                                     const LShapeOptions& options = {});

}  // namespace isotrace::program
