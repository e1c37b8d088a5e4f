#pragma once

#include <filesystem>

#include <isotrace/gradient/perceptron.hpp>
#include <train/dataset.hpp>

namespace isotrace::program {

/// A trained model: what it reads and predicts, and the perceptron.
struct Model {
  Encoding encoding;
  gradient::Perceptron net;
};

/// Writes a model as JSON, whose numbers read back to the same bits. Throws Error with the reason.
void save_model(const std::filesystem::path& path, const Model& model);

/// Throws InputError for a file that is no model: no JSON, a key missing or of another type,
/// numbers that are too many, too few or not finite.
Model load_model(const std::filesystem::path& path);

}  // namespace isotrace::program
