#include <nlohmann/json.hpp>

#include <reference/accuracy_pictures.hpp>
#include <report/json.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json curve_json(const AccuracyCase& one, const AccuracyCurve& curve) {
  Json json{{"estimator", name(curve.method_and_law.method)},
            {"probe", name(curve.method_and_law.law)},
            {"refused", curve.refused},
            {"matvecs", curve.matvecs},
            {"runs", curve.runs},
            {"error", curve.error}};
  json["reference"] = Json::array();
  json["within"] = Json::array();
  for (std::size_t i = 0; i < curve.matvecs.size(); ++i) {
    const auto against = comparison_of(one, curve, i);
    json["reference"].push_back(against ? Json(against->reference) : Json());
    json["within"].push_back(against ? Json(against->within) : Json());
  }
  if (curve.method_and_law.method == Method::automatic) {
    json["chosen"] = Json::array();
    for (std::size_t i = 0; i < curve.matvecs.size(); ++i) {
      json["chosen"].push_back(chosen_at(curve, i));
    }
  }
  return json;
}

Json cases_json(const std::vector<AccuracyCase>& cases) {
  Json json = Json::array();
  for (const AccuracyCase& one : cases) {
    Json item{{"matrix", one.matrix},
              {"metric", one.metric},
              {"field", reports::name(one.field)},
              {"n", one.n}};
    item["trace"] = one.field == Field::complex
                        ? Json{{"re", one.trace.real()}, {"im", one.trace.imag()}}
                        : Json(one.trace.real());
    item["curves"] = Json::array();
    for (const auto& curve : one.curves) item["curves"].push_back(curve_json(one, curve));
    json.push_back(std::move(item));
  }
  return json;
}

}  // namespace

std::string to_json(const ReferenceResult& result) {
  const Json json{{"study", "reference-matrices"},
                  {"status", name(result.interrupted ? Status::interrupted : Status::completed)},
                  {"seed", result.seed},
                  {"seconds", result.seconds},
                  {"cases", cases_json(result.cases)},
                  {"pairs", cases_json(result.pairs)},
                  {"note", result.note}};
  return json.dump();
}

}  // namespace isotrace::program
