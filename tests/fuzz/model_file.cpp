// Bytes as a model's file. A refusal is one line of the agreed form. What is accepted is written as
// it was read, key by key, and its parts belong together.
#include <nlohmann/json.hpp>

#include <optional>
#include <string>

#include <fuzz/contradiction.hpp>
#include <fuzz/refusal.hpp>
#include <fuzz/target.hpp>
#include <input/input_error.hpp>
#include <train/model_file.hpp>

namespace isotrace::fuzz {
namespace {

using nlohmann::json;
using program::Model;

std::optional<Model> model_of(const std::string& text) {
  try {
    return program::parse_model(text, "f");
  } catch (const program::InputError& error) {
    check_refusal(error.what(), "f");
    return std::nullopt;
  }
}

void check_parts(const Model& model) {
  const auto inputs = static_cast<std::size_t>(model.net.inputs(0));
  const auto& encoding = model.encoding;
  require(encoding.shift.size() == inputs && encoding.divisor.size() == inputs,
          "shifts or divisors of other inputs");
  require(model.net.outputs(model.net.layers() - 1) == encoding.outputs(), "other outputs");
  require(eigen(model.net.parameters()).allFinite(), "a parameter that is not finite");
}

}  // namespace

bool run_target(std::string_view bytes) {
  const std::string text(bytes);
  const auto model = model_of(text);
  if (!model) return true;
  check_parts(*model);
  const std::string written = program::model_text(*model);
  const json before = json::parse(text);
  const json after = json::parse(written);
  for (const auto& [key, value] : after.items()) {
    require(before.at(key) == value, "what was read changes when it is written: " + key);
  }
  const auto again = model_of(written);
  require(again.has_value(), "what was read is refused when written");
  require(program::model_text(*again) == written, "what was written is read as another model");
  return true;
}

}  // namespace isotrace::fuzz
