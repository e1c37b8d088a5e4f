#pragma once

#include "low_rank_part.hpp"

namespace isotrace {

/// Hutch++: tr QᴴBQ on Q = orth(BΩ), k = m/3, and Hutchinson's estimate of (I − QQᴴ)B(I − QQᴴ).
template <Scalar W>
Estimate<W> hutchpp(Run<W>& run);

/// NA-Hutch++: tr B̃ for B̃ = Z(SᴴZ)⁺(BᴴS)ᴴ, Z = BR, and Hutchinson's estimate of B − B̃; a quarter of
/// the matvecs for S, a half for R. Without an adjoint, BS replaces BᴴS: the estimate is unbiased
/// for any B̃, and B̃ approximates B if B is Hermitian.
template <Scalar W>
Estimate<W> na_hutchpp(Run<W>& run);

/// Nyström++: tr B⟨Ω⟩, k = m/2, and Hutchinson's estimate of B − B⟨Ω⟩, which vanishes on Ω.
template <Scalar W>
Estimate<W> nystrompp(Run<W>& run);

/// Adaptive Hutch++: deflates block by block while the predicted gain is worth the matvecs.
template <Scalar W>
Estimate<W> adaptive_hutchpp(Run<W>& run);

}  // namespace isotrace
