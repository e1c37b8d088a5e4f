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

bool are_numbers(const std::vector<std::string>& classes) {
  return std::all_of(classes.begin(), classes.end(), [](const auto& c) {
    const auto number = parse_number(c);
    return number && std::isfinite(*number);
  });
}

/// Different labels, in ascending order.
std::vector<std::string> classes_of(const std::vector<std::string>& labels) {
  const std::set<std::string> different(labels.begin(), labels.end());
  std::vector<std::string> classes(different.begin(), different.end());
  if (are_numbers(classes)) {  // those that are equal are one class
    std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
      return *parse_number(a) < *parse_number(b);
    });
    const auto last = std::unique(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
      return *parse_number(a) == *parse_number(b);
    });
    classes.erase(last, classes.end());
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
    // in units of the largest deviation, whose square neither overflows nor underflows
    const Eigen::RowVectorXd values = features.row(i)(train);
    const double half = values.maxCoeff() / 2 - values.minCoeff() / 2;
    const double shift = values.minCoeff() + half;
    const Eigen::RowVectorXd units = (values.array() - shift) / half;
    const double mean = units.mean();
    encoding.shift[k] = shift + half * mean;
    encoding.divisor[k] = half * std::sqrt((units.array() - mean).square().sum() / count);
  }
}

/// The number of a label's class. If all classes are numbers, equal ones are one class, however
/// they are written.
std::optional<Index> class_of(const std::string& label, const std::vector<std::string>& classes) {
  const auto number = are_numbers(classes) ? parse_number(label) : std::nullopt;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    if (classes[k] == label || (number && parse_number(classes[k]) == number)) {
      return static_cast<Index>(k);
    }
  }
  return std::nullopt;
}

RowMatrix<double> targets(const Table& table, const Encoding& encoding) {
  const auto rows = static_cast<Index>(table.labels.size());
  RowMatrix<double> T = RowMatrix<double>::Zero(encoding.outputs(), rows);
  for (Index j = 0; j < rows; ++j) {
    const std::string& label = table.labels[static_cast<std::size_t>(j)];
    const Index line = table.lines[static_cast<std::size_t>(j)];
    if (encoding.loss == LossKind::squared) {
      const auto number = parse_number(label);
      if (!number || !std::isfinite(*number)) {
        throw InputError(table.path, line, "the label " + program::quoted(label),
                         "a finite number, as --loss is squared");
      }
      T(0, j) = *number;
      continue;
    }
    const auto k = class_of(label, encoding.classes);
    if (!k) {
      throw InputError(table.path, line, "the label " + program::quoted(label),
                       "a class of the model");
    }
    if (encoding.loss == LossKind::softmax) {
      T(*k, j) = 1;
    } else {
      T(0, j) = static_cast<double>(*k);
    }
  }
  return T;
}

Samples encoded(const Table& table, const Encoding& encoding) {
  if (static_cast<Index>(encoding.shift.size()) != table.features.rows()) {
    throw OptionError(fmt::format("--data: found {} features, expected {}, as the model has",
                                  table.features.rows(), encoding.shift.size()));
  }
  Samples samples{table.features, targets(table, encoding)};
  for (Index i = 0; i < samples.X.rows(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    samples.X.row(i) = (samples.X.row(i).array() - encoding.shift[k]) / encoding.divisor[k];
    for (Index j = 0; j < samples.size(); ++j) {
      if (std::isfinite(samples.X(i, j))) continue;
      throw InputError(table.path, table.lines[static_cast<std::size_t>(j)],
                       fmt::format("a number in {} that overflows when it is standardised",
                                   program::quoted(table.names[k])),
                       "a range that double precision holds");
    }
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
  Dataset data = dataset(table, std::move(encoding), parts);
  const auto& T = data.train.T;
  if (!data.encoding.classes.empty() && ((T.colwise() - T.col(0)).array() == 0).all()) {
    throw OptionError("--label: found one class in all rows to train with, expected two at least");
  }
  return data;
}

Dataset make_dataset(const Table& table, const Encoding& encoding, const SplitOptions& options) {
  return dataset(table, encoding, split(static_cast<Index>(table.labels.size()), options));
}

}  // namespace isotrace::program
