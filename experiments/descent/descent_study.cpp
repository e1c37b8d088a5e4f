#include <descent/descent_study.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cli/stopwatch.hpp>
#include <descent/descent_report.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::program {
namespace {

using gradient::LayerMetric;
using gradient::StepRule;

/// The four metrics with one rule.
void add_metrics(std::vector<gradient::DescentOptions>& descents, StepRule rule, bool whole) {
  for (const auto metric :
       {LayerMetric::euclidean, LayerMetric::mahalanobis, LayerMetric::fisher, LayerMetric::kfac}) {
    descents.push_back(default_descent(metric, rule, whole));
  }
}

ComparisonOptions comparison_options(const DescentTask& task, const DescentStudyOptions& options) {
  ComparisonOptions own;
  add_metrics(own.descents, StepRule::fixed, task.batch == 0);
  add_metrics(own.descents, StepRule::quadratic, task.batch == 0);
  own.tuning.search_damping = true;
  own.epochs = options.epochs.value_or(task.epochs);
  own.batch = task.batch;
  own.seed = options.seed;
  own.seeds = options.seeds;
  own.threads = options.threads;
  own.stop = options.stop;
  return own;
}

/// The model of the first seed that was trained as K-FAC is, by the quadratic model.
const gradient::Perceptron* examined_model(const DescentCase& one) {
  if (!one.task.examined) return nullptr;
  for (const Curve& curve : one.comparison.curves) {
    if (curve.metric == LayerMetric::kfac && curve.rule == StepRule::quadratic) {
      return &curve.runs.front().tuned.result.net;
    }
  }
  return nullptr;
}

void examine(const DescentCase& one, const DescentStudyOptions& options, DescentStudy& study) {
  const gradient::Perceptron* net = examined_model(one);
  if (net == nullptr) return;
  const Dataset data = one.task.task.data(options.seed);
  const TrainedModelOptions own{
      .seed = options.seed, .threads = options.threads, .stop = options.stop};
  for (auto& trace : curvature_traces(one.task.name, *net, data, own)) {
    study.traces.push_back(std::move(trace));
  }
  for (auto& response : layer_responses(one.task.name, *net, data, own)) {
    study.responses.push_back(std::move(response));
  }
}

}  // namespace

DescentStudy descent_study(const DescentStudyOptions& options) {
  if (!options.report.empty()) reports::check_destination(options.report);
  const Stopwatch watch;
  DescentStudy study;
  study.seed = options.seed;
  const auto tasks = descent_tasks(options.only, study.missing);
  if (tasks.empty()) {
    throw OptionError(fmt::format("--only: found no data for {}; ISOTRACE_DATA names their folder",
                                  fmt::join(study.missing, ", ")));
  }
  for (const DescentTask& task : tasks) {
    if (options.stop.requested()) break;
    ComparisonOptions own = comparison_options(task, options);
    if (options.progress) {
      own.progress = [&](Index done, Index all, const std::string& note) {
        options.progress(done, all, fmt::format("{}: {}", task.name, note));
      };
    }
    study.cases.push_back({task, compare(task.task, own)});
    try {
      if (!study.cases.back().comparison.interrupted) examine(study.cases.back(), options, study);
    } catch (const Interrupted&) {  // the tasks remain
    } catch (const Error& error) {
      study.failures.push_back(fmt::format("{}: {}", task.name, error.what()));
    }
  }
  study.interrupted = options.stop.requested();
  if (!options.report.empty() && !study.cases.empty()) {
    descent_report(study).write(options.report);
    study.written = true;
  }
  study.seconds = watch.seconds();
  return study;
}

}  // namespace isotrace::program
