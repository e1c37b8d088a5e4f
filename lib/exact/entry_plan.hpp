#pragma once

#include <isotrace/exact/form_sums.hpp>

#include "matrix_lines.hpp"

namespace isotrace::exact::detail {

/// The matrix of a form: one that the form refers to, or a product that is held here.
template <Scalar S>
struct FormMatrix {
  std::optional<MatrixLines<S>> lines;
  std::optional<SparseView<S>> sparse;  ///< the same, if it is sparse
  std::shared_ptr<const Eigen::SparseMatrix<S, Eigen::RowMajor>> own;
};

/// The matrix of a form that is one, or a product of sparse ones, 4ᵏ TᴴWS, that takes at most this
/// memory and time.
template <Scalar S>
FormMatrix<S> form_matrix(const AssembledForm<S>& form, std::size_t memory, double seconds);

/// The predicted seconds on one core of tr(V⁻¹A) by n values.
template <Scalar S>
double columns_cost(FormRef<S> form, MetricRef<S> metric);

/// Whether the form is (E u, v)_V in that metric, whose trace is tr E.
template <Scalar S>
bool is_endomorphism_in(const AssembledForm<S>& form, MetricRef<S> metric);

/// tr(V⁻¹A) as a sum over entries, if the form and the metric allow it and it takes less time than
/// n values; it may need more than `memory`. A product of sparse matrices is formed at once if that
/// takes at most these seconds. The form and the metric must outlive the plan.
template <Scalar S>
PlannedSum<S> plan_trace(FormRef<S> form, MetricRef<S> metric, std::size_t memory, double seconds);

}  // namespace isotrace::exact::detail
