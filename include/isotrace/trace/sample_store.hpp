#pragma once

#include <optional>

#include <isotrace/trace/moments.hpp>

namespace isotrace {

/// Where a sample by Hutchinson's method keeps what it has, so that a run that was cut off goes on
/// from there: the same call with the same store gives the uninterrupted answer, bit for bit.
/// Values come in waves of probes, each reduced to its moments in one fixed tree; a wave is kept as
/// the blocks of values that are done, and once it is whole as its moments. Its functions are
/// called one at a time.
class SampleStore {
 public:
  /// Of the real parts, and of the imaginary ones.
  struct WaveMoments {
    Moments re;
    Moments im;
  };

  virtual ~SampleStore() = default;

  /// The moments of a wave of `count` probes from number `first` on, if it was kept whole.
  virtual std::optional<WaveMoments> wave(Index first, Index count) = 0;
  /// Copies the kept values of the probes from number `first` on, `numbers` doubles each (2 over
  /// ℂ), as far as they are there without a gap and at most `count` of them, in whole blocks as
  /// they were added; returns how many.
  virtual Index values(Index first, Index count, Index numbers, double* to) = 0;
  /// Keeps the values of the next block: they follow those that are kept.
  virtual void add(Index first, Index count, Index numbers, const double* from) = 0;
  /// Keeps the moments of a whole wave in place of its values.
  virtual void finish_wave(Index first, Index count, const WaveMoments& moments) = 0;
};

}  // namespace isotrace
