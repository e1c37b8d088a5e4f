#include <nlohmann/json.hpp>

#include <train/comparison_json.hpp>
#include <train/words.hpp>

namespace isotrace::program {

using gradient::LayerMetric;
using gradient::StepRule;
using nlohmann::ordered_json;

ordered_json json_of(const std::optional<EpochEnd>& there) {
  if (!there) return nullptr;
  return {{"epochs", there->epoch},
          {"seconds", there->seconds},
          {"products", there->products},
          {"accuracy", {{"train", there->train.accuracy}, {"test", there->test.accuracy}}},
          {"loss_test", there->test.loss}};
}

ordered_json json_of(const TrainingRun& run, Index batch) {
  const auto& [descent, result] = run.tuned;
  std::vector<double> loss;
  for (const EpochEnd& end : result.epochs) loss.push_back(end.train.loss);
  const bool none = result.epochs.empty();
  ordered_json json = {{"metric", name_of(descent.metric)},
                       {"loss", loss},
                       {"accuracy", {{"train", run.train.accuracy}, {"test", run.test.accuracy}}},
                       {"loss_test", run.test.loss},
                       {"step", descent.step},
                       {"damping", descent.damping},
                       {"epochs", result.epochs.size()},
                       {"batch", batch},
                       {"products", none ? 0 : result.epochs.back().products},
                       {"seconds", none ? 0 : result.epochs.back().seconds},
                       {"seed", run.seed},
                       {"status", name_of(result.status)},
                       {"rule", name_of(descent.rule)},
                       {"momentum", descent.momentum}};
  if (descent.rule == StepRule::quadratic) {  // the model finds both
    json["step"] = nullptr;
    if (descent.momentum > 0) json["momentum"] = nullptr;
  }
  if (descent.metric == LayerMetric::euclidean && descent.rule != StepRule::quadratic) {
    json["damping"] = nullptr;
  }
  return json;
}

}  // namespace isotrace::program
