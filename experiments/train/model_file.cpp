#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>

#include <input/input_error.hpp>
#include <report/files.hpp>
#include <train/model_file.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using nlohmann::json;

constexpr const char* format = "isotrace model 1";

void require(const std::filesystem::path& path, bool holds, const std::string& found,
             const std::string& expected) {
  if (!holds) throw InputError(path, 0, found, expected);
}

std::vector<double> finite_numbers(const json& list, const std::filesystem::path& path) {
  auto numbers = list.get<std::vector<double>>();
  for (const double x : numbers) {
    require(path, std::isfinite(x), "a number that is not finite", "finite ones");
  }
  return numbers;
}

/// Widths whose perceptron has so many parameters.
std::vector<Index> widths_of(const json& list, std::size_t parameters,
                             const std::filesystem::path& path) {
  require(path, list.is_array(), fmt::format("widths of type {}", list.type_name()), "a list");
  std::vector<Index> widths;
  double size = 0;
  for (const auto& width : list) {
    require(path,
            width.is_number_unsigned() && width.get<std::uint64_t>() <= 1'000'000 &&
                width.get<std::uint64_t>() > 0,
            "the width " + (width.is_number() ? width.dump() : width.type_name()),
            "an integer from 1 to 1000000");
    if (!widths.empty()) {
      size += width.get<double>() * (static_cast<double>(widths.back()) + 1);
    }
    widths.push_back(width.get<Index>());
  }
  require(path, size == static_cast<double>(parameters), fmt::format("{} parameters", parameters),
          fmt::format("{} by the widths", size));
  return widths;
}

void check_encoding(const Encoding& encoding, const gradient::Perceptron& net,
                    const std::filesystem::path& path) {
  const auto features = static_cast<std::size_t>(net.inputs(0));
  for (const auto* list : {&encoding.shift, &encoding.divisor}) {
    require(path, list->size() == features, fmt::format("{} shifts or divisors", list->size()),
            fmt::format("{}, one for each input", features));
  }
  for (const double x : encoding.divisor) {
    require(path, x > 0, fmt::format("the divisor {}", x), "a positive one");
  }
  const std::set<std::string> different(encoding.classes.begin(), encoding.classes.end());
  const std::size_t classes = different.size();
  const bool right = encoding.loss == LossKind::squared    ? classes == 0
                     : encoding.loss == LossKind::logistic ? classes == 2
                                                           : classes >= 2;
  require(path, right && classes == encoding.classes.size(), fmt::format("{} classes", classes),
          "none for the squared loss, two for the logistic one, else two and more");
  const Index outputs = net.outputs(net.layers() - 1);
  require(path, outputs == encoding.outputs(), fmt::format("{} outputs", outputs),
          fmt::format("{} by the loss and the classes", encoding.outputs()));
}

Model model_of(const json& file, const std::filesystem::path& path) {
  require(path, file.at("format") == format, "no model of isotrace train", format);
  const auto parameters = finite_numbers(file.at("parameters"), path);
  Encoding encoding;
  encoding.loss = loss_named(file.at("loss").get<std::string>());
  encoding.classes = file.at("classes").get<std::vector<std::string>>();
  encoding.shift = finite_numbers(file.at("shift"), path);
  encoding.divisor = finite_numbers(file.at("divisor"), path);
  gradient::Perceptron net(widths_of(file.at("widths"), parameters.size(), path),
                           activation_named(file.at("activation").get<std::string>()));
  Model model{std::move(encoding), std::move(net)};
  check_encoding(model.encoding, model.net, path);
  std::copy(parameters.begin(), parameters.end(), model.net.parameters().data);
  return model;
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& reason) {
  throw InputError(path, 0, "no model of isotrace train (" + reason + ")", "a file by --save");
}

/// The reason without the library's number, and without the end of a long number that overflows.
std::string reason_of(const json::exception& error) {
  constexpr std::size_t longest = 80;
  const std::string text = error.what();
  return text.substr(text.find("] ") + 2, longest);
}

}  // namespace

std::string model_text(const Model& model) {
  const auto parameters = model.net.parameters();
  const nlohmann::ordered_json file = {
      {"format", format},
      {"loss", name_of(model.encoding.loss)},
      {"classes", model.encoding.classes},
      {"shift", model.encoding.shift},
      {"divisor", model.encoding.divisor},
      {"activation", name_of(model.net.activation())},
      {"widths", model.net.widths()},
      {"parameters", std::vector<double>(parameters.data, parameters.data + parameters.rows)}};
  return file.dump() + "\n";
}

Model parse_model(const std::string& text, const std::filesystem::path& path) {
  try {
    return model_of(json::parse(text), path);
  } catch (const json::parse_error& error) {
    refuse(path, fmt::format("no JSON at byte {}", error.byte));
  } catch (const json::exception& error) {
    refuse(path, reason_of(error));
  } catch (const OptionError& error) {
    refuse(path, error.what());
  }
}

void save_model(const std::filesystem::path& path, const Model& model) {
  reports::write_text(path, model_text(model));
}

Model load_model(const std::filesystem::path& path) {
  return parse_model(reports::read_text(path), path);
}

}  // namespace isotrace::program
