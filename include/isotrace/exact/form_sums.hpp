#pragma once

#include <functional>

#include <isotrace/core/stop.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/operators/arguments.hpp>

namespace isotrace::exact {

/// Sums over the entries of the pulled-back operator B = Qᴴ A Q, from which the exact variances
/// (variances.hpp) are computed. H = (B + Bᴴ)/2, M = (B + Bᵀ)/2.
struct FormSums {
  Field field = Field::real;
  Index n = 0;
  std::complex<double> trace = 0;  ///< tr B = trace_V a
  double frobenius2 = 0;           ///< ‖B‖²_F
  double hermitian2 = 0;           ///< ‖H‖²_F = (‖B‖²_F + Re tr B²)/2
  double symmetric2 = 0;           ///< ‖M‖²_F = (‖B‖²_F + Re tr B B̄)/2
  double diagonal2 = 0;            ///< Σ |B_ii|²
  double real_diagonal2 = 0;       ///< Σ (Re B_ii)² = Σ H_ii²
};

/// Options of the direct methods: sums over entries where form and metric allow it (docs/exact.md),
/// else the form is applied to n V-orthonormal vectors, one block at a time.
struct Options {
  std::size_t memory = std::size_t{1} << 30;        ///< bytes for the blocks of all tasks together
  int threads = 0;                                  ///< 0: the caller's TBB arena
  Stop stop = {};                                   ///< asks the call to stop at the next block
  std::function<void(Index, Index)> progress = {};  ///< (work done, all), one thread at a time
};

/// All sums of a form in a metric: over the entries of A in a diagonal metric if A is a matrix,
/// else by n applications of A and n of Aᴴ. No randomness, and no n×n matrix. The result does not
/// depend on the number of threads. Throws ShapeError if the dimensions differ, NotFiniteError if A
/// returns a NaN or infinity, OptionError if A has no adjoint or options.threads is negative,
/// Interrupted if options.stop asked for it.
template <class S>
FormSums form_sums(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// Only the metric trace tr(V⁻¹A) ((2.9), (2.11)). If A is a matrix, or a product of sparse
/// matrices, and the metric has entries of V⁻¹ (metric/inverse_entries.hpp), it is a sum over
/// entries: O(nnz) in a diagonal metric, two look-ups per entry in a Kronecker metric, in a sparse
/// metric about twice the operations of its factorisation. Else n values of the form, at half the
/// cost of form_sums. Same errors, but no adjoint is needed.
template <class S>
Wide<S> metric_trace(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// An exact value, and what rounding did to it at most, as far as a few probes of the factor's
/// residual tell (docs/exact.md); NaN for a form without products in a metric that is not diagonal.
template <class W>
struct ExactValue {
  W value;
  double error;
};

/// metric_trace with its error, which takes 64 solves and 32 products more where V is not diagonal.
template <class S>
ExactValue<Wide<S>> bounded_metric_trace(FormRef<S> form, MetricRef<S> metric,
                                         const Options& options = {});

/// Predicted seconds of bounded_metric_trace on one core (core/cost.hpp), if it is a sum over
/// entries; else infinity.
template <class S>
double trace_seconds(FormRef<S> form, MetricRef<S> metric, std::size_t memory = Options{}.memory);

/// Predicted seconds of form_sums on one core (core/cost.hpp): by it a program asks before it
/// computes variances.
template <class S>
double form_sums_seconds(FormRef<S> form, MetricRef<S> metric);

/// ‖T‖ ((2.15)): the square root of the metric trace of a product form with S = T. If T is a
/// matrix, it is rescaled where squares of its entries would overflow or underflow. Same errors.
template <class S>
double form_norm(const ProductForm<S>& form, MetricRef<S> metric, const Options& options = {});

/// form_norm with its error.
template <class S>
ExactValue<double> bounded_form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                                     const Options& options = {});

}  // namespace isotrace::exact
