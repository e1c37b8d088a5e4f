#pragma once

#include <Eigen/QR>
#include <algorithm>
#include <vector>

#include <isotrace/isotrace.hpp>

namespace isotrace::test {

/// A user-defined law: the n + 1 vertices of a regular simplex on the unit sphere, rotated by a
/// Haar isometry. The mean of x xᴴ over a group is I/n up to rounding. Real.
struct Simplex {
  Index n;

  static std::string name() { return "simplex"; }
  static bool invariant() { return true; }
  static double second_moment(Field, Index dim) { return 1.0 / static_cast<double>(dim); }
  Index group() const { return n + 1; }

  /// Vertex k is √((n+1)/n) (e_k − c 1), in an orthonormal basis of the complement of 1.
  void draw(const Stream& stream, ProbeRange probes, BlockView<double> X) const {
    const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(n + 1, 1);
    const Eigen::MatrixXd basis = Eigen::HouseholderQR<Eigen::MatrixXd>(ones).householderQ();
    const double scale = std::sqrt(static_cast<double>(n + 1) / static_cast<double>(n));
    const Eigen::MatrixXd vertices = scale * basis.rightCols(n).transpose();
    for (Index j = 0; j < probes.count; j += group()) {
      RowMatrix<double> U(n, n);
      haar_isometry(stream, (probes.first + j) / group(), view(U));
      eigen(X.columns(j, group())) = U * vertices;
    }
  }
};

/// Hutch++ as a user-defined estimator.
struct Deflating {
  template <class W>
  Estimate<W> operator()(EstimatorProblem<W>& B) const {
    using Panel = typename EstimatorProblem<W>::Panel;
    const Index k = std::min(B.matvecs_left() / 3, B.dim() - 1);
    const Panel Y = B.apply(B.probes(0, k));
    const Panel Q = Eigen::HouseholderQR<Panel>(Y).householderQ() * Panel::Identity(B.dim(), k);
    const W known = (Q.adjoint() * B.apply(Q)).trace();
    return B.sample(k, B.matvecs_left(), known, Q, k);
  }
};

}  // namespace isotrace::test
