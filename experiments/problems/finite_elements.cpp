#include <problems/finite_elements.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <isotrace/core/error.hpp>

namespace isotrace::program {
namespace {

constexpr Index largest_m = 8192;  // 7 · 3m² entries stay below 2³¹

using Triangle = std::array<int, 3>;  // right angle, along x, along y

// The unknowns among the grid points x = −1 + i h, y = −1 + j h, 0 ≤ i, j ≤ 2m.
class Grid {
 public:
  Grid(Index m, bool keep_boundary) : m_(static_cast<int>(m)) {
    number_.assign(static_cast<std::size_t>(side() * side()), -1);
    for (int j = 0; j < side(); ++j) {
      for (int i = 0; i < side(); ++i) {
        if (keep_boundary ? in_closure(i, j) : inside(i, j)) {
          number_[static_cast<std::size_t>(j * side() + i)] = size_++;
        }
      }
    }
  }

  int size() const { return size_; }
  double h() const { return 1.0 / m_; }
  // The number of an unknown; −1 for a point that is none.
  int number(int i, int j) const { return number_[static_cast<std::size_t>(j * side() + i)]; }

  Eigen::Matrix<double, Eigen::Dynamic, 2> nodes() const {
    Eigen::Matrix<double, Eigen::Dynamic, 2> nodes(size_, 2);
    for (int j = 0; j < side(); ++j) {
      for (int i = 0; i < side(); ++i) {
        if (const int k = number(i, j); k >= 0) {
          nodes.row(k) << double(i - m_) / m_, double(j - m_) / m_;
        }
      }
    }
    return nodes;
  }

  // visit(triangle) for both halves of every square in Ω.
  template <class Visit>
  void for_each_triangle(Visit&& visit) const {
    for (int j = 0; j < 2 * m_; ++j) {
      const int width = j < m_ ? m_ : 2 * m_;
      for (int i = 0; i < width; ++i) {
        visit(Triangle{number(i + 1, j), number(i, j), number(i + 1, j + 1)});
        visit(Triangle{number(i, j + 1), number(i + 1, j + 1), number(i, j)});
      }
    }
  }

 private:
  int side() const { return 2 * m_ + 1; }
  bool in_closure(int i, int j) const { return i <= m_ || j >= m_; }
  bool inside(int i, int j) const {
    return 0 < i && i < 2 * m_ && 0 < j && j < 2 * m_ && (i < m_ || j > m_);
  }

  int m_;
  int size_ = 0;
  std::vector<int> number_;
};

void check_m(Index m, bool keep_boundary) {
  const Index smallest = keep_boundary ? 1 : 2;
  if (m < smallest || m > largest_m) {
    throw OptionError("found m = " + std::to_string(m) + " for the L-shape, expected " +
                      std::to_string(smallest) + " to " + std::to_string(largest_m));
  }
}

// phase(i, j) = e^{iθ_ij} between two unknowns.
template <Scalar S, class Phase>
StiffnessMass<S> assemble(const Grid& grid, bool lumped_mass, Phase&& phase) {
  constexpr double k[3][3] = {{1, -0.5, -0.5}, {-0.5, 0.5, 0}, {-0.5, 0, 0.5}};
  const double area = grid.h() * grid.h() / 2;
  using Triplets = std::vector<Eigen::Triplet<S>>;
  Triplets stiffness, mass;
  grid.for_each_triangle([&](const Triangle& nodes) {
    for (int a = 0; a < 3; ++a) {
      for (int b = 0; b < 3; ++b) {
        const int i = nodes[a];
        const int j = nodes[b];
        if (i < 0 || j < 0) {
          continue;
        }
        const S factor = a == b ? S{1} : phase(i, j);
        if (k[a][b] != 0) {
          stiffness.emplace_back(i, j, k[a][b] * factor);
        }
        if (!lumped_mass) {
          mass.emplace_back(i, j, area / (a == b ? 6 : 12) * factor);
        } else if (a == b) {
          mass.emplace_back(i, i, S{area / 3});
        }
      }
    }
  });
  const auto matrix = [&](const Triplets& triplets) {
    Eigen::SparseMatrix<S, Eigen::RowMajor> out(grid.size(), grid.size());
    out.setFromTriplets(triplets.begin(), triplets.end());
    return out;
  };
  return {matrix(stiffness), matrix(mass), grid.nodes()};
}

}  // namespace

Index l_shape_size(Index m, bool keep_boundary) {
  check_m(m, keep_boundary);
  return 3 * m * m + (keep_boundary ? 4 : -4) * m + 1;
}

StiffnessMass<double> l_shape(Index m, const LShapeOptions& options) {
  check_m(m, options.keep_boundary);
  const Grid grid(m, options.keep_boundary);
  return assemble<double>(grid, options.lumped_mass, [](int, int) { return 1.0; });
}

StiffnessMass<std::complex<double>> magnetic_l_shape(Index m, double flux,
                                                     const LShapeOptions& options) {
  check_m(m, options.keep_boundary);
  if (!std::isfinite(flux)) {
    throw OptionError("found flux " + std::to_string(flux) + ", expected a finite number");
  }
  const Grid grid(m, options.keep_boundary);
  const auto nodes = grid.nodes();
  // A is linear: its integral along a straight edge is A(x_i)·(x_j − x_i) = (Φ/6)(x_i y_j − y_i
  // x_j).
  const auto phase = [&](int i, int j) {
    const double theta = flux / 6 * (nodes(i, 0) * nodes(j, 1) - nodes(i, 1) * nodes(j, 0));
    return std::polar(1.0, theta);
  };
  return assemble<std::complex<double>>(grid, options.lumped_mass, phase);
}

}  // namespace isotrace::program
