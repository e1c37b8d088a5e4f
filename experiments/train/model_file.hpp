#pragma once

#include <filesystem>
#include <string>

#include <isotrace/gradient/perceptron.hpp>
#include <train/dataset.hpp>

namespace isotrace::program {

/// A trained model: what it reads and predicts, and the perceptron.
struct Model {
  Encoding encoding;
  gradient::Perceptron net;
};

/// A model as JSON, whose numbers read back to the same bits.
std::string model_text(const Model& model);
/// The model of such a text, which the path names in messages. Throws InputError for a text that is
/// no model: no JSON, a key missing or of another type, numbers that are too many, too few or not
/// finite.
Model parse_model(const std::string& text, const std::filesystem::path& path);

/// Writes the text of a model to a file. Throws Error with the reason.
void save_model(const std::filesystem::path& path, const Model& model);
/// Reads it. Throws as parse_model does, and Error if the file cannot be read.
Model load_model(const std::filesystem::path& path);

}  // namespace isotrace::program
