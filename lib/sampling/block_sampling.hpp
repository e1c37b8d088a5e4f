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
};

/// One block's work: normalised values of a range of probes. Called from several tasks.
template <Scalar S>
using BlockValues = std::function<void(ProbeRange, Workspace<S>&, Wide<S>* values)>;

/// What a sample is of.
struct SampleShape {
  Index n;                   ///< dimension of the probes
  Index first;               ///< the first probe; of whole groups
  Index probes;              ///< whole groups
  std::size_t column_bytes;  ///< of all blocks, for one probe
  Index preferred_block;     ///< the form's; 0: none
  bool reentrant;
};

/// Runs blocks of probes in parallel and reduces their values in one fixed tree: the result is the
/// same, bit for bit, for every number of threads. Memory: the blocks of the tasks (options.memory)
/// from the pool, and the values of at most 2²⁰ probes. An exception of `values` reaches the caller
/// unchanged. progress is told the probes done.
template <Scalar S>
Sample sample_blocks(const Options& options, const SampleShape& shape, ScratchPool& pool,
                     const std::function<void(Index, Index)>& progress,
                     const BlockValues<S>& values);

}  // namespace isotrace
