#include <coverage/adversarial.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <boost/math/special_functions/erf.hpp>

#include <converge/random_matrices.hpp>
#include <reference/matrices.hpp>

namespace isotrace::program {
namespace {

struct Great {
  const char* name;
  Index count;
};
constexpr std::array greats{Great{"one", 1}, Great{"two", 2}, Great{"five", 5}};
constexpr std::array floors{"1e-1", "1e-3", "1e-6", "1e-12"};
constexpr std::array updates{2, 4, 20};
constexpr std::array structures{"blocks", "adjacency-cubed", "kronecker"};

Eigen::VectorXd on_floor(Index n, Index great, double low, bool both_signs) {
  Eigen::VectorXd values = Eigen::VectorXd::Constant(n, low);
  values.head(great).setOnes();
  for (Index i = 1; both_signs && i < n; i += 2) values[i] = -values[i];
  return values;
}

Eigen::VectorXd update_of_identity(Index n, double c) {
  Eigen::VectorXd values = Eigen::VectorXd::Ones(n);
  values[0] += c;
  return values;
}

template <Scalar S>
RowMatrix<S> block_diagonal(const Stream& stream, Index n) {
  constexpr Index size = 5;
  RowMatrix<S> A = RowMatrix<S>::Zero(n, n);
  for (Index i = 0; i < n; i += size) {
    const Index k = std::min(size, n - i);
    const auto G = random_matrix<S>(stream.substream(static_cast<std::uint64_t>(i)), k, k);
    const double scale = std::pow(10.0, -static_cast<double>(i / size % 4));
    A.block(i, i, k, k) = Real<S>(scale) * (G * G.adjoint());
  }
  return A;
}

/// The unit factor of an edge: 1 over ℝ, a phase over ℂ.
double edge(double) {
  return 1;
}
std::complex<double> edge(std::complex<double> z) {
  return z / std::abs(z);
}

template <Scalar S>
RowMatrix<S> adjacency_cubed(const Stream& stream, Index n) {
  const double density = std::min(0.5, 6 / static_cast<double>(n - 1));
  const double bound = std::sqrt(2.0) * boost::math::erf_inv(density);  // P(|g| < bound) = density
  const auto g = random_matrix<double>(stream.substream("edges"), n, n);
  const auto z = random_matrix<S>(stream.substream("phases"), n, n);
  RowMatrix<S> B = RowMatrix<S>::Zero(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < i; ++j) {
      if (std::abs(g(i, j)) >= bound) continue;
      B(i, j) = edge(z(i, j));
      B(j, i) = Eigen::numext::conj(B(i, j));
    }
  }
  const RowMatrix<S> cube = B * B * B;
  return (cube + RowMatrix<S>(cube.adjoint())) / Real<S>(2);
}

template <Scalar S>
RowMatrix<S> kronecker_product(const Stream& stream, Index n) {
  Index p = 1;
  for (Index d = 2; d * d <= n; ++d) p = n % d == 0 ? d : p;
  const Index q = n / p;
  const Eigen::VectorXd powers =
      Eigen::ArrayXd::LinSpaced(p, 1, static_cast<double>(p)).square().inverse().matrix();
  const auto A = conjugated(haar_matrix<S>(stream.substream("A"), p), powers);
  const auto B = conjugated(haar_matrix<S>(stream.substream("B"), q), on_floor(q, 1, 1e-3, false));
  RowMatrix<S> product(n, n);
  for (Index i = 0; i < p; ++i) {
    for (Index j = 0; j < p; ++j) product.block(i * q, j * q, q, q) = A(i, j) * B;
  }
  return product;
}

}  // namespace

std::vector<Spectrum> adversarial_spectra(Index n) {
  std::vector<Spectrum> all;
  for (const bool both_signs : {false, true}) {
    for (const Great& great : greats) {
      for (const char* low : floors) {
        all.push_back({fmt::format("{}{}-{}", great.name, both_signs ? "-signed" : "", low),
                       on_floor(n, great.count, std::stod(low), both_signs)});
      }
    }
  }
  for (const int c : updates) all.push_back({fmt::format("uu-{}", c), update_of_identity(n, c)});
  return all;
}

template <Scalar S>
std::vector<StructuredMatrix<S>> structured_matrices(const Stream& stream, Index n) {
  return {{structures[0], true, block_diagonal<S>(stream.substream(structures[0]), n)},
          {structures[1], false, adjacency_cubed<S>(stream.substream(structures[1]), n)},
          {structures[2], true, kronecker_product<S>(stream.substream(structures[2]), n)}};
}

std::vector<std::string> adversarial_names() {
  std::vector<std::string> names;
  for (const Spectrum& spectrum : adversarial_spectra(8)) names.push_back(spectrum.name);
  names.insert(names.end(), structures.begin(), structures.end());
  return names;
}

template <Scalar S>
Wide<S> long_trace(const RowMatrix<S>& A) {
  long double re = 0;
  long double im = 0;
  for (Index i = 0; i < A.rows(); ++i) {
    re += static_cast<long double>(Eigen::numext::real(A(i, i)));
    im += static_cast<long double>(Eigen::numext::imag(A(i, i)));
  }
  if constexpr (is_complex<S>) {
    return {static_cast<double>(re), static_cast<double>(im)};
  } else {
    return static_cast<double>(re);
  }
}

template std::vector<StructuredMatrix<double>> structured_matrices(const Stream&, Index);
template std::vector<StructuredMatrix<std::complex<double>>> structured_matrices(const Stream&,
                                                                                 Index);
template double long_trace(const RowMatrix<double>&);
template std::complex<double> long_trace(const RowMatrix<std::complex<double>>&);

}  // namespace isotrace::program
