#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <isotrace/gradient/loss.hpp>
#include <train/table.hpp>

namespace isotrace::program {

/// What is minimised, by name.
enum class LossKind { squared, logistic, softmax };

std::unique_ptr<const gradient::Loss> make_loss(LossKind kind);

/// What a model reads and predicts, so that it can be used on another file.
struct Encoding {
  LossKind loss = LossKind::softmax;
  std::vector<std::string> classes;    ///< none for the squared loss, whose labels are numbers
  Index numbers = 1;                   ///< of a sample that the squared loss predicts
  std::vector<double> shift, divisor;  ///< of each feature

  Index outputs() const {
    if (loss == LossKind::squared) return numbers;
    return loss == LossKind::softmax ? static_cast<Index>(classes.size()) : 1;
  }
};

/// Inputs n × N and labels m × N, as a loss takes them.
struct Samples {
  RowMatrix<double> X, T;
  Index size() const { return X.cols(); }
  /// The samples with these numbers.
  Samples chosen(const std::vector<Index>& numbers) const;
};

struct SplitOptions {
  double test = 0.2;         ///< part of the rows
  bool standardise = false;  ///< mean 0 and variance 1 of each feature on the training part
  std::uint64_t seed = 1;
};

struct Dataset {
  Encoding encoding;
  Samples train, test;
  std::vector<std::string> constant = {};  ///< features that are constant in training
};

/// The classes of labels, in the order of their numbers if all are numbers, else of the alphabet;
/// by default the loss is logistic for two classes and softmax for more. Throws OptionError for one
/// class, for three and more with the logistic loss, for classes with less than two rows each on
/// average, for a part without rows, and for one class in the training part; InputError, with the
/// line, for a label that is no number with the squared loss, and for a feature that overflows when
/// it is standardised.
Dataset make_dataset(const Table& table, std::optional<LossKind> loss, const SplitOptions& options);

/// The same rows by an encoding that is given, perhaps all of one class. Throws OptionError for
/// another number of features; InputError for a label that is no class of the encoding, and as
/// above.
Dataset make_dataset(const Table& table, const Encoding& encoding, const SplitOptions& options);

}  // namespace isotrace::program
