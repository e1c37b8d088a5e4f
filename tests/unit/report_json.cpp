#include <catch2/catch.hpp>

#include <cmath>

#include <nlohmann/json.hpp>

#include <report/json.hpp>

using namespace isotrace;
using nlohmann::ordered_json;

namespace {

const reports::RunInfo info{.quantity = "trace",
                            .estimator = "hutchinson",
                            .probe = "sphere",
                            .n = 4884,
                            .field = Field::real,
                            .threads = 2,
                            .seconds = 0.4};

Estimate<double> real_estimate() {
  return {1.0 / 3.0, 0.01, 0.95, {1.48, 1.52}, Status::completed, 1000, 999, 18446744073709551615U};
}

std::vector<std::string> keys(const ordered_json& json) {
  std::vector<std::string> names;
  for (const auto& item : json.items()) names.push_back(item.key());
  return names;
}

}  // namespace

TEST_CASE("an estimate's JSON has the program's keys in their order") {
  const auto json = ordered_json::parse(reports::to_json(real_estimate(), info));
  CHECK(keys(json) == std::vector<std::string>{"quantity", "value", "standard_error", "confidence",
                                               "interval", "status", "matvecs", "probes",
                                               "estimator", "method", "probe", "n", "field", "seed",
                                               "threads", "seconds"});
}

TEST_CASE("an estimate's JSON reads back to the same values") {
  const auto json = ordered_json::parse(reports::to_json(real_estimate(), info));
  CHECK(json["value"].get<double>() == 1.0 / 3.0);
  CHECK(json["interval"] == ordered_json::array({1.48, 1.52}));
  CHECK(json["seed"].get<std::uint64_t>() == 18446744073709551615U);
  CHECK(json["status"] == "completed");
  CHECK(json["probes"] == 999);
  CHECK(json["field"] == "real");
}

TEST_CASE("what one probe cannot estimate is null in JSON") {
  auto estimate = real_estimate();
  estimate.standard_error = std::nan("");
  estimate.interval = {std::nan(""), std::nan("")};
  const auto json = ordered_json::parse(reports::to_json(estimate, info));
  CHECK(json["standard_error"].is_null());
  CHECK(json["interval"].is_null());
}

TEST_CASE("a complex estimate's JSON has real and imaginary parts") {
  const Estimate<std::complex<double>> estimate{
      {1.5, -2.5}, 0.1, 0.9, {{1.0, 2.0}, {-3.0, -2.0}}, Status::interrupted, 8, 8, 1};
  const auto json = ordered_json::parse(reports::to_json(estimate, info));
  CHECK(json["value"] == ordered_json{{"re", 1.5}, {"im", -2.5}});
  CHECK(json["interval"]["re"] == ordered_json::array({1.0, 2.0}));
  CHECK(json["interval"]["im"] == ordered_json::array({-3.0, -2.0}));
}

TEST_CASE("an expected value follows the value in JSON") {
  auto with_expected = info;
  with_expected.expected = 2.5;
  const auto json = ordered_json::parse(reports::to_json(real_estimate(), with_expected));
  CHECK(keys(json).at(2) == "expected");
  CHECK(json["expected"] == 2.5);
}
