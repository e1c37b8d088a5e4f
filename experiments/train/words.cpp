#include <fmt/format.h>

#include <array>
#include <utility>

#include <input/input_error.hpp>
#include <isotrace/core/error.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using gradient::Activation;
using gradient::Damping;
using gradient::LayerMetric;
using gradient::OutputMatrix;
using gradient::StepRule;

template <class T, std::size_t N>
using Words = std::array<std::pair<const char*, T>, N>;

constexpr Words<LossKind, 3> losses{{{"squared", LossKind::squared},
                                     {"logistic", LossKind::logistic},
                                     {"softmax", LossKind::softmax}}};
constexpr Words<Activation, 3> activations{
    {{"tanh", Activation::tanh}, {"relu", Activation::relu}, {"identity", Activation::identity}}};
constexpr Words<LayerMetric, 4> metrics{{{"euclidean", LayerMetric::euclidean},
                                         {"mahalanobis", LayerMetric::mahalanobis},
                                         {"fisher", LayerMetric::fisher},
                                         {"kfac", LayerMetric::kfac}}};
constexpr Words<StepRule, 3> rules{
    {{"fixed", StepRule::fixed}, {"armijo", StepRule::armijo}, {"quadratic", StepRule::quadratic}}};
constexpr Words<OutputMatrix, 3> outputs{{{"fisher", OutputMatrix::fisher},
                                          {"empirical", OutputMatrix::empirical},
                                          {"gauss-newton", OutputMatrix::gauss_newton}}};
constexpr Words<TrainingStatus, 3> statuses{{{"completed", TrainingStatus::completed},
                                             {"diverged", TrainingStatus::diverged},
                                             {"interrupted", TrainingStatus::interrupted}}};
constexpr Words<Damping, 2> dampings{{{"plain", Damping::plain}, {"factored", Damping::factored}}};

template <class T, std::size_t N>
std::string name(const Words<T, N>& words, T value) {
  for (const auto& [word, one] : words) {
    if (one == value) return word;
  }
  return words.front().first;
}

template <class T, std::size_t N>
T named(const Words<T, N>& words, std::string_view word) {
  for (const auto& [one, value] : words) {
    if (one == word) return value;
  }
  throw OptionError(fmt::format("found {}, expected a word such as {}", program::quoted(word),
                                words.front().first));
}

}  // namespace

std::string name_of(TrainingStatus status) {
  return name(statuses, status);
}

std::string name_of(LossKind loss) {
  return name(losses, loss);
}
std::string name_of(Activation activation) {
  return name(activations, activation);
}
std::string name_of(LayerMetric metric) {
  return name(metrics, metric);
}
std::string name_of(StepRule rule) {
  return name(rules, rule);
}
LossKind loss_named(std::string_view word) {
  return named(losses, word);
}
Activation activation_named(std::string_view word) {
  return named(activations, word);
}
LayerMetric metric_named(std::string_view word) {
  return named(metrics, word);
}
StepRule rule_named(std::string_view word) {
  return named(rules, word);
}
OutputMatrix outputs_named(std::string_view word) {
  return named(outputs, word);
}
Damping damping_named(std::string_view word) {
  return named(dampings, word);
}

}  // namespace isotrace::program
