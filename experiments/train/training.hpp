#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <isotrace/core/stop.hpp>
#include <isotrace/gradient/descent.hpp>
#include <train/dataset.hpp>

namespace isotrace::program {

struct TrainingOptions {
  gradient::DescentOptions descent = {};
  Index epochs = 100;
  Index batch = 0;  ///< samples of a step; 0: all
  std::uint64_t seed = 1;
  Stop stop = {};
  std::function<void(Index, double)> progress = {};  ///< (epochs done, loss)
};

enum class TrainingStatus { completed, diverged, interrupted };

/// Mean loss, and part of the samples whose label is the most likely one (NaN for the squared
/// loss). Both NaN where there are no samples.
struct Quality {
  double loss;
  double accuracy;
};

/// What an epoch ended with.
struct EpochEnd {
  Index epoch;    ///< its number, from 1
  Quality train;  ///< the loss is finite
  Quality test;
  double seconds;         ///< of all steps so far, without measuring qualities
  std::int64_t products;  ///< gradient::Descent::products so far
};

struct TrainingResult {
  gradient::Perceptron net;
  std::vector<EpochEnd> epochs;  ///< those that were completed
  TrainingStatus status = TrainingStatus::completed;
  std::string cause;  ///< of a divergence
};

Quality quality(const gradient::Perceptron& net, const Encoding& encoding, const Samples& samples);

/// Trains from a perceptron: linear models begin at zero, deep ones at random (beginning). An epoch
/// takes every sample once, in an order of its own. It diverged if a loss is not finite or more
/// than a thousand times the first and that of outputs zero, or if a damped matrix is singular; the
/// parameters are then those of the last epoch before. Throws OptionError if the first is infinite.
TrainingResult train(const gradient::Perceptron& from, const Dataset& data,
                     const TrainingOptions& options);

/// The perceptron to begin with: hidden layers of these widths, and parameters by the seed.
gradient::Perceptron beginning(const Encoding& encoding, const std::vector<Index>& hidden,
                               gradient::Activation activation, std::uint64_t seed);

}  // namespace isotrace::program
