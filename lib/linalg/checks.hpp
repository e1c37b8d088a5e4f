#pragma once

#include <limits>
#include <string>

#include <isotrace/core/block.hpp>

namespace isotrace::detail {

// Checks shared by all metrics. Messages count rows and columns from 1, as Matrix Market files do.

/// Shortest decimal text that reads back as the same number; over ℂ "3.5-2i".
template <Scalar S>
std::string text(S value);

/// Throws ShapeError unless the matrix is square with at least one row.
void check_square(Index rows, Index cols);

/// Throws ShapeError unless the block has dim rows.
void check_rows(Index dim, Index rows);
/// Throws ShapeError unless X and Y are both dim × b.
template <Scalar S>
void check_rows(Index dim, ConstBlockView<S> x, ConstBlockView<S> y);

/// Whether a value is finite, over ℂ in both parts.
template <Scalar S>
bool finite(S value);

/// Throws NotFiniteError for entry (row, col), counted from 0.
template <Scalar S>
[[noreturn]] void refuse_entry(Index row, Index col, S value);

/// Throws MetricError if |V_ij − conj V_ji| > tolerance · √(V_ii V_jj). The tolerance is 1e-12 in
/// double precision and 1e-5 in single. i and j are counted from 0.
template <Scalar S>
void check_hermitian(Index i, Index j, S v_ij, S v_ji, S v_ii, S v_jj);

/// 10 n ε |V_jj|: a Cholesky pivot at or below it has no correct digit.
template <Scalar S>
double pivot_bound(Index n, S v_jj);

/// Throws MetricError for the pivot L_jj² of `row`, counted from 0.
[[noreturn]] void refuse_pivot(Index row, double pivot, double bound);

}  // namespace isotrace::detail
