#include <report/json.hpp>

#include <cmath>

#include <nlohmann/json.hpp>

namespace isotrace::reports {
namespace {

using Json = nlohmann::ordered_json;

Json number(double x) {
  return std::isfinite(x) ? Json(x) : Json(nullptr);
}

Json number(std::complex<double> z) {
  return {{"re", number(z.real())}, {"im", number(z.imag())}};
}

Json bounds(const Interval& interval) {
  if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return nullptr;
  return Json::array({interval.low, interval.high});
}

Json bounds(const ComplexInterval& interval) {
  Json re = bounds(interval.re);
  Json im = bounds(interval.im);
  if (re.is_null() || im.is_null()) return nullptr;
  return {{"re", std::move(re)}, {"im", std::move(im)}};
}

template <class T>
std::string object(const Estimate<T>& estimate, const RunInfo& info) {
  Json json;
  json["quantity"] = info.quantity;
  json["value"] = number(estimate.value);
  if (info.expected) json["expected"] = number(*info.expected);
  json["standard_error"] = number(estimate.standard_error);
  json["confidence"] = number(estimate.confidence);
  json["interval"] = bounds(estimate.interval);
  json["status"] = name(estimate.status);
  json["matvecs"] = estimate.matvecs;
  json["probes"] = estimate.probes;
  json["estimator"] = info.estimator;
  json["method"] = name(estimate.method);
  json["probe"] = info.probe;
  json["n"] = info.n;
  json["field"] = name(info.field);
  json["seed"] = estimate.seed;
  json["threads"] = info.threads;
  json["seconds"] = number(info.seconds);
  if (info.steps) {
    json["steps"] = *info.steps;
    json["quadrature_error"] = number(info.quadrature_error);
    json["enclosed"] = info.enclosed;
  }
  return json.dump();
}

}  // namespace

std::string name(Field field) {
  return field == Field::complex ? "complex" : "real";
}

std::string to_json(const Estimate<double>& estimate, const RunInfo& info) {
  return object(estimate, info);
}

std::string to_json(const Estimate<std::complex<double>>& estimate, const RunInfo& info) {
  return object(estimate, info);
}

}  // namespace isotrace::reports
