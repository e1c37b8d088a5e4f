#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <converge/converge.hpp>
#include <converge/pictures.hpp>
#include <report/json.hpp>
#include <verification/verification_text.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json pair(const Interval& interval) {
  return Json::array({interval.low, interval.high});
}

Json law_json(const LawCurve& curve) {
  Json json;
  json["law"] = curve.law;
  json["runs"] = curve.runs;
  json["probes"] = curve.probes;
  json["rms"] = curve.rms;
  json["slope"] = curve.fit ? Json(curve.fit->slope) : Json();
  json["slope_interval"] = curve.fit ? pair(curve.fit->slope_interval) : Json();
  json["constant"] = curve.fit ? Json(curve.fit->constant) : Json();
  json["constant_interval"] = curve.fit ? pair(curve.fit->constant_interval) : Json();
  json["predicted_constant"] = curve.predicted ? Json(*curve.predicted) : Json();
  return json;
}

Json case_json(const CaseResult& result) {
  Json json;
  json["name"] = result.info.name;
  json["title"] = result.info.title;
  json["field"] = reports::name(result.field);
  json["n"] = result.n;
  json["trace"] = result.field == Field::complex
                      ? Json{{"re", result.trace.real()}, {"im", result.trace.imag()}}
                      : Json(result.trace.real());
  json["unit"] = result.unit;
  json["laws"] = Json::array();
  for (const auto& curve : result.laws) json["laws"].push_back(law_json(curve));
  return json;
}

Json map_json(const AverageMaximum& map) {
  Json json;
  json["name"] = map.name;
  json["rows"] = map.rows;
  json["n"] = map.cols;
  json["rank"] = map.rank;
  json["probes"] = map.probes;
  json["rms"] = map.rms_estimate;
  json["rms_interval"] = pair(map.rms_interval);
  json["rms_exact"] = map.rms_exact;
  json["maximum"] = map.maximum;
  return json;
}

}  // namespace

std::string text_of(const ConvergeResult& result) {
  std::string out;
  for (const auto& one : result.cases) {
    out += fmt::format("{} (n = {}, {})\n{}\n", one.info.title, one.n, reports::name(one.field),
                       fit_table(one).text());
  }
  if (!result.maps.empty()) out += map_table(result.maps).text();
  if (result.battery) out.append("\n").append(text_of(*result.battery));
  return out;
}

std::string to_json(const ConvergeResult& result) {
  Json json;
  json["status"] = name(result.interrupted ? Status::interrupted : Status::completed);
  json["seed"] = result.seed;
  json["seconds"] = result.seconds;
  json["cases"] = Json::array();
  for (const auto& one : result.cases) json["cases"].push_back(case_json(one));
  json["maps"] = Json::array();
  for (const auto& map : result.maps) json["maps"].push_back(map_json(map));
  if (result.battery) json["verification"] = json_of(*result.battery);
  return json.dump();
}

}  // namespace isotrace::program
