#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <isotrace/core/scratch.hpp>
#include <isotrace/core/stop.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/trace/method.hpp>
#include <isotrace/trace/sample_store.hpp>

namespace isotrace {

/// What every estimator takes. All fields have a default; write {.matvecs = 512, .seed = 7}.
struct Options {
  /// Budget in applications of the operator (or its adjoint) to one column; never overspent. With a
  /// law that draws groups, whole groups only. None: 1000, with a tolerance 100 000.
  std::optional<Index> matvecs = {};
  /// How they are spent; none: Hutchinson's, with a tolerance automatic. Every method but
  /// Hutchinson's computes the exact trace (status `exact`) where the budget pays for all n
  /// columns.
  std::optional<Method> method = {};
  /// What the caller knows of the form whose trace is wanted: that it is Hermitian and positive
  /// semidefinite. `automatic` may then take the methods that need it (XNysTrace, Nyström++), which
  /// throw OperatorError with the evidence where it is not so. A norm's form always is, and the
  /// difference to a control variate never.
  bool semidefinite = false;
  /// Stop as soon as every t of the interval has |value − t| ≤ max(tolerance · |t|,
  /// absolute_tolerance), with the stated confidence at that moment: planned looks that fail are
  /// paid for. Both 0: spend all matvecs. The status is `budget` where these end before the
  /// tolerance is reached. Methods but Hutchinson's compute the exact trace where that is foreseen
  /// to be sooner.
  double tolerance = 0;
  double absolute_tolerance = 0;
  /// The same as matvecs, by the name that it has beside a tolerance; one of them at the most.
  std::optional<Index> max_matvecs = {};
  std::uint64_t seed = 1;
  Law law = Sphere{};
  /// Divide each value by ‖v‖²_V (Remark 3.8) instead of by the law's second moment; invariant
  /// laws. Methods with a sketch do so with every invariant law.
  bool normalised = false;
  /// Of the interval, in (0, 1).
  double confidence = 0.95;
  /// Probes in a block; 0: chosen from n, the scalar, the form and the memory.
  Index block = 0;
  /// Bytes for the blocks of all tasks and the panels of a sketch (method.hpp) together. Short
  /// memory lowers the concurrency; where it does not hold the panels beside a block of one column,
  /// the method is refused, or not chosen. Beside it stand the operator, the metric's factor, the
  /// values of at most 2²⁰ probes, k×k matrices, what a BLAS keeps (32 MiB a thread) and, with
  /// dense matrices, a few thousand rows of a block a thread.
  std::size_t memory = std::size_t{1} << 30;
  /// Threads; 0: the caller's TBB arena. The result does not depend on it.
  int threads = 0;
  /// Memory kept from call to call, the panels of a sketch among it; none: each call has its own.
  /// Fresh memory is slow at first touch.
  ScratchPool* scratch = nullptr;
  /// Asks to stop at the next block: a std::stop_token, or a flag that is set to true from
  /// anywhere. The status is then `interrupted`.
  Stop stop = {};
  /// Called now and then, one thread at a time, with (matvecs done, matvecs in all); the latter
  /// number changes where a run turns to the exact trace.
  std::function<void(Index, Index)> progress = {};
  /// Keeps the sample, so that a run that was cut off goes on from there: Hutchinson's method only.
  /// It must be of the same problem and options.
  SampleStore* store = nullptr;
};

/// Throws OptionError, naming the value found, for a field outside its range.
void check(const Options& options);

/// Whether the estimator stops at a tolerance.
bool has_tolerance(const Options& options);
/// options.method, or what stands for none.
Method method_of(const Options& options);
/// The matvecs that may be spent: those of options, or what stands for none.
Index budget_of(const Options& options);

}  // namespace isotrace
