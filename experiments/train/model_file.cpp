#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include <input/input_error.hpp>
#include <report/files.hpp>
#include <train/model_file.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using nlohmann::ordered_json;

constexpr const char* format = "isotrace model 1";

void require(const std::filesystem::path& path, bool holds, const std::string& found,
             const std::string& expected) {
  if (!holds) throw InputError(path, 0, found, expected);
}

Model model_of(const ordered_json& json, const std::filesystem::path& path) {
  require(path, json.at("format") == format, "no model of isotrace train", format);
  Model model{{.loss = loss_named(json.at("loss").get<std::string>()),
               .classes = json.at("classes").get<std::vector<std::string>>(),
               .shift = json.at("shift").get<std::vector<double>>(),
               .divisor = json.at("divisor").get<std::vector<double>>()},
              gradient::Perceptron(json.at("widths").get<std::vector<Index>>(),
                                   activation_named(json.at("activation").get<std::string>()))};
  const auto parameters = json.at("parameters").get<std::vector<double>>();
  const auto size = static_cast<std::size_t>(model.net.size());
  require(path, parameters.size() == size, fmt::format("{} parameters", parameters.size()),
          fmt::format("{}", size));
  const Encoding& encoding = model.encoding;
  const auto features = static_cast<std::size_t>(model.net.inputs(0));
  for (const auto* list : {&encoding.shift, &encoding.divisor}) {
    require(path, list->size() == features, fmt::format("{} shifts or divisors", list->size()),
            fmt::format("{}, one for each input", features));
  }
  const Index outputs = model.net.outputs(model.net.layers() - 1);
  require(path, outputs == model.encoding.outputs(), fmt::format("{} outputs", outputs),
          fmt::format("{} by the loss and the classes", model.encoding.outputs()));
  for (const auto* list : {&parameters, &encoding.shift, &encoding.divisor}) {
    for (const double x : *list)
      require(path, std::isfinite(x), "a number that is not finite", "none");
  }
  for (const double x : model.encoding.divisor)
    require(path, x > 0, "a divisor of 0", "positive ones");
  std::copy(parameters.begin(), parameters.end(), model.net.parameters().data);
  return model;
}

}  // namespace

void save_model(const std::filesystem::path& path, const Model& model) {
  const auto parameters = model.net.parameters();
  const ordered_json json = {
      {"format", format},
      {"loss", name_of(model.encoding.loss)},
      {"classes", model.encoding.classes},
      {"shift", model.encoding.shift},
      {"divisor", model.encoding.divisor},
      {"activation", name_of(model.net.activation())},
      {"widths", model.net.widths()},
      {"parameters", std::vector<double>(parameters.data, parameters.data + parameters.rows)}};
  reports::write_text(path, json.dump() + "\n");
}

Model load_model(const std::filesystem::path& path) {
  try {
    return model_of(ordered_json::parse(reports::read_text(path)), path);
  } catch (const nlohmann::json::exception& error) {
    throw InputError(path, 0, "no model of isotrace train (" + std::string(error.what()) + ")",
                     "a file by --save");
  } catch (const OptionError& error) {
    throw InputError(path, 0, "no model of isotrace train (" + std::string(error.what()) + ")",
                     "a file by --save");
  }
}

}  // namespace isotrace::program
