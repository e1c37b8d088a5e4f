#include <density/density_report.hpp>

#include <fmt/format.h>

#include <report/json.hpp>

namespace isotrace::program {
namespace {

reports::Table table_of(const DensityResult& result) {
  const SpectralDensity& d = result.density;
  std::vector<std::string> columns{"from", "to", "density"};
  if (!result.exact.empty()) columns.emplace_back("exact");
  reports::Table table("density-bins", "Eigenvalues by length, in each bin", columns);
  for (std::size_t b = 0; b < d.density.size(); ++b) {
    std::vector<reports::Cell> row{d.edges[b], d.edges[b + 1],
                                   reports::Measured{d.density[b], d.low[b], d.high[b]}};
    if (!result.exact.empty()) row.emplace_back(result.exact[b]);
    table.add_row(std::move(row));
  }
  return table;
}

std::string how(const DensityResult& result) {
  const SpectralDensity& d = result.density;
  return fmt::format(
      "{} eigenvalues, smoothed by a Gaussian of width {:.4g}; {} probes of {} steps, "
      "{}, seed {}, {:.3g} s",
      d.n, d.width, d.probes, d.steps, reports::name(result.field), d.seed, result.seconds);
}

}  // namespace

std::string text_of(const DensityResult& result) {
  const std::string end = result.density.status == Status::interrupted ? ", interrupted\n" : "\n";
  return table_of({.density = result.density}).text() + how(result) + end;
}

reports::Report density_report(const DensityResult& result) {
  const SpectralDensity& d = result.density;
  reports::Series bins{.label = fmt::format("estimate, with {:g} % intervals", 100 * d.confidence),
                       .mark = reports::Mark::error_bars};
  reports::Series exact{.label = "exact", .mark = reports::Mark::lines};
  for (std::size_t b = 0; b < d.density.size(); ++b) {
    bins.x.push_back((d.edges[b] + d.edges[b + 1]) / 2);
    bins.y.push_back(d.density[b]);
    bins.low.push_back(d.low[b]);
    bins.high.push_back(d.high[b]);
    if (result.exact.empty()) continue;
    exact.x.push_back(bins.x.back());
    exact.y.push_back(result.exact[b]);
  }
  reports::Plot plot{.name = "density",
                     .title = "Density of the eigenvalues",
                     .caption = how(result) + ".",
                     .x = {.label = "eigenvalue"},
                     .y = {.label = "eigenvalues by length"},
                     .legend = reports::Legend::below};
  plot.series.push_back(std::move(bins));
  if (!exact.x.empty()) plot.series.push_back(std::move(exact));
  reports::Report report("isotrace: density of eigenvalues");
  report.add_section(
      "Density",
      "n times the mean of the probes' spectral measures, each by Lanczos quadrature, "
      "convolved with a Gaussian. The intervals hold for each bin on its own, and "
      "include the estimated error of the quadrature.");
  report.add(std::move(plot));
  report.add(table_of(result));
  return report;
}

}  // namespace isotrace::program
