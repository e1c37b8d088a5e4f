#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <input/byte_source.hpp>
#include <isotrace/core/eigen_views.hpp>

namespace isotrace::program {

/// The rows of a file: numbers, and a label each.
struct Table {
  std::vector<std::string> names;  ///< of the features; "column 3" without a heading
  RowMatrix<double> features;      ///< n × N: a column for each row of the file
  std::vector<std::string> labels;
  std::filesystem::path path;
  std::vector<Index> lines;  ///< of the rows in the file
  /// A first line with another number of fields, such as "569,30,malignant,benign": not read.
  bool foreign_heading = false;
};

/// Reads comma-separated values ("-": standard input), with a heading or without. The first line is
/// a heading if the label is one of its words, if none of its fields besides the label's is a
/// number, or if it has text and another number of fields than the second. label: a name of the
/// heading, or a number from 1. Throws InputError, with the line, for rows of unequal length,
/// missing values, text or a number that is not finite where a feature should be, a label that is
/// not UTF-8, and for a file without rows; OptionError for a label that names no column, or two.
Table read_table(const std::filesystem::path& path, const std::string& label);
/// The same from a source. The path names it in messages.
Table read_table(const std::filesystem::path& path, std::unique_ptr<ByteSource> source,
                 const std::string& label);

}  // namespace isotrace::program
