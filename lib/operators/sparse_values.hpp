#pragma once

#include <isotrace/core/matrix_view.hpp>
#include <isotrace/core/scratch.hpp>
#include <isotrace/laws/laws.hpp>

#include "hermitian.hpp"

namespace isotrace::detail {

// Values of the form of a sparse matrix, without storing the product: row i of A X is multiplied
// with row i of X as soon as it is computed. Of a Hermitian matrix only the entries up to the
// diagonal are used, xᴴAx = Σ_i a_ii |x_i|² + 2 Re Σ_{k<i} conj(x_i) a_ik x_k.

/// out[j] = x_jᴴ A x_j for given probes. 2·nnz·b flops, half as many for a Hermitian A.
template <Scalar S>
void sparse_values(SparseView<S> A, const SparseStructure& structure, ConstBlockView<S> X,
                   Wide<S>* out);

/// The same for probes of a law, which are drawn as their rows are reached and kept no longer than
/// A needs them. Memory for 16 columns of about bandwidth + one chunk rows, at most n. values[j]
/// and squared_norms[j] are those of form_values. Not for frames, each row of which depends on all
/// others.
template <Scalar S>
void sample_sparse(SparseView<S> A, const SparseStructure& structure, const Law& law,
                   const Stream& stream, ProbeRange probes, ScratchPool& pool, Wide<S>* values,
                   double* squared_norms);

/// The same for random signs and a real matrix, 64 probes packed to a word, with n words of memory.
/// symmetric: A is known to be symmetric. An entry costs 64 conditional additions. Parallel over
/// ranges of rows that depend on n alone.
template <std::floating_point R>
void sample_signs(SparseView<R> A, bool symmetric, const Stream& stream, ProbeRange probes,
                  ScratchPool& pool, double* values, double* squared_norms);

}  // namespace isotrace::detail
