#pragma once

#include <vector>

#include <isotrace/function/spectral_function.hpp>
#include <isotrace/operators/pulled_back.hpp>

#include "jacobi_matrix.hpp"

namespace isotrace::detail {

/// Y ← f(B)X, column by column ‖x‖ Q_k f(T_k) e₁ with at most `steps` steps of Lanczos's recurrence
/// whose vectors are kept and reorthogonalised. Returns the greatest estimated error of a
/// column with ‖x‖ = 1, from shorter recurrences. Throws what f and the operator throw. Memory:
/// (steps + 3) n numbers a column.
template <Scalar S>
double krylov_action(const PulledBack<S>& B, const SpectralFunction& f, Index steps,
                     ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y);

/// The coefficients of a recurrence with kept, reorthogonalised vectors, from a column.
struct KeptCoefficients {
  double squared_norm = 0;  ///< of the column; the others belong to one that is not zero
  JacobiMatrix T = {};
  double beta = 0;  ///< 0 if the recurrence has ended
};

/// Those of each column of X, at most `steps` rows. Throws what the operator throws. Memory as
/// above.
template <Scalar S>
std::vector<KeptCoefficients> kept_coefficients(const PulledBack<S>& B, Index steps,
                                                ConstBlockView<S> X, Workspace<S>& ws);

}  // namespace isotrace::detail
