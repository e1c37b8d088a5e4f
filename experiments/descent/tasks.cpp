#include <descent/tasks.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>

#include <reference/data_folder.hpp>

namespace isotrace::program {
namespace {

namespace fs = std::filesystem;
using gradient::Activation;

using SharedTable = std::shared_ptr<const Table>;

std::function<gradient::Perceptron(const Dataset&, std::uint64_t)> with_hidden(
    std::vector<Index> hidden) {
  return [hidden = std::move(hidden)](const Dataset& data, std::uint64_t seed) {
    return beginning(data.encoding, hidden, Activation::tanh, seed);
  };
}

std::function<Dataset(std::uint64_t)> classes_of(const SharedTable& table, bool standardise) {
  return [table, standardise](std::uint64_t seed) {
    return make_dataset(*table, std::nullopt, {.standardise = standardise, .seed = seed});
  };
}

/// The inputs are what is to be predicted.
std::function<Dataset(std::uint64_t)> itself(const SharedTable& table, double divisor) {
  return [table, divisor](std::uint64_t seed) {
    Dataset data = make_dataset(*table, std::nullopt, {.seed = seed});
    const auto n = static_cast<std::size_t>(table->features.rows());
    data.encoding = {.loss = LossKind::squared,
                     .classes = {},
                     .numbers = table->features.rows(),
                     .shift = std::vector<double>(n, 0),
                     .divisor = std::vector<double>(n, divisor)};
    for (Samples* part : {&data.train, &data.test}) {
      part->X /= divisor;
      part->T = part->X;
    }
    return data;
  };
}

DescentTask scaled() {
  return {.name = "scaled",
          .title = "a badly scaled logistic model",
          .description =
              "Two classes by a logistic model of 20 normal inputs, seen through a matrix "
              "of condition 1000 with random singular vectors: 1000 samples, made by the "
              "seed. Linear model.",
          .task = {.data = [](std::uint64_t seed) { return badly_scaled(20, 1000, 0.2, seed); },
                   .beginning = with_hidden({})},
          .examined = true};
}

DescentTask digits(const SharedTable& table) {
  return {.name = "digits",
          .title = "digits, linear model",
          .description = "1797 handwritten digits of 8 × 8 pixels. Softmax of a linear model.",
          .task = {.data = classes_of(table, false), .beginning = with_hidden({})}};
}

DescentTask digits_deep(const SharedTable& table) {
  return {.name = "digits-deep",
          .title = "digits, hidden layer of 32",
          .description = "The same digits, with a hidden layer of 32.",
          .task = {.data = classes_of(table, false), .beginning = with_hidden({32})},
          .examined = true};
}

DescentTask breast_cancer(const SharedTable& table) {
  return {.name = "breast-cancer",
          .title = "breast cancer, linear model",
          .description =
              "569 samples of 30 measurements, benign or malignant, standardised. "
              "Logistic loss of a linear model.",
          .task = {.data = classes_of(table, true), .beginning = with_hidden({})}};
}

DescentTask autoencoder(const SharedTable& table) {
  return {.name = "autoencoder",
          .title = "autoencoder of digits",
          .description =
              "The digits through hidden layers of 48, 24, 12, 24, 48 to themselves: the "
              "squared loss of the pixels, from 0 to 1. Steps on 128 samples.",
          .task = {.data = itself(table, 16), .beginning = with_hidden({48, 24, 12, 24, 48})},
          .epochs = 50,
          .batch = 128};
}

}  // namespace

const std::vector<std::string>& descent_task_names() {
  static const std::vector<std::string> names{"scaled", "digits", "digits-deep", "autoencoder",
                                              "breast-cancer"};
  return names;
}

std::vector<DescentTask> descent_tasks(const std::vector<std::string>& names,
                                       std::vector<std::string>& missing) {
  const auto folder = data_folder();
  const auto wanted = [&](const std::string& name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<DescentTask> tasks;
  if (wanted("scaled")) tasks.push_back(scaled());
  const auto add = [&](const char* file, const char* label,
                       std::initializer_list<DescentTask (*)(const SharedTable&)> makers) {
    const bool found = folder && fs::exists(*folder / file);
    const auto table =
        found ? std::make_shared<const Table>(read_table(*folder / file, label)) : SharedTable();
    for (const auto make : makers) {
      DescentTask task = make(table);
      if (!wanted(task.name)) continue;
      if (found)
        tasks.push_back(std::move(task));
      else
        missing.push_back(task.name);
    }
  };
  add("digits.csv", "65", {digits, digits_deep, autoencoder});
  add("breast_cancer.csv", "31", {breast_cancer});
  return tasks;
}

}  // namespace isotrace::program
