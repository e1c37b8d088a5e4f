#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/option_kinds.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/split.hpp>
#include <cli/stopwatch.hpp>
#include <cli/vector_file.hpp>
#include <input/input_error.hpp>
#include <train/model_file.hpp>
#include <train/search.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using gradient::LayerMetric;
using gradient::StepRule;
using nlohmann::ordered_json;

/// What one metric led to.
struct TrainedModel {
  Tuned tuned;
  Quality train, test;
  double seconds;  ///< of the run that was chosen
  std::int64_t products;
};

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
  gradient::DescentOptions o;
  o.metric = metric;
  o.outputs = outputs_named(a.outputs.value_or("fisher"));
  o.homogeneous = a.bias.value_or("coupled") == "coupled";
  o.damping_kind = damping_named(a.damping_kind.value_or("factored"));
  o.refresh = whole ? 1 : 10;
  const bool fixed = a.step || metric == LayerMetric::euclidean;
  o.rule = !a.rule.empty() ? rule_named(a.rule) : fixed ? StepRule::fixed : StepRule::quadratic;
  o.momentum = a.momentum.value_or(o.rule == StepRule::quadratic ? 0.9 : 0);
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
  if (a.activation && !a.hidden_given) {
    throw OptionError("--activation: found without --hidden, expected both");
  }
  if (a.save) check_output("--save", *a.save);
  if (a.save && a.metric.empty()) {
    throw OptionError("--save: found no --metric, expected one: only one model is saved");
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
Dataset dataset_of(const TrainArguments& a, const Table& table, const std::optional<Model>& model) {
  const SplitOptions split{a.test, a.standardise, a.common.seed};
  if (model) return make_dataset(table, model->encoding, split);
  std::optional<LossKind> loss;
  if (!a.loss.empty()) loss = loss_named(a.loss);
  return make_dataset(table, loss, split);
}

TrainingOptions options_of(const TrainArguments& a) {
  TrainingOptions options;
  if (a.hidden_given) options.hidden = widths_of(a.hidden);
  options.activation = activation_named(a.activation.value_or("tanh"));
  options.epochs = a.epochs.value_or(100);
  options.batch = a.batch.value_or(0);
  options.seed = a.common.seed;
  options.stop = &watch_interrupt();
  return options;
}

TrainedModel trained(const TrainArguments& a, LayerMetric metric, const Dataset& data,
                     const std::optional<Model>& model) {
  TrainingOptions options = options_of(a);
  const bool whole = options.batch == 0 || options.batch >= data.train.size();
  const auto tried = candidates(descent_of(a, metric, whole),
                                {.step = a.step, .damping = a.damping}, data.train.X);
  const auto total = static_cast<Index>(tried.size()) * options.epochs;
  if (const auto bar = progress_bar_with_note(a.common.quiet)) {
    options.progress = [bar, total, word = name_of(metric)](Index done, double loss) {
      bar(done, total, fmt::format("{}, loss {:.4g}", word, loss));
    };
  }
  TrainedModel out{
      best_of(tried, model ? model->net : beginning(data.encoding, options), data, options),
      {},
      {},
      0,
      0};
  const TrainingResult& result = out.tuned.result;
  out.train = quality(result.net, data.encoding, data.train);
  if (data.test.size() > 0) {
    out.test = quality(result.net, data.encoding, data.test);
  } else {
    out.test = {std::nan(""), std::nan("")};
  }
  if (!result.seconds.empty()) {
    out.seconds = result.seconds.back();
    out.products = result.products.back();
  }
  return out;
}

const char* word(TrainingStatus status) {
  switch (status) {
    case TrainingStatus::completed: return "completed";
    case TrainingStatus::diverged: return "diverged";
    case TrainingStatus::interrupted: return "interrupted";
  }
  return "completed";
}

ordered_json json_of(const TrainedModel& m, const TrainArguments& a, const Dataset& data) {
  const auto& descent = m.tuned.descent;
  const TrainingResult& result = m.tuned.result;
  const auto batch = std::min<Index>(a.batch.value_or(data.train.size()), data.train.size());
  ordered_json json = {{"metric", name_of(descent.metric)},
                       {"loss", result.loss},
                       {"accuracy", {{"train", m.train.accuracy}, {"test", m.test.accuracy}}},
                       {"loss_test", m.test.loss},
                       {"step", descent.step},
                       {"damping", descent.damping},
                       {"epochs", result.loss.size()},
                       {"batch", batch},
                       {"products", m.products},
                       {"seconds", m.seconds},
                       {"seed", a.common.seed},
                       {"status", word(result.status)},
                       {"rule", name_of(descent.rule)},
                       {"momentum", descent.momentum}};
  if (descent.rule == StepRule::quadratic) {  // the model finds both
    json["step"] = nullptr;
    if (descent.momentum > 0) json["momentum"] = nullptr;
  }
  if (descent.metric == LayerMetric::euclidean && descent.rule != StepRule::quadratic) {
    json["damping"] = nullptr;
  }
  return json;
}

std::string text_of(const TrainedModel& m) {
  const auto& descent = m.tuned.descent;
  const TrainingResult& result = m.tuned.result;
  std::string text =
      fmt::format("{:<12}loss {}", name_of(descent.metric),
                  std::isfinite(m.train.loss) ? fmt::format("{:.4g}", m.train.loss) : "not finite");
  if (std::isfinite(m.train.accuracy)) text += fmt::format(", accuracy {:.4f}", m.train.accuracy);
  if (std::isfinite(m.test.loss)) text += fmt::format("; test loss {:.4g}", m.test.loss);
  if (std::isfinite(m.test.accuracy)) text += fmt::format(", accuracy {:.4f}", m.test.accuracy);
  text += fmt::format("\n{:<12}", "");
  if (descent.rule == StepRule::quadratic) {
    text += "step by the quadratic model";
  } else {
    text += fmt::format("step {:.3g}{}", descent.step,
                        descent.rule == StepRule::armijo ? " by Armijo's rule" : "");
  }
  if (descent.metric != LayerMetric::euclidean)
    text += fmt::format(", damping {:.2g}", descent.damping);
  text +=
      fmt::format("; {} epochs, {:.3g} s, {}", result.loss.size(), m.seconds, word(result.status));
  return text + (result.cause.empty() ? "\n" : fmt::format(": {}\n", result.cause));
}

std::string heading(const Dataset& data) {
  return fmt::format(
      "{} features, {}, {} rows to train with and {} to test\n", data.encoding.shift.size(),
      data.encoding.classes.empty() ? "a number to predict"
                                    : fmt::format("{} classes", data.encoding.classes.size()),
      data.train.size(), data.test.size());
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

int status_of(const std::vector<TrainedModel>& models) {
  for (const auto& m : models) {
    if (m.tuned.result.status == TrainingStatus::interrupted) return status::interrupted;
  }
  const bool diverged = std::any_of(models.begin(), models.end(), [](const auto& m) {
    return m.tuned.result.status == TrainingStatus::diverged;
  });
  return diverged ? status::failed : status::done;
}

}  // namespace

int run_train(const TrainArguments& arguments) {
  check(arguments);
  options_of(arguments);  // refuses widths before a file is read
  std::optional<Model> model;
  if (arguments.load) model = load_model(*arguments.load);
  const Table table = read_table(arguments.data, arguments.label);
  const Dataset data = dataset_of(arguments, table, model);
  std::vector<TrainedModel> models;
  for (const LayerMetric metric : metrics_of(arguments)) {
    models.push_back(trained(arguments, metric, data, model));
    if (models.back().tuned.result.status == TrainingStatus::interrupted) break;
  }
  if (arguments.save) save_model(*arguments.save, {data.encoding, models.front().tuned.result.net});
  std::string text;
  if (arguments.common.json) {
    ordered_json all = ordered_json::array();
    for (const auto& m : models) all.push_back(json_of(m, arguments, data));
    text = (arguments.metric.empty() ? all : all.front()).dump() + "\n";
  } else {
    text = heading(data);
    for (const auto& m : models) text += text_of(m);
  }
  print_out(text);
  note_table(arguments, table, data);
  return status_of(models);
}

}  // namespace isotrace::program
