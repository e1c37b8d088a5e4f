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

/// Options of every estimator. All fields have a default; write {.matvecs = 512, .seed = 7}.
struct Options {
  /// Budget, in applications of the operator or its adjoint to one column; never overspent. A law
  /// that draws groups is drawn in whole groups only. Default: 1000, with a tolerance 100 000.
  std::optional<Index> matvecs = {};
  /// How the matvecs are spent. Default: Hutchinson's method, with a tolerance `automatic`. If the
  /// budget pays for all n columns, every method but Hutchinson's computes the exact trace (status
  /// `exact`).
  std::optional<Method> method = {};
  /// States that the form whose trace is wanted is Hermitian and positive semidefinite. `automatic`
  /// may then choose the methods that require it (XNysTrace, Nyström++), which throw OperatorError
  /// with the evidence if it is false. It is always assumed for the form of a norm, and never for
  /// the difference to a control variate.
  bool semidefinite = false;
  /// Stop as soon as every t in the interval satisfies |value − t| ≤ max(tolerance · |t|,
  /// absolute_tolerance). The stated confidence holds at that moment: it accounts for the earlier
  /// looks that failed. Both 0: spend all matvecs. The status is `budget` if the matvecs end before
  /// the tolerance is reached. Methods other than Hutchinson's compute the exact trace if that is
  /// predicted to be faster.
  double tolerance = 0;
  double absolute_tolerance = 0;
  /// The same as matvecs, under a name that suits a tolerance. At most one of the two may be set.
  std::optional<Index> max_matvecs = {};
  std::uint64_t seed = 1;
  Law law = Sphere{};
  /// Divide each value by ‖v‖²_V and the direction moment (Remark 3.8) instead of by the law's
  /// second moment; for invariant laws only. Methods with a sketch do so for every invariant law.
  bool normalised = false;
  /// Confidence of the interval, in (0, 1).
  double confidence = 0.95;
  /// Probes per block; 0: chosen from n, the scalar, the form and the memory.
  Index block = 0;
  /// Bytes for the blocks of all tasks and the panels of a sketch (method.hpp) together. Too little
  /// memory lowers the concurrency; if the panels and a block of one column do not fit, the method
  /// is refused, or not chosen by `automatic`. Not included: the operator, the metric's factor, the
  /// values of at most 2²⁰ probes, k×k matrices, what BLAS allocates (32 MiB per thread) and, for
  /// dense matrices, a few thousand rows of a block per thread.
  std::size_t memory = std::size_t{1} << 30;
  /// Threads; 0: those of the caller's TBB arena. The result does not depend on it.
  int threads = 0;
  /// Memory that is kept from call to call, panels of a sketch included. Null: each call has its
  /// own, which is slow when it is first touched.
  ScratchPool* scratch = nullptr;
  /// Asks the call to stop at the next block: a std::stop_token, or a flag that is set to true from
  /// anywhere. The status is then `interrupted`.
  Stop stop = {};
  /// Called now and then, by one thread at a time, with (matvecs done, matvecs in all). The latter
  /// changes if a run turns to the exact trace.
  std::function<void(Index, Index)> progress = {};
  /// Stores the sample, so that an interrupted run can be resumed; Hutchinson's method only. The
  /// store must belong to the same problem and options.
  SampleStore* store = nullptr;
};

/// Throws OptionError, stating the value found, for a field outside its range.
void check(const Options& options);

/// Whether a tolerance is set.
bool has_tolerance(const Options& options);
/// options.method or, if that is not set, its default.
Method method_of(const Options& options);
/// The budget in matvecs: that of the options or, if none is set, its default.
Index budget_of(const Options& options);

}  // namespace isotrace
