#include <converge/study.hpp>

#include <bit>
#include <cmath>

#include <fmt/format.h>

#include <converge/repetitions.hpp>
#include <converge/tally.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/trace/form_values.hpp>

namespace isotrace::program {
namespace {

constexpr Index first_count = 8;
constexpr Index block_width = 64;

void check(const StudyOptions& options) {
  if (options.repetitions < 2) {
    throw OptionError(
        fmt::format("repetitions: found {}, expected 2 or more", options.repetitions));
  }
  if (options.max_probes < 2 * first_count ||
      !std::has_single_bit(static_cast<std::size_t>(options.max_probes))) {
    throw OptionError(fmt::format("max_probes: found {}, expected a power of two from {}",
                                  options.max_probes, 2 * first_count));
  }
}

// Frames have the largest power of two up to 8 and n as size, so that every count has whole frames.
std::vector<Law> laws_of(Field field, Index n) {
  const auto widest = static_cast<std::size_t>(std::min(first_count, n));
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{},
                        Frame{static_cast<Index>(std::bit_floor(widest))}};
  if (field == Field::complex) laws.emplace_back(Phases{});
  return laws;
}

std::vector<Index> counts_up_to(Index most) {
  std::vector<Index> counts;
  for (Index count = first_count; count <= most; count *= 2) counts.push_back(count);
  return counts;
}

/// The squared errors |mean of the first N values − trace|² of independent runs.
template <Scalar S>
class Runs {
 public:
  Runs(FormRef<S> form, MetricRef<S> metric, Wide<S> trace, const StudyOptions& options)
      : form_(form),
        metric_(metric),
        trace_(trace),
        options_(options),
        counts_(counts_up_to(options.max_probes)) {}

  const std::vector<Index>& counts() const { return counts_; }

  /// One row for each finished run, in order.
  Eigen::MatrixXd operator()(const Law& law, const Stream& stream, Tally& tally) const {
    Eigen::MatrixXd errors(options_.repetitions, static_cast<Eigen::Index>(counts_.size()));
    const auto finished =
        repeat({options_.repetitions, options_.threads, options_.stop}, [&](Index r) {
          const auto tag = static_cast<std::uint64_t>(r);
          if (!run(law, stream.substream(tag), errors.row(r))) return false;
          tally.add();
          return true;
        });
    return errors(finished, Eigen::all).eval();
  }

 private:
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  /// Returns false if it was stopped.
  bool run(const Law& law, const Stream& stream, Eigen::MatrixXd::RowXpr errors) const {
    const double moment = second_moment(law, field_of<S>, form_.dim());
    Workspace<S> workspace;
    std::vector<Wide<S>> values(block_width);
    std::vector<double> norms(block_width);
    Wide<S> sum = 0;
    Eigen::Index next = 0;
    for (Index first = 0; first < options_.max_probes; first += block_width) {
      if (stopped()) return false;
      const Index count = std::min(block_width, options_.max_probes - first);
      form_values(form_, metric_, law, stream, {first, count}, workspace, values.data(),
                  norms.data());
      for (Index j = 0; j < count; ++j) {
        sum += values[j] / moment;
        if (first + j + 1 != counts_[next]) continue;
        errors[next] = std::norm(sum / static_cast<double>(counts_[next]) - trace_);
        ++next;
      }
    }
    return true;
  }

  FormRef<S> form_;
  MetricRef<S> metric_;
  Wide<S> trace_;
  const StudyOptions& options_;
  std::vector<Index> counts_;
};

/// Variances that are predicted to take more seconds are not computed.
constexpr double long_seconds = 60;

/// A complex number as a value of a form.
template <class W>
W as(std::complex<double> value) {
  if constexpr (is_complex<W>) {
    return value;
  } else {
    return value.real();
  }
}

/// Root mean squares with their intervals, and the fit.
void measure(LawCurve& curve, const Eigen::MatrixXd& squared, double unit, double rounding) {
  const auto runs = static_cast<double>(squared.rows());
  const Eigen::MatrixXd scaled = squared / (unit * unit);
  curve.runs = squared.rows();
  for (Eigen::Index j = 0; j < scaled.cols(); ++j) {
    const double mean = scaled.col(j).mean();
    const double variance = (scaled.col(j).array() - mean).square().sum() / (runs - 1);
    const double spread = mean > 0 ? 1.96 * 0.5 * std::sqrt(variance / runs) / mean : 0;
    const double rms = std::sqrt(mean);
    curve.rms.push_back(rms);
    curve.rms_low.push_back(rms * std::exp(-spread));
    curve.rms_high.push_back(rms * std::exp(spread));
  }
  if (curve.rms.front() > rounding) curve.fit = fit_power(curve.probes, scaled);
}

}  // namespace

template <Scalar S>
CaseResult study(const CaseInfo& info, FormRef<S> form, MetricRef<S> metric,
                 const StudyOptions& options) {
  check(options);
  CaseResult result{.info = info, .field = field_of<S>, .n = form.dim()};
  std::optional<exact::FormSums> sums;
  Wide<S> trace;
  double rounding = 0;  // of an error
  try {
    const exact::Options exactly{.threads = options.threads, .stop = options.stop};
    if (exact::form_sums_seconds(form, metric) <= long_seconds) {
      sums = exact::form_sums(form, metric, exactly);
      const double size = std::sqrt(sums->frobenius2);
      trace = as<Wide<S>>(sums->trace);
      result.relative = std::abs(trace) > 1e-10 * size;
      rounding = 1e-13 * std::sqrt(static_cast<double>(result.n)) * size;
    } else {
      const auto value = exact::bounded_metric_trace(form, metric, exactly);
      trace = value.value;
      result.relative = std::abs(trace) > 1e3 * value.error;
      rounding = value.error;
    }
  } catch (const Interrupted&) {
    result.interrupted = true;
    return result;
  }
  result.trace = trace;
  result.unit = result.relative ? std::abs(trace) : 1.0;

  const Runs<S> runs(form, metric, trace, options);
  const auto laws = laws_of(field_of<S>, form.dim());
  Tally tally(options.progress, static_cast<Index>(laws.size()) * options.repetitions);
  const Stream stream = Stream{options.seed}.substream("converge").substream(info.name);
  for (std::size_t k = 0; k < laws.size(); ++k) {
    const Law& law = laws[k];
    const Eigen::MatrixXd squared = runs(law, stream.substream(name(law)), tally);
    result.interrupted = result.interrupted || squared.rows() < options.repetitions;
    if (squared.rows() < 2) continue;
    LawCurve curve{.law = std::string(name(law)), .style = static_cast<int>(k)};
    curve.probes = runs.counts();
    if (sums) curve.predicted = std::sqrt(exact::probe_variance(*sums, law)) / result.unit;
    measure(curve, squared, result.unit, rounding / result.unit);
    result.laws.push_back(std::move(curve));
  }
  return result;
}

template CaseResult study(const CaseInfo&, FormRef<double>, MetricRef<double>, const StudyOptions&);
template CaseResult study(const CaseInfo&, FormRef<std::complex<double>>,
                          MetricRef<std::complex<double>>, const StudyOptions&);

}  // namespace isotrace::program
