#include <algorithm>
#include <cstdint>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <bench/bench.hpp>
#include <isotrace/trace/estimate.hpp>
#include <report/report.hpp>

namespace isotrace::program {
namespace {

using Json = nlohmann::ordered_json;

Json case_json(const MeasuredCase& one) {
  Json json;
  json["name"] = one.name;
  json["ratio"] = one.ratio.ratio;
  json["low"] = one.ratio.low;
  json["high"] = one.ratio.high;
  json["limit"] = one.limit;
  json["seconds"] = one.ratio.seconds;
  json["limit_seconds"] = one.ratio.limit_seconds;
  json["rounds"] = one.ratio.rounds;
  json["target"] = one.target ? Json(*one.target) : Json();
  return json;
}

std::string skipped_line(const BenchResult& result) {
  return fmt::format("skipped with {} thread{}, they need 2: {}", result.threads,
                     result.threads == 1 ? "" : "s", fmt::join(result.skipped, ", "));
}

reports::Table table_of(const BenchResult& result) {
  reports::Table table(
      "bench", "Every case",
      {"case", "name", "ratio", "target", "seconds", "limit's seconds", "rounds", "limit"});
  std::int64_t number = 0;
  for (const MeasuredCase& one : result.cases) {
    const Ratio& r = one.ratio;
    table.add_row({++number, one.name, reports::Measured{r.ratio, r.low, r.high},
                   one.target ? reports::Cell(*one.target) : reports::Cell(std::string("none")),
                   r.seconds, r.limit_seconds, static_cast<std::int64_t>(r.rounds), one.limit});
  }
  return table;
}

reports::Plot plot_of(const BenchResult& result) {
  reports::Series measured{.label = "median, and middle 80 % of the rounds",
                           .mark = reports::Mark::error_bars};
  reports::Series targets{.label = "target"};
  for (std::size_t i = 0; i < result.cases.size(); ++i) {
    const MeasuredCase& one = result.cases[i];
    const auto number = static_cast<double>(i + 1);
    measured.x.push_back(number);
    measured.y.push_back(one.ratio.ratio);
    measured.low.push_back(one.ratio.low);
    measured.high.push_back(one.ratio.high);
    if (!one.target) continue;
    targets.x.push_back(number);
    targets.y.push_back(*one.target);
  }
  reports::Plot plot{.name = "bench-ratios",
                     .title = "Time ÷ the limit's time",
                     .subtitle = "below the line: faster than the limit",
                     .x = {.label = "case, by its number in the table"},
                     .y = {.label = "ratio", .scale = reports::Scale::logarithmic},
                     .lines = {{.label = "limit", .at = 1, .vertical = false}}};
  plot.series.push_back(std::move(measured));
  if (!targets.x.empty()) plot.series.push_back(std::move(targets));
  return plot;
}

}  // namespace

std::string text_of(const BenchResult& result) {
  if (result.cases.empty() && result.interrupted) return {};
  std::string out = fmt::format("{:<24}{:>9}{:>9} –{:>9}{:>9}  {}\n", "case", "ratio", "low",
                                "high", "target", "limit");
  for (const MeasuredCase& one : result.cases) {
    const std::string target = one.target ? fmt::format("{:.3g}", *one.target) : "none";
    out += fmt::format("{:<24}{:>9.3g}{:>9.3g} –{:>9.3g}{:>9}  {}\n", one.name, one.ratio.ratio,
                       one.ratio.low, one.ratio.high, target, one.limit);
  }
  for (const auto& [what, seconds] : result.factorisations) {
    out += fmt::format("factorisation, {}: {:.3g} s\n", what, seconds);
  }
  if (!result.growth.empty()) out += growth_table(result.growth).text();
  if (!result.skipped.empty()) out += skipped_line(result) + "\n";
  out += fmt::format("kernels: {}; {:.0f} s in all", result.isa, result.seconds);
  return out;
}

std::string to_json(const BenchResult& result) {
  Json json;
  json["cases"] = Json::array();
  for (const MeasuredCase& one : result.cases) json["cases"].push_back(case_json(one));
  if (!result.growth.empty()) json["growth"] = Json::array();
  for (const GrowthPoint& point : result.growth) {
    json["growth"].push_back({{"dimension", point.dimension},
                              {"n", point.n},
                              {"setup", point.setup},
                              {"probes", point.probes},
                              {"exact", point.exact}});
  }
  json["skipped"] = result.skipped;
  json["factorisation_seconds"] = result.factorisations;
  json["status"] = name(result.interrupted ? Status::interrupted : Status::completed);
  json["threads"] = result.threads;
  json["isa"] = result.isa;
  json["seed"] = result.seed;
  json["seconds"] = result.seconds;
  return json.dump();
}

void write_report(const BenchResult& result, const std::filesystem::path& directory) {
  reports::Report report("isotrace: time against the bare cost",
                         "Each ratio is our time ÷ the limit's, both measured in turn in one "
                         "process, on pinned threads, after a warm call of both: the median over "
                         "the rounds, and the range of their middle 80 %.");
  if (!result.growth.empty()) {
    report.add_section("Growth");
    report.add(growth_plot(result.growth));
    report.add(growth_table(result.growth));
  }
  report.add_section("Ratios");
  if (!result.cases.empty()) report.add(plot_of(result));
  report.add(table_of(result));
  for (const auto& [what, seconds] : result.factorisations) {
    report.add(fmt::format("Factorisation, {}: {:.3g} s.", what, seconds));
  }
  if (!result.skipped.empty()) report.add(skipped_line(result) + ".");
  report.write(directory);
}

}  // namespace isotrace::program
