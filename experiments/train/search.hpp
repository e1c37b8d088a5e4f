#pragma once

#include <vector>

#include <train/candidates.hpp>
#include <train/training.hpp>

namespace isotrace::program {

/// A run, and what it was made with.
struct Tuned {
  gradient::DescentOptions descent;
  TrainingResult result;
};

/// Trains with every candidate, several at once, and returns the run with the least training loss
/// at its end; the first one if all diverged, or the best so far, marked as interrupted, if the
/// caller asks to stop before all have ended. Where there were several, that run is made again,
/// alone, for its seconds: the rest is the same to the bit, for every number of threads. Progress
/// counts the epochs of all (epochs_of), one at a time.
Tuned tune(const std::vector<gradient::DescentOptions>& tried, const gradient::Perceptron& from,
           const Dataset& data, const TrainingOptions& options, int threads);

/// The epochs of a search, the last run included.
Index epochs_of(const std::vector<gradient::DescentOptions>& tried, Index epochs);

}  // namespace isotrace::program
