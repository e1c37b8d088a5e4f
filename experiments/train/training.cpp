#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <cli/stopwatch.hpp>
#include <isotrace/core/error.hpp>
#include <train/order.hpp>
#include <train/training.hpp>

namespace isotrace::program {
namespace {

using gradient::Perceptron;

/// The numbers of the samples of each step of an epoch.
std::vector<std::vector<Index>> batches(Index samples, const TrainingOptions& options,
                                        Index epoch) {
  const auto order = shuffled(samples, Stream{options.seed}.substream("batches").substream(
                                           static_cast<std::uint64_t>(epoch)));
  std::vector<std::vector<Index>> all;
  for (Index first = 0; first < samples; first += options.batch) {
    const Index last = std::min(samples, first + options.batch);
    all.emplace_back(order.begin() + first, order.begin() + last);
  }
  return all;
}

/// How an epoch ended.
enum class Epoch { complete, stopped, diverged };

Epoch run_epoch(gradient::Descent& descent, const Dataset& data, const TrainingOptions& options,
                Index epoch) {
  const Samples& all = data.train;
  const auto finite_step = [&](const Samples& batch) {
    return std::isfinite(descent.step(view(batch.X), view(batch.T)));
  };
  if (options.batch == 0 || options.batch >= all.size()) {
    return finite_step(all) ? Epoch::complete : Epoch::diverged;
  }
  for (const auto& numbers : batches(all.size(), options, epoch)) {
    if (options.stop.requested()) return Epoch::stopped;
    if (!finite_step(all.chosen(numbers))) return Epoch::diverged;
  }
  return Epoch::complete;
}

Index most_likely(ConstBlockView<double> Z, Index j) {
  Index best = 0;
  for (Index i = 1; i < Z.rows; ++i) {
    if (Z(i, j) > Z(best, j)) best = i;
  }
  return best;
}

}  // namespace

Quality quality(const Perceptron& net, const Encoding& encoding, const Samples& samples) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  if (samples.size() == 0) return {unknown, unknown};
  gradient::Propagation propagation(net);
  propagation.forward(view(samples.X));
  const ConstBlockView<double> Z = propagation.outputs();
  const double count = static_cast<double>(samples.size());
  const double loss = make_loss(encoding.loss)->total(Z, view(samples.T)) / count;
  if (encoding.loss == LossKind::squared) return {loss, unknown};
  Index right = 0;
  for (Index j = 0; j < samples.size(); ++j) {
    const bool hit = encoding.loss == LossKind::softmax ? samples.T(most_likely(Z, j), j) == 1
                                                        : (Z(0, j) > 0) == (samples.T(0, j) == 1);
    right += hit ? 1 : 0;
  }
  return {loss, static_cast<double>(right) / count};
}

namespace {

/// The loss by which a divergence is told: that of the beginning, or of outputs zero.
double first_loss(const Perceptron& from, const Dataset& data) {
  const double loss = std::max(quality(from, data.encoding, data.train).loss,
                               quality(Perceptron(from.widths()), data.encoding, data.train).loss);
  if (std::isfinite(loss)) return loss;
  throw OptionError(
      fmt::format("--data: found a loss of {} at the beginning, expected a finite one: the numbers "
                  "are too large",
                  loss));
}

}  // namespace

Perceptron beginning(const Encoding& encoding, const std::vector<Index>& hidden,
                     gradient::Activation activation, std::uint64_t seed) {
  std::vector<Index> widths{static_cast<Index>(encoding.shift.size())};
  widths.insert(widths.end(), hidden.begin(), hidden.end());
  widths.push_back(encoding.outputs());
  Perceptron net(widths, activation);
  if (!hidden.empty()) net.initialise(Stream{seed}.substream("parameters"));
  return net;
}

TrainingResult train(const Perceptron& from, const Dataset& data, const TrainingOptions& options) {
  constexpr double far = 1000;
  const auto loss = make_loss(data.encoding.loss);
  TrainingResult result{from, {}, TrainingStatus::completed, {}};
  Perceptron net = result.net;
  gradient::Descent descent(net, *loss, options.descent, Stream{options.seed}.substream("labels"));
  const double first = first_loss(net, data);
  const auto diverged = [&](const std::string& cause) {
    result.status = TrainingStatus::diverged;
    result.cause = cause;
  };
  double seconds = 0;
  for (Index epoch = 0; epoch < options.epochs; ++epoch) {
    Epoch end = options.stop.requested() ? Epoch::stopped : Epoch::complete;
    const Stopwatch watch;
    try {
      if (end == Epoch::complete) end = run_epoch(descent, data, options, epoch);
    } catch (const MetricError& error) {
      diverged(error.what());
      break;
    } catch (const NotFiniteError& error) {
      diverged(error.what());
      break;
    }
    seconds += watch.seconds();
    if (end == Epoch::stopped) {
      result.status = TrainingStatus::interrupted;
      break;
    }
    const Quality after = quality(net, data.encoding, data.train);
    if (end == Epoch::diverged) {
      diverged("a batch's loss is not finite");
      break;
    }
    if (!std::isfinite(after.loss) || after.loss / far > first) {
      diverged(std::isfinite(after.loss) ? fmt::format("the loss grew to {:.3g}", after.loss)
                                         : "the loss is not finite");
      break;
    }
    result.net = net;
    result.epochs.push_back(
        {epoch + 1, after, quality(net, data.encoding, data.test), seconds, descent.products()});
    if (options.progress) options.progress(epoch + 1, after.loss);
  }
  return result;
}

}  // namespace isotrace::program
