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

/// Options of the direct method, which applies the form to n V-orthonormal vectors, one block at a
/// time.
struct Options {
  std::size_t memory = std::size_t{1} << 30;        ///< bytes for the blocks of all tasks together
  int threads = 0;                                  ///< 0: the caller's TBB arena
  Stop stop = {};                                   ///< asks the call to stop at the next block
  std::function<void(Index, Index)> progress = {};  ///< (columns done, n), one thread at a time
};

/// All sums of a form in a metric, by n applications of A and n of Aᴴ: no randomness, and no n×n
/// matrix. The result does not depend on the number of threads.
/// Throws ShapeError if the dimensions differ, NotFiniteError if A returns a NaN or infinity,
/// OptionError if A has no adjoint or options.threads is negative, Interrupted if options.stop
/// asked for it.
template <class S>
FormSums form_sums(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// Only the metric trace tr(V⁻¹A) ((2.9), (2.11)), by n values of the form, at half the cost of
/// form_sums. Same errors, but no adjoint is needed.
template <class S>
Wide<S> metric_trace(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// ‖T‖ ((2.15)): the square root of the metric trace of a product form with S = T. If T is a
/// matrix, it is rescaled where squares of its entries would overflow or underflow. Same errors.
template <class S>
double form_norm(const ProductForm<S>& form, MetricRef<S> metric, const Options& options = {});

}  // namespace isotrace::exact
