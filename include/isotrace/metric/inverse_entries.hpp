#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <optional>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/matrix_view.hpp>
#include <isotrace/core/stop.hpp>

namespace isotrace {

/// V of a metric as a matrix, where the metric has it; at most one member is set.
template <Scalar S>
struct GramMatrix {
  const Real<S>* weights = nullptr;  ///< V = diag(weights)
  std::optional<SparseView<S>> sparse = {};
  std::optional<DenseView<S>> dense = {};
};

/// How entries of V⁻¹ are computed. No result depends on the number of threads.
struct EntryOptions {
  std::size_t memory = std::size_t{1} << 30;        ///< bytes, besides what the metric holds
  int threads = 0;                                  ///< 0: the caller's TBB arena
  Stop stop = {};                                   ///< asks the call to stop
  std::function<void(Index, Index)> progress = {};  ///< (work done, all), one thread at a time
};

/// Σ A_ij (V⁻¹)_ji = tr(V⁻¹A), and the sum of the magnitudes of its terms.
template <Scalar S>
struct EntrySum {
  Wide<S> value = 0;
  double size = 0;
};

/// A sum that has been planned: its predicted seconds on one core (core/cost.hpp), the memory that
/// it takes, and how it is computed. Without `run` there is no way.
template <Scalar S>
struct PlannedSum {
  double cost = std::numeric_limits<double>::infinity();
  std::size_t bytes = 0;
  std::function<EntrySum<S>(const EntryOptions&)> run = {};
};

/// Entries of V⁻¹ of a metric that knows them without n solves. A caller's metric may have its own.
/// All functions are const and reentrant.
template <Scalar S>
class InverseEntries {
 public:
  virtual ~InverseEntries() = default;

  /// log det V.
  virtual double log_determinant() const = 0;
  /// out[i] ← (V⁻¹)_ii for all i. Throws OptionError if the memory does not suffice; Interrupted.
  virtual void diagonal(const EntryOptions& options, Real<S>* out) const = 0;
  /// Whether the entries are given and not computed by a factor.
  virtual bool is_given() const { return false; }
  /// Whether V⁻¹ is diagonal.
  virtual bool is_diagonal() const { return false; }
  /// Whether row() can be used, and the seconds per entry that it takes.
  virtual bool has_rows() const { return false; }
  virtual double row_entry_cost() const { return std::numeric_limits<double>::infinity(); }
  /// Seconds and bytes that the first call of row() takes besides.
  virtual double first_row_cost() const { return 0; }
  virtual std::size_t first_row_bytes() const { return 0; }
  /// out[k] ← (V⁻¹)_ij for j = columns[k], k < count; columns null: for j = k.
  virtual void row(Index i, const int* columns, Index count, S* out) const {
    (void)i, (void)columns, (void)count, (void)out;
  }
  /// tr(V⁻¹A) by another way than rows, within this memory if there is one. A must outlive the
  /// plan.
  virtual PlannedSum<S> plan_sum(SparseView<S> A, std::size_t memory) const {
    (void)A, (void)memory;
    return {};
  }
};

}  // namespace isotrace
