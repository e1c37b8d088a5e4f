#include <cmath>

#include <nlohmann/json.hpp>

#include <coverage/coverage.hpp>
#include <report/json.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json case_json(const CoverageCase& coverage_case) {
  const CoverageSetting& info = coverage_case.info;
  const double ratio = coverage_case.width_ratio();
  Json json{{"matrix", info.matrix},
            {"field", reports::name(info.field)},
            {"metric", info.metric},
            {"n", info.n},
            {"estimator", name(info.method_and_law.method)},
            {"probe", name(info.method_and_law.law)}};
  json["matvecs"] = info.matvecs > 0 ? Json(info.matvecs) : Json();
  json["tolerance"] = info.matvecs > 0 ? Json() : Json(info.tolerance);
  json["seeds"] = coverage_case.seeds;
  json["covered"] = coverage_case.covered;
  json["coverage"] = coverage_case.intervals() > 0 ? Json(coverage_case.coverage()) : Json();
  json["p_value"] = coverage_case.p_value;
  json["fails"] = coverage_case.fails;
  json["half_width"] =
      std::isfinite(coverage_case.half_width) ? Json(coverage_case.half_width) : Json();
  json["rms_error"] = coverage_case.rms_error;
  json["width_ratio"] = std::isfinite(ratio) ? Json(ratio) : Json();
  json["median_matvecs"] = coverage_case.matvecs;
  json["exact"] = coverage_case.exact;
  json["within_tolerance"] = info.matvecs > 0 ? Json() : Json(coverage_case.within);
  json["set"] = name(info.set);
  json["confidence"] = info.confidence;
  json["null"] = coverage_case.null;
  return json;
}

}  // namespace

std::string to_json(const CoverageResult& result) {
  Json json{{"study", "coverage"},
            {"passed", !result.interrupted && result.failing == 0},
            {"status", name(result.interrupted ? Status::interrupted : Status::completed)},
            {"seed", result.seed},
            {"bound", result.verdict.bound()},
            {"alpha", result.verdict.alpha},
            {"failing", result.failing},
            {"seconds", result.seconds},
            {"margin", result.verdict.margin},
            {"null", null_cases(result)}};
  json["cells"] = Json::array();
  for (const CoverageCase& coverage_case : result.cases)
    json["cells"].push_back(case_json(coverage_case));
  return json.dump();
}

}  // namespace isotrace::program
