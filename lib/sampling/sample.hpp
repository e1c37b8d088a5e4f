#pragma once

#include <complex>
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
  bool discrete = false;  ///< values of random signs (results/interval.hpp)
};

/// One block's work: values and squared norms of a range of probes. Called from several tasks.
template <Scalar S>
using BlockValues =
    std::function<void(ProbeRange, Workspace<S>&, Wide<S>* values, double* squared_norms)>;

/// What a sample is of.
struct SampleShape {
  Index n;                   ///< dimension of the probes
  Index probes;              ///< whole groups
  std::size_t column_bytes;  ///< of all blocks, for one probe
  Index preferred_block;     ///< the form's; 0: none
  bool reentrant;
  bool normalised;  ///< divide each value by its squared norm
  double moment;    ///< and by this second moment
  Index first = 0;  ///< the first probe; of whole groups
};

/// Runs blocks of probes in parallel and reduces their values in one fixed tree: the result is the
/// same, bit for bit, for every number of threads. Memory: the blocks of the tasks (options.memory)
/// and the values of at most 2²⁰ probes. An exception of `values` reaches the caller unchanged.
template <Scalar S>
Sample sample(const Options& options, const SampleShape& shape, const BlockValues<S>& values);

/// Throws OptionError where options name a method other than Hutchinson's; `what` is only sampled.
void require_no_method(const Options& options, const char* what);

}  // namespace isotrace
