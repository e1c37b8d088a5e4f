#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include <descent/descent_report.hpp>
#include <descent/descent_study.hpp>
#include <train/comparison_pictures.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json run_json(const Comparison& comparison, const TrainingRun& run) {
  const auto& result = run.tuned.result;
  const bool none = result.epochs.empty();
  const auto there = reach_euclidean(comparison, run);
  Json json;
  json["seed"] = run.seed;
  json["step"] = run.tuned.descent.step;
  if (run.tuned.descent.rule == gradient::StepRule::quadratic) json["step"] = nullptr;
  json["damping"] = run.tuned.descent.damping;
  json["loss"] = run.train.loss;
  json["loss_test"] = run.test.loss;
  json["accuracy"] = {{"train", run.train.accuracy}, {"test", run.test.accuracy}};
  json["products"] = none ? 0 : result.epochs.back().products;
  json["seconds"] = none ? 0 : result.epochs.back().seconds;
  json["diverged"] = result.status == TrainingStatus::diverged;
  json["to_euclidean"] = there ? Json{{"epochs", there->epoch},
                                      {"products", there->products},
                                      {"seconds", there->seconds},
                                      {"accuracy_test", there->test.accuracy},
                                      {"loss_test", there->test.loss}}
                               : Json();
  return json;
}

Json case_json(const DescentCase& one) {
  Json json;
  json["name"] = one.task.name;
  json["title"] = one.task.title;
  json["epochs"] = one.task.epochs;
  json["curves"] = Json::array();
  for (const Curve& curve : one.comparison.curves) {
    Json runs = Json::array();
    for (const TrainingRun& run : curve.runs) runs.push_back(run_json(one.comparison, run));
    json["curves"].push_back(
        {{"metric", name_of(curve.metric)}, {"rule", name_of(curve.rule)}, {"runs", runs}});
  }
  return json;
}

Json trace_json(const CurvatureTrace& one) {
  const auto& e = one.estimate;
  return {{"model", one.model},
          {"matrix", one.curvature == gradient::Curvature::hessian ? "hessian" : "gauss-newton"},
          {"metric", one.kfac ? "kfac" : "euclidean"},
          {"method", name(one.method)},
          {"n", one.n},
          {"exact", one.exact},
          {"value", e.value},
          {"interval", {e.interval.low, e.interval.high}},
          {"matvecs", e.matvecs}};
}

Json norm_json(const LayerNorm& one) {
  const auto& e = one.estimate;
  return {{"model", one.model},
          {"layer", one.layer},
          {"rows", one.rows},
          {"n", one.cols},
          {"average", one.average},
          {"exact", one.exact},
          {"value", e.value},
          {"interval", {e.interval.low, e.interval.high}},
          {"operator_norm", one.greatest}};
}

}  // namespace

std::string text_of(const DescentStudy& study) {
  std::string out;
  for (const auto& one : study.cases) {
    out += fmt::format("{}\n{}\n", one.task.title,
                       comparison_table(one.task.name, one.comparison).text());
  }
  if (!study.traces.empty()) out += trace_table(study.traces).text() + "\n";
  if (!study.norms.empty()) out += norm_table(study.norms).text();
  if (!study.missing.empty()) {
    out += fmt::format("without data: {}\n", fmt::join(study.missing, ", "));
  }
  return out;
}

std::string to_json(const DescentStudy& study) {
  Json json;
  json["study"] = "training";
  json["status"] = name(study.interrupted ? Status::interrupted : Status::completed);
  json["seed"] = study.seed;
  json["seconds"] = study.seconds;
  json["tasks"] = Json::array();
  for (const auto& one : study.cases) json["tasks"].push_back(case_json(one));
  json["traces"] = Json::array();
  for (const auto& one : study.traces) json["traces"].push_back(trace_json(one));
  json["norms"] = Json::array();
  for (const auto& one : study.norms) json["norms"].push_back(norm_json(one));
  json["missing"] = study.missing;
  return json.dump();
}

}  // namespace isotrace::program
