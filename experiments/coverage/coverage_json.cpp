#include <cmath>

#include <nlohmann/json.hpp>

#include <coverage/coverage.hpp>
#include <report/json.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json cell_json(const CoverageCase& cell) {
  const CellInfo& info = cell.info;
  const double ratio = cell.width_ratio();
  Json json{{"matrix", info.matrix},
            {"field", reports::name(info.field)},
            {"metric", info.metric},
            {"n", info.n},
            {"estimator", name(info.entrant.method)},
            {"probe", name(info.entrant.law)}};
  json["matvecs"] = info.matvecs > 0 ? Json(info.matvecs) : Json();
  json["tolerance"] = info.matvecs > 0 ? Json() : Json(info.tolerance);
  json["seeds"] = cell.seeds;
  json["covered"] = cell.covered;
  json["coverage"] = cell.intervals() > 0 ? Json(cell.coverage()) : Json();
  json["p_value"] = cell.p_value;
  json["fails"] = cell.fails;
  json["half_width"] = std::isfinite(cell.half_width) ? Json(cell.half_width) : Json();
  json["rms_error"] = cell.rms_error;
  json["width_ratio"] = std::isfinite(ratio) ? Json(ratio) : Json();
  json["median_matvecs"] = cell.matvecs;
  json["exact"] = cell.exact;
  json["within_tolerance"] = info.matvecs > 0 ? Json() : Json(cell.within);
  json["set"] = name(info.set);
  json["confidence"] = info.confidence;
  json["null"] = cell.null;
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
            {"null", null_cells(result)}};
  json["cells"] = Json::array();
  for (const CoverageCase& cell : result.cells) json["cells"].push_back(cell_json(cell));
  return json.dump();
}

}  // namespace isotrace::program
