#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include <isotrace/core/scratch.hpp>
#include <isotrace/samplers/laws.hpp>

namespace isotrace {

/// What every estimator takes. All fields have a default; write {.matvecs = 512, .seed = 7}.
struct Options {
  /// Budget in applications of the operator (or its adjoint) to one column; never overspent. With a
  /// law that draws groups, whole groups only.
  Index matvecs = 1000;
  std::uint64_t seed = 1;
  Law law = Sphere{};
  /// Divide each value by ‖v‖²_V (Remark 3.8) instead of by the law's second moment; invariant laws.
  bool normalised = false;
  /// Of the interval, in (0, 1).
  double confidence = 0.95;
  /// Probes in a block; 0: chosen from n, the scalar, the form and the memory.
  Index block = 0;
  /// Bytes for the blocks of all tasks together. Short memory lowers the concurrency. Beside it stand
  /// the values of at most 2²⁰ probes and, with dense matrices, a few thousand rows of a block a thread.
  std::size_t memory = std::size_t{1} << 30;
  /// Threads; 0: the caller's TBB arena. The result does not depend on it.
  int threads = 0;
  /// Memory kept from call to call; none: each call has its own. Fresh memory is slow at first touch.
  ScratchPool* scratch = nullptr;
  /// Set to true from anywhere to stop at the next block; the status is then `interrupted`.
  const std::atomic<bool>* stop = nullptr;
  /// Called now and then with (probes done, probes in all), one thread at a time.
  std::function<void(Index, Index)> progress = {};
};

/// Throws OptionError, naming the value found, for a field outside its range.
void check(const Options& options);

}  // namespace isotrace
