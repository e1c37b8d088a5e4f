#pragma once

#include <functional>

#include <isotrace/trace/form_values.hpp>
#include <isotrace/trace/moments.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

/// Moments of the group means of the real and imaginary parts (a group is one probe, or a frame).
struct Sample {
  Moments re;
  Moments im;
  bool interrupted = false;
  bool discrete = false;  ///< values of a law without a density (trace/interval.hpp)
  /// Whether no single value of a form that is not constant has a probability near 1, so that equal
  /// values tell something: of the library's laws, not of every discrete law of a caller's.
  bool values_tell = true;
};

/// One block's work: normalised values of a range of probes. Called from several tasks.
template <Scalar S>
using BlockValues = std::function<void(ProbeRange, Workspace<S>&, Wide<S>* values)>;

/// The probes of a sample and the memory that they need.
struct SampleShape {
  Index n;                   ///< dimension of the probes
  Index first;               ///< number of the first probe, where a group begins
  Index probes;              ///< number of probes: whole groups
  std::size_t column_bytes;  ///< bytes per probe, over all blocks of a task
  Index preferred_block;     ///< the width that the form prefers; 0: none
  bool reentrant;
};

/// Runs blocks of probes in parallel and reduces their values in one fixed tree: the result is the
/// same, bit for bit, for every number of threads. Memory: the blocks of the tasks (options.memory)
/// from the pool, and the values of at most 2²⁰ probes. An exception thrown by `values` reaches the
/// caller unchanged. `progress` is called with the number of probes done and in all.
template <Scalar S>
Sample sample_blocks(const Options& options, const SampleShape& shape, ScratchPool& pool,
                     const std::function<void(Index, Index)>& progress,
                     const BlockValues<S>& values);

}  // namespace isotrace
