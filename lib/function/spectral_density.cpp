#include <isotrace/function/spectral_density.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <isotrace/core/error.hpp>
#include <isotrace/trace/interval.hpp>
#include <isotrace/trace/moments.hpp>

#include <lib/core/instantiate.hpp>
#include "spectral_measures.hpp"

namespace isotrace {
namespace {

using detail::JacobiMatrix;
using detail::Rule;

void check(const DensityOptions& options) {
  if (options.bins < 1) {
    throw OptionError(fmt::format("the bins are {}, expected 1 or more", options.bins));
  }
  if (!(options.width >= 0) || !std::isfinite(options.width)) {
    throw OptionError(fmt::format("the width is {}, expected a number not below 0", options.width));
  }
}

/// Φ(x/σ).
double below(double x, double width) {
  return 0.5 * std::erfc(-x / (width * std::sqrt(2.0)));
}

/// Parts of a measure in the bins, after the Gaussian; they sum up to 1.
std::vector<double> masses(const Rule& rule, const std::vector<double>& edges, double width) {
  std::vector<double> parts(edges.size() - 1, 0.0);
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    double left = below(edges.front() - rule.nodes[i], width);
    for (std::size_t b = 0; b < parts.size(); ++b) {
      const double right = below(edges[b + 1] - rule.nodes[i], width);
      parts[b] += rule.weights[i] * (right - left);
      left = right;
    }
  }
  double sum = 0;
  for (const double part : parts) sum += part;
  for (double& part : parts) part /= sum;
  return parts;
}

JacobiMatrix without_last(JacobiMatrix T) {
  if (T.diagonal.size() < 2) return T;
  T.diagonal.pop_back();
  T.beside.pop_back();
  return T;
}

std::vector<double> equal_edges(double low, double high, Index bins) {
  std::vector<double> edges;
  for (Index b = 0; b <= bins; ++b) {
    edges.push_back(low + (high - low) * (double(b) / static_cast<double>(bins)));
  }
  return edges;
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
};

Range range_of(const std::vector<Rule>& rules) {
  Range range;
  for (const Rule& rule : rules) {
    for (const double node : rule.nodes) {
      range.low = std::min(range.low, node);
      range.high = std::max(range.high, node);
    }
  }
  return range;
}

/// σ, where none is given; of a spectrum of one point a thousandth of its size.
double smoothing(const DensityOptions& options, const Range& range, Index steps) {
  if (options.width > 0) return options.width;
  const double length = range.high - range.low;
  const double size = std::max(std::abs(range.low), std::abs(range.high));
  return std::max({2 * length / static_cast<double>(steps), 1e-3 * size * (length == 0),
                   1e-12 * size, std::numeric_limits<double>::min()});
}

/// A bin's mean over the probes, with its interval; `open` is what their quadratures leave open.
struct Bin {
  double mean;
  Interval interval;
};

Bin bin_of(const std::vector<double>& parts, double open, const Options& options) {
  const Moments moments = moments_of(parts);
  const Interval sample = mean_interval(moments, options.confidence, !options.law.continuous());
  return {moments.mean(), {std::max(0.0, sample.low - open), sample.high + open}};
}

/// Σ of the weights of the nodes that are at most x, and the weights of the last of these nodes and
/// of the next.
struct Cut {
  double sum = 0;
  double last = 0;
  double next = 0;
};

Cut cut_at(const Rule& rule, double x) {
  Cut cut;
  double before = -std::numeric_limits<double>::infinity();
  double after = -before;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    const double node = rule.nodes[i];
    if (node <= x) cut.sum += rule.weights[i];
    if (node <= x && node > before) {
      before = node;
      cut.last = rule.weights[i];
    }
    if (node > x && node < after) {
      after = node;
      cut.next = rule.weights[i];
    }
  }
  return cut;
}

/// Bounds of the measure of (−∞, x]: the sum of the weights of the nodes at most x less that of the
/// last of them, and with the next one; nodes as near to x as their rounding count for the upper
/// bound alone. A recurrence that ended is the measure.
Interval count_bounds(const detail::SpectralMeasure& measure, double x, double epsilon) {
  const Rule rule = detail::gauss_rule(measure.T);
  const double delta = static_cast<double>(rule.nodes.size()) * node_rounding(rule, epsilon);
  const Cut low = cut_at(rule, x - delta);
  const Cut high = cut_at(rule, x + delta);
  if (measure.ended) return {low.sum, high.sum};
  return {low.sum - low.last, high.sum + high.next};
}

}  // namespace

std::vector<double> smoothed_density(const std::vector<double>& eigenvalues,
                                     const std::vector<double>& edges, double width) {
  const auto n = static_cast<double>(eigenvalues.size());
  const Rule all{eigenvalues, std::vector<double>(eigenvalues.size(), 1 / n)};
  std::vector<double> density = masses(all, edges, width);
  for (std::size_t b = 0; b < density.size(); ++b) density[b] *= n / (edges[b + 1] - edges[b]);
  return density;
}

template <class S>
SpectralDensity form_spectral_density(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                      const DensityOptions& density) {
  check(density);
  const auto measures = detail::spectral_measures(form, metric, options, density.steps);
  SpectralDensity out{};
  out.n = form.dim();
  out.probes = static_cast<Index>(measures.probes.size());
  out.steps = std::min(density.steps, out.n);
  out.matvecs = out.probes * out.steps * form.apply_matvecs();
  out.confidence = options.confidence;
  out.seed = options.seed;
  out.status = measures.interrupted ? Status::interrupted : Status::completed;
  if (measures.probes.empty()) return out;
  std::vector<Rule> rules;
  rules.reserve(measures.probes.size());
  for (const auto& measure : measures.probes) rules.push_back(detail::gauss_rule(measure.T));
  const Range range = range_of(rules);
  out.width = smoothing(density, range, out.steps);
  out.edges = equal_edges(range.low - 4 * out.width, range.high + 4 * out.width, density.bins);
  const auto bins = static_cast<std::size_t>(density.bins);
  std::vector<std::vector<double>> parts(bins);
  std::vector<double> open(bins, 0.0);
  for (std::size_t j = 0; j < rules.size(); ++j) {
    const auto whole = masses(rules[j], out.edges, out.width);
    const auto shorter =
        masses(detail::gauss_rule(without_last(measures.probes[j].T)), out.edges, out.width);
    for (std::size_t b = 0; b < bins; ++b) {
      parts[b].push_back(whole[b]);
      open[b] += std::abs(whole[b] - shorter[b]) / static_cast<double>(rules.size());
    }
  }
  for (std::size_t b = 0; b < bins; ++b) {
    const double unit = static_cast<double>(out.n) / (out.edges[b + 1] - out.edges[b]);
    const Bin bin = bin_of(parts[b], open[b], options);
    out.density.push_back(unit * bin.mean);
    out.low.push_back(unit * bin.interval.low);
    out.high.push_back(unit * bin.interval.high);
  }
  return out;
}

template <class S>
CountEstimate form_eigenvalue_count(FormRef<S> form, MetricRef<S> metric, double x,
                                    const Options& options, Index steps) {
  if (std::isnan(x)) throw OptionError("found NaN, expected a number up to which to count");
  const auto measures = detail::spectral_measures(form, metric, options, steps);
  const auto n = static_cast<double>(form.dim());
  std::vector<double> least;
  std::vector<double> greatest;
  for (const auto& measure : measures.probes) {
    const Interval count = count_bounds(measure, x, std::numeric_limits<Real<S>>::epsilon());
    least.push_back(n * count.low);
    greatest.push_back(n * count.high);
  }
  CountEstimate out{};
  out.probes = static_cast<Index>(measures.probes.size());
  out.matvecs = out.probes * std::min(steps, form.dim()) * form.apply_matvecs();
  out.status = measures.interrupted ? Status::interrupted : Status::completed;
  const bool discrete = !options.law.continuous();
  const Interval low = mean_interval(moments_of(least), options.confidence, discrete);
  const Interval high = mean_interval(moments_of(greatest), options.confidence, discrete);
  out.value = (moments_of(least).mean() + moments_of(greatest).mean()) / 2;
  out.interval = {std::max(0.0, low.low), std::min(n, high.high)};
  return out;
}

#define INSTANTIATE(S)                                                                           \
  template SpectralDensity form_spectral_density(FormRef<S>, MetricRef<S>, const Options&,       \
                                                 const DensityOptions&);                         \
  template CountEstimate form_eigenvalue_count(FormRef<S>, MetricRef<S>, double, const Options&, \
                                               Index);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
