#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include <descent/descent_report.hpp>
#include <descent/descent_study.hpp>
#include <train/comparison_json.hpp>
#include <train/comparison_tables.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json case_json(const DescentCase& one) {
  Json json;
  json["name"] = one.task.name;
  json["title"] = one.task.title;
  json["curves"] = Json::array();
  for (const Curve& curve : one.comparison.curves) {
    Json runs = Json::array();
    for (const TrainingRun& run : curve.runs) {
      runs.push_back(json_of(run, one.task.batch));
      runs.back()["to_euclidean"] = json_of(reach_euclidean(one.comparison, run));
    }
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

Json response_json(const LayerResponse& one) {
  const auto& e = one.estimate;
  return {{"model", one.model},
          {"layer", one.layer},
          {"rows", one.rows},
          {"n", one.cols},
          {"average", one.average},
          {"exact", one.exact},
          {"value", e.value},
          {"interval", {e.interval.low, e.interval.high}},
          {"operator_norm", one.operator_norm}};
}

}  // namespace

std::string text_of(const DescentStudy& study) {
  std::string out;
  for (const auto& one : study.cases) {
    out += fmt::format("{}\n{}\n", one.task.title,
                       comparison_table(one.task.name, one.comparison).text());
  }
  if (!study.traces.empty()) out += trace_table(study.traces).text() + "\n";
  if (!study.responses.empty()) out += response_table(study.responses).text();
  for (const auto& failure : study.failures) out += failure + "\n";
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
  json["responses"] = Json::array();
  for (const auto& one : study.responses) json["responses"].push_back(response_json(one));
  json["failures"] = study.failures;
  json["missing"] = study.missing;
  return json.dump();
}

}  // namespace isotrace::program
