#pragma once

#include <string>
#include <vector>

#include <isotrace/laws/stream.hpp>
#include <isotrace/metric/dense.hpp>
#include <reference/spectra.hpp>

namespace isotrace::program {

/// Spectra that are hard for intervals, n ≥ 8:
///   one-f, two-f, five-f: 1, 2 or 5 eigenvalues 1 above a floor f = 1e-1, 1e-3, 1e-6, 1e-12;
///   one-signed-f, …: the same with every second eigenvalue negative, in the floor too;
///   uu-c: I + c uuᵀ, c = 2, 4, 20.
std::vector<Spectrum> adversarial_spectra(Index n);

/// A Hermitian matrix that is not a spectrum in a random basis.
template <Scalar S>
struct StructuredMatrix {
  std::string name;
  bool semidefinite;
  RowMatrix<S> A;
};

/// blocks: block-diagonal, G Gᴴ of size 5 (the last block smaller) times 1, 1e-1, 1e-2, 1e-3 in
/// turn · adjacency-cubed: B³ for the adjacency matrix B of a random graph of mean degree 6
/// (density ½ below n = 13), over ℂ with a random phase at each edge · kronecker: A ⊗ B with
/// eigenvalues k⁻² and 1, 1e-3, … in random bases.
template <Scalar S>
std::vector<StructuredMatrix<S>> structured_matrices(const Stream& stream, Index n);

/// The names of all of them.
std::vector<std::string> adversarial_names();

/// Σ A_ii, summed in long double.
template <Scalar S>
Wide<S> long_trace(const RowMatrix<S>& A);

}  // namespace isotrace::program
