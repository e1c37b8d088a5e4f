#pragma once

#include <isotrace/exact/form_sums.hpp>

#include "matrix_lines.hpp"

namespace isotrace::exact::detail {

// Sums over the entries of matrices that are there. None depends on the number of threads. All
// throw NotFiniteError, naming the entry, and Interrupted.

/// Σ A_ii z_i.
template <Scalar S>
EntrySum<S> diagonal_sum(const MatrixLines<S>& a, const Real<S>* z, const Options& options);

/// Σ A_ij Z_ji, where Z has rows to look up.
template <Scalar S>
EntrySum<S> row_sum(const MatrixLines<S>& a, const InverseEntries<S>& z, const Options& options);

/// 4ᵏ Σ conj(T_ij) w_i S_ij z_j, k = exponent; w null: 1. S and T are stored alike, sparse lines in
/// ascending order.
template <Scalar S>
EntrySum<S> product_sum(const MatrixLines<S>& s, const MatrixLines<S>& t, const Real<S>* w,
                        const Real<S>* z, int exponent, const Options& options);

/// All sums of B_ij = √z_i A_ij √z_j. A sparse A is copied twice, by rows and by columns.
template <Scalar S>
FormSums diagonal_form_sums(const MatrixLines<S>& a, const Real<S>* z, const Options& options);

}  // namespace isotrace::exact::detail
