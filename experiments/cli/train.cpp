#include <fmt/format.h>

#include <algorithm>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/option_kinds.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/split.hpp>
#include <cli/train_text.hpp>
#include <cli/vector_file.hpp>
#include <input/input_error.hpp>
#include <report/report.hpp>
#include <train/comparison.hpp>
#include <train/model_file.hpp>
#include <train/train_report.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using gradient::LayerMetric;
using gradient::StepRule;

std::vector<Index> widths_of(const std::string& text) {
  std::vector<Index> widths;
  for (const auto& word : split_at_commas(text)) {
    const auto width = parse_count(word);
    if (!width || *width < 1 || *width > 1'000'000) {
      throw OptionError(
          fmt::format("--hidden: found {}, expected widths from 1 to 1000000, "
                      "separated by commas",
                      program::quoted(word)));
    }
    widths.push_back(static_cast<Index>(*width));
  }
  if (widths.empty()) throw OptionError("--hidden: found no width, expected some, such as 64,32");
  return widths;
}

std::vector<LayerMetric> metrics_of(const TrainArguments& a) {
  if (!a.metric.empty()) return {metric_named(a.metric)};
  return {LayerMetric::euclidean, LayerMetric::mahalanobis, LayerMetric::fisher, LayerMetric::kfac};
}

/// A step that is given is fixed. Else the quadratic model finds it, and in the Euclidean metric,
/// for a gradient method as it is commonly used, a search.
gradient::DescentOptions descent_of(const TrainArguments& a, LayerMetric metric, bool whole) {
  const bool fixed = a.step || metric == LayerMetric::euclidean;
  const StepRule rule = !a.rule.empty() ? rule_named(a.rule)
                        : fixed         ? StepRule::fixed
                                        : StepRule::quadratic;
  gradient::DescentOptions o = default_descent(metric, rule, whole);
  if (a.outputs) o.outputs = outputs_named(*a.outputs);
  if (a.bias) o.homogeneous = *a.bias == "coupled";
  if (a.damping_kind) o.damping_kind = damping_named(*a.damping_kind);
  if (a.momentum) o.momentum = *a.momentum;
  return o;
}

/// Refuses an option that a metric, where one is chosen, does not use.
void check_metric(const TrainArguments& a) {
  if (a.metric.empty()) return;
  const LayerMetric metric = metric_named(a.metric);
  const bool outputs = metric == LayerMetric::fisher || metric == LayerMetric::kfac;
  const bool inputs = metric == LayerMetric::mahalanobis || metric == LayerMetric::kfac;
  const auto refuse = [&](bool given, bool used, const char* option, const char* what) {
    if (!given || used) return;
    throw OptionError(
        fmt::format("{}: found beside --metric {}, which has no {}", option, a.metric, what));
  };
  refuse(a.outputs.has_value(), outputs, "--outputs", "matrix Y");
  refuse(a.bias.has_value(), inputs, "--bias", "covariance");
  refuse(a.damping_kind.has_value(), outputs && inputs, "--damping-kind", "two matrices");
  refuse(a.damping.has_value(), outputs || inputs || a.rule == "quadratic", "--damping",
         "matrix to damp");
}

void check(const TrainArguments& a) {
  check_metric(a);
  if (a.hidden_given) widths_of(a.hidden);
  if (a.activation && !a.hidden_given) {
    throw OptionError("--activation: found without --hidden, expected both");
  }
  if (a.save) check_output("--save", *a.save);
  if (a.save && a.metric.empty()) {
    throw OptionError("--save: found no --metric, expected one: only one model is saved");
  }
  if (a.save && a.seeds > 1) {
    throw OptionError(fmt::format(
        "--save: found beside --seeds {}, expected one seed: only one model is saved", a.seeds));
  }
  if (a.report && a.epochs == Index{0}) {
    throw OptionError("--report: found beside --epochs 0, expected an epoch at least");
  }
  if (a.report) {
    reports::check_destination(*a.report);
    reports::check_gnuplot();
  }
  if (a.step && a.rule == "quadratic") {
    throw OptionError("--step: found a number beside --rule quadratic, which finds the step");
  }
  if (a.load && (a.hidden_given || a.standardise || !a.loss.empty())) {
    throw OptionError(
        "--load: found beside --hidden, --standardise or --loss, expected none of "
        "them: the model has its own");
  }
}

/// The data as a model that was loaded reads them, or as the options say.
Dataset dataset_of(const TrainArguments& a, const Table& table, const std::optional<Model>& model,
                   std::uint64_t seed) {
  const SplitOptions split{a.test, a.standardise, seed};
  if (model) return make_dataset(table, model->encoding, split);
  std::optional<LossKind> loss;
  if (!a.loss.empty()) loss = loss_named(a.loss);
  return make_dataset(table, loss, split);
}

TrainingTask task_of(const TrainArguments& a, const Table& table,
                     const std::optional<Model>& model) {
  const std::vector<Index> hidden = a.hidden_given ? widths_of(a.hidden) : std::vector<Index>{};
  const auto activation = activation_named(a.activation.value_or("tanh"));
  return {.data = [&](std::uint64_t seed) { return dataset_of(a, table, model, seed); },
          .beginning =
              [&, hidden, activation](const Dataset& data, std::uint64_t seed) {
                return model ? model->net : beginning(data.encoding, hidden, activation, seed);
              }};
}

ComparisonOptions options_of(const TrainArguments& a, Index rows) {
  ComparisonOptions options;
  options.epochs = a.epochs.value_or(100);
  options.batch = a.batch.value_or(0);
  options.tuning = {.step = a.step, .damping = a.damping};
  options.seed = a.common.seed;
  options.seeds = a.seeds;
  options.threads = a.common.thread_count();
  options.stop = &watch_interrupt();
  const bool whole = options.batch == 0 || options.batch >= rows;
  for (const LayerMetric metric : metrics_of(a)) {
    options.descents.push_back(descent_of(a, metric, whole));
  }
  options.progress = progress_bar_with_note(a.common.quiet);
  return options;
}

void note_table(const TrainArguments& a, const Table& table, const Dataset& data) {
  if (a.common.quiet) return;
  if (table.foreign_heading) {
    print_error(fmt::format("{}:1: found another number of fields than below, not read",
                            shown_path(a.data)));
  }
  if (a.standardise && !data.constant.empty()) {
    print_error(fmt::format("--standardise: {} constant features, such as {}, became 0",
                            data.constant.size(), program::quoted(data.constant.front())));
  }
}

int status_of(const Comparison& comparison) {
  if (comparison.interrupted) return status::interrupted;
  for (const Curve& curve : comparison.curves) {
    for (const TrainingRun& run : curve.runs) {
      if (run.tuned.result.status == TrainingStatus::diverged) return status::failed;
    }
  }
  return status::done;
}

bool has_epochs(const Comparison& comparison) {
  const auto any = [](const auto& runs) {
    return std::any_of(runs.begin(), runs.end(),
                       [](const TrainingRun& run) { return !run.tuned.result.epochs.empty(); });
  };
  return std::any_of(comparison.curves.begin(), comparison.curves.end(),
                     [&](const Curve& curve) { return any(curve.runs); });
}

}  // namespace

int run_train(const TrainArguments& arguments) {
  check(arguments);
  std::optional<Model> model;
  if (arguments.load) model = load_model(*arguments.load);
  const Table table = read_table(arguments.data, arguments.label);
  const Dataset data = dataset_of(arguments, table, model, arguments.common.seed);
  const Comparison comparison =
      compare(task_of(arguments, table, model), options_of(arguments, data.train.size()));
  if (arguments.save) {
    const TrainingRun& run = comparison.curves.front().runs.front();
    save_model(*arguments.save, {data.encoding, run.tuned.result.net});
  }
  if (arguments.report && !has_epochs(comparison)) {
    print_error("--report: not written, as no epoch was completed");
  } else if (arguments.report) {
    train_report(arguments.data.filename().string() + ": " + about(data), comparison)
        .write(*arguments.report);
  }
  print_out(arguments.common.json ? train_json(arguments, comparison, data.train.size())
                                  : train_text(arguments, comparison, data));
  note_table(arguments, table, data);
  return status_of(comparison);
}

}  // namespace isotrace::program
