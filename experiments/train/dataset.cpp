#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include <input/input_error.hpp>
#include <input/number.hpp>
#include <isotrace/core/error.hpp>
#include <train/dataset.hpp>
#include <train/order.hpp>

namespace isotrace::program {
namespace {

/// Different labels, in ascending order.
std::vector<std::string> classes_of(const std::vector<std::string>& labels) {
  const std::set<std::string> different(labels.begin(), labels.end());
  std::vector<std::string> classes(different.begin(), different.end());
  const bool numbers = std::all_of(classes.begin(), classes.end(),
                                   [](const auto& c) { return parse_number(c).has_value(); });
  if (numbers) {
    std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
      return *parse_number(a) < *parse_number(b);
    });
  }
  return classes;
}

void check_classes(const std::vector<std::string>& classes, LossKind loss, Index rows) {
  const auto count = static_cast<Index>(classes.size());
  if (count < 2) {
    throw OptionError(fmt::format("--label: found the class {} in every row, expected at least two",
                                  program::quoted(classes.front())));
  }
  if (2 * count > rows) {
    throw OptionError(fmt::format(
        "--label: found {} classes in {} rows, expected at most {}; the label of --loss squared is "
        "a number",
        count, rows, rows / 2));
  }
  if (loss == LossKind::logistic && count > 2) {
    throw OptionError(
        fmt::format("--loss: found logistic for {} classes, expected softmax", count));
  }
}

bool is_constant(const RowMatrix<double>& features, Index i, const std::vector<Index>& train) {
  return std::all_of(train.begin(), train.end(),
                     [&](Index j) { return features(i, j) == features(i, train.front()); });
}

/// Shifts and divisors by the training part; a constant feature becomes 0.
void standardise(const RowMatrix<double>& features, const std::vector<Index>& train,
                 Encoding& encoding) {
  const auto count = static_cast<double>(train.size());
  for (Index i = 0; i < features.rows(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    encoding.shift[k] = features(i, train.front());
    if (is_constant(features, i, train)) continue;
    const auto values = features.row(i)(train);
    const double mean = values.mean();
    encoding.shift[k] = mean;
    encoding.divisor[k] = std::sqrt((values.array() - mean).square().sum() / count);
  }
}

RowMatrix<double> targets(const std::vector<std::string>& labels, const Encoding& encoding) {
  const auto rows = static_cast<Index>(labels.size());
  RowMatrix<double> T = RowMatrix<double>::Zero(encoding.outputs(), rows);
  for (Index j = 0; j < rows; ++j) {
    const std::string& label = labels[static_cast<std::size_t>(j)];
    if (encoding.loss == LossKind::squared) {
      const auto number = parse_number(label);
      if (!number || !std::isfinite(*number)) {
        throw OptionError(fmt::format("--label: found {}, expected a number, as --loss is squared",
                                      program::quoted(label)));
      }
      T(0, j) = *number;
      continue;
    }
    const auto& classes = encoding.classes;
    const auto found = std::find(classes.begin(), classes.end(), label);
    if (found == classes.end()) {
      throw OptionError(
          fmt::format("--label: found {}, which is no class of the model", program::quoted(label)));
    }
    const Index k = found - classes.begin();
    if (encoding.loss == LossKind::softmax) {
      T(k, j) = 1;
    } else {
      T(0, j) = static_cast<double>(k);
    }
  }
  return T;
}

Samples encoded(const Table& table, const Encoding& encoding) {
  if (static_cast<Index>(encoding.shift.size()) != table.features.rows()) {
    throw OptionError(fmt::format("--data: found {} features, expected {}, as the model has",
                                  table.features.rows(), encoding.shift.size()));
  }
  Samples samples{table.features, targets(table.labels, encoding)};
  for (Index i = 0; i < samples.X.rows(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    samples.X.row(i) = (samples.X.row(i).array() - encoding.shift[k]) / encoding.divisor[k];
  }
  return samples;
}

/// The numbers of the rows of both parts.
struct Parts {
  std::vector<Index> train, test;
};

Parts split(Index rows, const SplitOptions& options) {
  const auto tested = static_cast<Index>(std::lround(options.test * static_cast<double>(rows)));
  if (rows - tested < 1 || (options.test > 0 && tested < 1)) {
    throw OptionError(fmt::format("--test: found {} of {} rows, expected a row in each part",
                                  options.test, rows));
  }
  const auto order = shuffled(rows, Stream{options.seed}.substream("split"));
  return {{order.begin() + tested, order.end()}, {order.begin(), order.begin() + tested}};
}

Dataset dataset(const Table& table, Encoding encoding, const Parts& parts) {
  Dataset data{.encoding = std::move(encoding), .train = {}, .test = {}, .constant = {}};
  for (Index i = 0; i < table.features.rows(); ++i) {
    if (is_constant(table.features, i, parts.train)) {
      data.constant.push_back(table.names[static_cast<std::size_t>(i)]);
    }
  }
  const Samples all = encoded(table, data.encoding);
  data.train = all.chosen(parts.train);
  data.test = all.chosen(parts.test);
  return data;
}

}  // namespace

std::unique_ptr<const gradient::Loss> make_loss(LossKind kind) {
  switch (kind) {
    case LossKind::squared: return std::make_unique<gradient::SquaredLoss>();
    case LossKind::logistic: return std::make_unique<gradient::LogisticLoss>();
    case LossKind::softmax: break;
  }
  return std::make_unique<gradient::SoftmaxLoss>();
}

Samples Samples::chosen(const std::vector<Index>& numbers) const {
  return {X(Eigen::indexing::all, numbers), T(Eigen::indexing::all, numbers)};
}

Dataset make_dataset(const Table& table, std::optional<LossKind> loss,
                     const SplitOptions& options) {
  const auto rows = static_cast<Index>(table.labels.size());
  Encoding encoding;
  const auto classes = classes_of(table.labels);
  encoding.loss = loss.value_or(classes.size() > 2 ? LossKind::softmax : LossKind::logistic);
  if (encoding.loss != LossKind::squared) {
    check_classes(classes, encoding.loss, rows);
    encoding.classes = classes;
  }
  const Parts parts = split(rows, options);
  const auto features = static_cast<std::size_t>(table.features.rows());
  encoding.shift.assign(features, 0);
  encoding.divisor.assign(features, 1);
  if (options.standardise) standardise(table.features, parts.train, encoding);
  return dataset(table, std::move(encoding), parts);
}

Dataset make_dataset(const Table& table, const Encoding& encoding, const SplitOptions& options) {
  return dataset(table, encoding, split(static_cast<Index>(table.labels.size()), options));
}

}  // namespace isotrace::program
