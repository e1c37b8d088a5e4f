#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The eigenvalues of a reference matrix.
struct Spectrum {
  std::string name;
  Eigen::VectorXd eigenvalues;
};

/// The spectra on which Epperly, Tropp and Webber (SIMAX 45, 2024) compare trace estimators,
/// k = 1 … n: flat, from 1 to 3 in equal steps · poly k⁻² · slowexp 0.9^(k−1) · fastexp 0.7^(k−1) ·
/// smallstep, the first n/20 are 1, the others 1e-3 · bigstep, the same with 1e-8.
std::vector<Spectrum> reference_spectra(Index n);

}  // namespace isotrace::program
