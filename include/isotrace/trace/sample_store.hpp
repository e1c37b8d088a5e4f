#pragma once

#include <optional>

#include <isotrace/trace/moments.hpp>

namespace isotrace {

/// Where Hutchinson's method stores its sample, so that an interrupted run can be resumed: the same
/// call with the same store gives the answer of an uninterrupted run, bit for bit. Probes come in
/// waves of up to 2²⁰, and the values of a wave are reduced to their moments. An unfinished wave is
/// stored as its finished blocks of values, a finished one as its moments. Functions are called one
/// at a time.
class SampleStore {
 public:
  /// Moments of the real parts, and of the imaginary parts (empty over ℝ).
  struct WaveMoments {
    Moments re;
    Moments im;
  };

  virtual ~SampleStore() = default;

  /// The moments of the wave of `count` probes from number `first` on, if it was stored as
  /// finished.
  virtual std::optional<WaveMoments> wave(Index first, Index count) = 0;
  /// Copies stored values of the probes from number `first` on to `to`, `numbers` doubles per value
  /// (1, over ℂ 2): those stored without a gap, at most `count`, in whole blocks as they were
  /// added. Returns the number of values.
  virtual Index values(Index first, Index count, Index numbers, double* to) = 0;
  /// Stores the values of the next block, which follow those already stored.
  virtual void add(Index first, Index count, Index numbers, const double* from) = 0;
  /// Stores the moments of a finished wave in place of its values.
  virtual void finish_wave(Index first, Index count, const WaveMoments& moments) = 0;
};

}  // namespace isotrace
