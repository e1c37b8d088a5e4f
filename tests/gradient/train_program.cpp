// isotrace train on data: what it prints, its files, and that it is the same for any threads.
#include <catch2/catch.hpp>

#include <train/comparison.hpp>
#include <train/comparison_tables.hpp>
#include <train/model_file.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include <isotrace/core/error.hpp>
#include "support/data.hpp"
#include "support/program.hpp"
#include "support/random_matrix.hpp"
#include "support/temporary_file.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::program;
using namespace isotrace::test;
using nlohmann::json;

namespace {

/// Three classes of two features, of unequal scales, that overlap.
std::string rows_of_classes() {
  const RowMatrix<double> noise = random_matrix<double>(2, 90, 1);
  std::ostringstream text;
  text << "small,large,kind\n";
  for (Index j = 0; j < 90; ++j) {
    text << 0.01 * (noise(0, j) + static_cast<double>(j % 3)) << ','
         << 100 * (noise(1, j) - static_cast<double>(j % 3)) << ",class " << j % 3 << '\n';
  }
  return text.str();
}

const TemporaryFile classes(rows_of_classes());

std::vector<std::string> train_with(std::vector<std::string> more) {
  std::vector<std::string> words{"train", "--data", classes.path(), "--label", "kind", "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

json without_seconds(json result) {
  for (auto& one : result.is_array() ? result : result = json::array({result})) {
    one.erase("seconds");
    if (one.contains("to_euclidean") && one["to_euclidean"].is_object()) {
      one["to_euclidean"].erase("seconds");
    }
  }
  return result;
}

}  // namespace

TEST_CASE("train compares the metrics, or prints one, with the documented keys") {
  const auto all = json::parse(run_isotrace(train_with({"--json", "--epochs", "30"})).out);
  REQUIRE(all.size() == 4);
  CHECK(all[0]["metric"] == "euclidean");
  CHECK(all[0]["damping"].is_null());
  CHECK(all[0]["step"] > 0);
  CHECK(all[3]["metric"] == "kfac");
  CHECK(all[3]["step"].is_null());
  for (const auto& one : all) {
    CHECK(one["loss"].size() == 30);
    CHECK(one["status"] == "completed");
    CHECK(one["accuracy"]["test"] > 0.3);
    CHECK(one["batch"] == 72);
    CHECK(one["products"] > 0);
  }
  // the badly scaled features are no obstacle in the metric of their covariance
  CHECK(all[3]["loss"].back() < all[0]["loss"].back());
  CHECK(all[3]["accuracy"]["train"] > 0.6);
  const auto one =
      json::parse(run_isotrace(train_with({"--json", "--epochs", "30", "--metric", "kfac"})).out);
  json compared = all[3];
  compared.erase("to_euclidean");
  CHECK(without_seconds(json(one)) == without_seconds(json::array({compared})));
  const auto text = run_isotrace(train_with({"--epochs", "3", "--metric", "fisher"}));
  CHECK(text.status == 0);
  CHECK_THAT(text.out, Catch::Contains("3 classes, 72 rows to train with and 18 to test") &&
                           Catch::Contains("fisher") && Catch::Contains("3 epochs"));
}

TEST_CASE("training has the same bits for every number of threads and again") {
  for (const auto& more : std::vector<std::vector<std::string>>{
           {"--metric", "kfac", "--hidden", "5,4", "--batch", "16"},
           {"--metric", "fisher", "--outputs", "gauss-newton", "--hidden", "4"},
           {"--metric", "mahalanobis", "--rule", "armijo", "--bias", "separate"}}) {
    std::vector<std::string> words{"--json", "--epochs", "4", "--damping", "0.01"};
    words.insert(words.end(), more.begin(), more.end());
    auto one = words;
    one.insert(one.end(), {"--threads", "1"});
    const auto first = without_seconds(json::parse(run_isotrace(train_with(words)).out));
    CHECK(without_seconds(json::parse(run_isotrace(train_with(one)).out)) == first);
    CHECK(first[0]["status"] == "completed");
  }
}

TEST_CASE("a model is saved, read back to the same bits, and goes on from where it was") {
  const auto path = std::filesystem::path(classes.path()).replace_extension("json");
  const std::vector<std::string> fast{"--json", "--metric", "kfac", "--damping", "0.01"};
  auto saving = fast;
  saving.insert(saving.end(), {"--epochs", "5", "--hidden", "3", "--save", path});
  const auto saved = json::parse(run_isotrace(train_with(saving)).out);
  const Model model = load_model(path);
  save_model(path, model);
  const Model again = load_model(path);
  CHECK(eigen(std::as_const(again.net).parameters()) ==
        eigen(std::as_const(model.net).parameters()));
  auto reading = fast;
  reading.insert(reading.end(), {"--epochs", "0", "--load", path});
  const auto evaluated = json::parse(run_isotrace(train_with(reading)).out);
  CHECK(evaluated["accuracy"] == saved["accuracy"]);
  CHECK(evaluated["loss_test"] == saved["loss_test"]);
  CHECK(evaluated["loss"].empty());
  reading[reading.size() - 3] = "5";
  const auto longer = json::parse(run_isotrace(train_with(reading)).out);
  CHECK(longer["loss"].back() < saved["loss"].back());
  const std::string beginning = R"({"format":"isotrace model 1","activation":"tanh","loss":)";
  for (
      const std::string rest :
      {R"("logistic","classes":["a","b","c"],"shift":[0],"divisor":[1],"widths":[1,1],"parameters":[0,0]})",
       R"("squared","classes":["a","b"],"shift":[0],"divisor":[1],"widths":[1,1],"parameters":[0,0]})",
       R"("softmax","classes":["a","a"],"shift":[0],"divisor":[1],"widths":[1,2],"parameters":[0,0,0,0]})",
       R"("squared","classes":[],"shift":[0],"divisor":[-1],"widths":[1,1],"parameters":[0,0]})",
       R"("squared","classes":[],"shift":[null],"divisor":[1],"widths":[1,1],"parameters":[0,0]})",
       R"("squared","classes":[],"shift":[0],"divisor":[1],"widths":[1,9223372036854775807,1],"parameters":[0,0]})",
       R"("squared","classes":[],"shift":[0],"divisor":[1],"widths":[1.5,1],"parameters":[0,0]})",
       R"("squared","classes":[],"shift":[0],"divisor":[1],"widths":[1,1],"parameters":[0]})"}) {
    CAPTURE(rest);
    const TemporaryFile broken(beginning + rest);
    CHECK_THAT(refusal<Error>([&] { load_model(broken.path()); }),
               Catch::Contains(broken.path().string()));
  }
  for (const char* text : {"", "[]", "{\"format\": \"isotrace model 1\"}", "{\"format\": 3}"}) {
    const TemporaryFile broken(text);
    CHECK_THAT(refusal<Error>([&] { load_model(broken.path()); }), Catch::Contains("no model"));
  }
  std::filesystem::remove(path);
}

TEST_CASE(
    "a step that is too long ends with the status diverged and no number that is not finite") {
  for (const char* rule : {"fixed", "armijo"}) {
    const auto run =
        run_isotrace(train_with({"--json", "--metric", "mahalanobis", "--rule", rule, "--damping",
                                 "0", "--step", "1e300", "--epochs", "5", "--loss", "softmax"}));
    CAPTURE(rule, run.out, run.err);
    const auto result = json::parse(run.out);
    if (std::string(rule) == "armijo") {  // it is shortened
      CHECK(run.status == 0);
      continue;
    }
    CHECK(run.status == 1);
    CHECK(result["status"] == "diverged");
    CHECK(run.out.find("nan") == std::string::npos);
  }
}

TEST_CASE("a search goes on where one of its runs is singular, or diverges within an epoch") {
  std::string text;
  const RowMatrix<double> x = random_matrix<double>(2, 40, 3);
  for (Index j = 0; j < 40; ++j) {  // the third feature is the sum of the others
    text += std::to_string(1e4 * x(0, j)) + "," + std::to_string(1e4 * x(1, j)) + "," +
            std::to_string(1e4 * (x(0, j) + x(1, j))) + (j % 3 ? ",a\n" : ",b\n");
  }
  const TemporaryFile dependent(text);
  const auto run = run_isotrace(
      {"train", "--data", dependent.path(), "--label", "4", "--epochs", "5", "--json", "--quiet"});
  CAPTURE(run.err);
  CHECK(run.status == 0);
  for (const auto& one : json::parse(run.out)) CHECK(one["status"] == "completed");
  const auto alone = run_isotrace({"train", "--data", dependent.path(), "--label", "4", "--metric",
                                   "mahalanobis", "--damping", "0", "--epochs", "5", "--quiet"});
  CHECK(alone.status == 1);
  CHECK_THAT(alone.out, Catch::Contains("diverged") && Catch::Contains("pivot"));
  const TemporaryFile huge("1e200,a\n2e200,b\n3e200,a\n4e200,b\n5e200,a\n6e200,b\n");
  std::vector<std::string> large{"train",    "--data", huge.path(), "--label", "2",
                                 "--epochs", "5",      "--json",    "--quiet"};
  CHECK_THAT(run_isotrace(large).err, Catch::Contains("--data: found features whose squares"));
  large.emplace_back("--standardise");
  CHECK(json::parse(run_isotrace(large).out).size() == 4);
  const TemporaryFile labels("1,1e160\n2,2e160\n3,1e160\n4,5e160\n5,1e160\n6,1e160\n");
  CHECK_THAT(
      run_isotrace({"train", "--data", labels.path(), "--label", "2", "--loss", "squared"}).err,
      Catch::Contains("--data: found a loss of inf"));
}

TEST_CASE(
    "options of train that contradict each other are refused before a file is read or written") {
  const auto refused = [](std::vector<std::string> more) {
    std::vector<std::string> words{"train", "--data", "no-such-file.csv", "--label", "kind"};
    words.insert(words.end(), more.begin(), more.end());
    const auto run = run_isotrace(words);
    CHECK(run.status == 2);
    CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
    CHECK(run.err.find("no-such-file") == std::string::npos);
    CHECK(run.out.empty());
    return run.err;
  };
  CHECK_THAT(refused({"--hidden", "4,x"}), Catch::Contains("--hidden") && Catch::Contains("'x'"));
  CHECK_THAT(refused({"--hidden", ","}), Catch::Contains("--hidden"));
  CHECK_THAT(refused({"--save", "no/such/folder/m.json", "--metric", "kfac"}),
             Catch::Contains("--save"));
  CHECK_THAT(refused({"--save", "m.json"}), Catch::Contains("--metric"));
  CHECK_THAT(refused({"--step", "1", "--rule", "quadratic"}), Catch::Contains("--step"));
  CHECK_THAT(refused({"--load", "m.json", "--hidden", "3"}), Catch::Contains("--load"));
  CHECK_THAT(refused({"--momentum", "1"}), Catch::Contains("less than 1"));
  CHECK_THAT(refused({"--test", "1"}), Catch::Contains("less than 1"));
  CHECK_THAT(refused({"--activation", "relu"}), Catch::Contains("--hidden"));
  CHECK_THAT(refused({"--metric", "euclidean", "--damping", "1"}), Catch::Contains("--damping"));
  CHECK_THAT(refused({"--metric", "mahalanobis", "--outputs", "empirical"}),
             Catch::Contains("--outputs"));
  CHECK_THAT(refused({"--metric", "fisher", "--damping-kind", "plain"}),
             Catch::Contains("--damping-kind"));
  const auto words = run_isotrace(train_with({"--loss", "squared"}));
  CHECK(words.status == 2);
  CHECK_THAT(words.err, Catch::Contains(":2: found the label 'class 0'"));
}

TEST_CASE("K-FAC as it is by default reaches the best Euclidean loss in a tenth of its epochs") {
  const auto folder = data_folder({"digits.csv", "breast_cancer.csv"});
  if (!folder) return;
  for (const auto& [file, label, standardise] :
       {std::tuple("digits.csv", "65", false), std::tuple("breast_cancer.csv", "31", true)}) {
    const Table table = read_table(*folder / file, label);
    const TrainingTask task{
        .data =
            [&, standardise = standardise](std::uint64_t seed) {
              return make_dataset(table, std::nullopt, {.standardise = standardise, .seed = seed});
            },
        .beginning =
            [](const Dataset& data, std::uint64_t seed) {
              return beginning(data.encoding, {}, gradient::Activation::tanh, seed);
            }};
    ComparisonOptions options{.epochs = 200, .seeds = 3, .threads = 2};
    options.descents = {
        default_descent(gradient::LayerMetric::euclidean, gradient::StepRule::fixed, true),
        default_descent(gradient::LayerMetric::kfac, gradient::StepRule::quadratic, true)};
    const Comparison comparison = compare(task, options);
    const auto over = [&](std::size_t curve, double (*of)(const EpochEnd&), double never) {
      return spread_at_euclidean(comparison, comparison.curves[curve], of, never).median;
    };
    constexpr double never = std::numeric_limits<double>::infinity();
    const auto epoch = [](const EpochEnd& end) { return static_cast<double>(end.epoch); };
    const auto accuracy = [](const EpochEnd& end) { return end.test.accuracy; };
    CAPTURE(file, over(0, epoch, never), over(1, epoch, never));
    CHECK(over(1, epoch, never) <= 20);
    CHECK(over(1, accuracy, -never) >= over(0, accuracy, -never) - 0.01);
  }
}
