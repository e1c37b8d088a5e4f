#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <isotrace/core/eigen_views.hpp>

namespace isotrace::program {

/// The rows of a file: numbers, and a label each.
struct Table {
  std::vector<std::string> names;  ///< of the features; "column 3" without a heading
  RowMatrix<double> features;      ///< n × N: a column for each row of the file
  std::vector<std::string> labels;
  Index first_line = 0;  ///< of the rows
  /// A first line with another number of fields, such as "569,30,malignant,benign": not read.
  bool foreign_heading = false;
};

/// Reads comma-separated values ("-": standard input), with a heading or without: the first line is
/// one if a field besides the label's is not a number. label: a name of the heading, or a number
/// from 1. Throws InputError, with the line, for rows of unequal length, missing values, text or a
/// number that is not finite where a feature should be, and for a file without rows; OptionError
/// for a label that names no column.
Table read_table(const std::filesystem::path& path, const std::string& label);

}  // namespace isotrace::program
