#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <input/byte_source.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The rows of a text of comma-separated values (RFC 4180): fields may be in double quotes, which
/// are doubled inside them. Blank lines are skipped, plain or compressed by gzip, by the content.
class CsvReader {
 public:
  /// The path names the source in messages.
  CsvReader(std::filesystem::path path, std::unique_ptr<ByteSource> source);
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;
  ~CsvReader();

  /// The fields of the next row, without blanks at both ends; false at the end. Throws InputError
  /// for a misplaced quote, with its line, or as the source does.
  bool next(std::vector<std::string>& fields);
  /// The number of the row's last line, from 1.
  Index line() const;
  /// As that of gzip.hpp, after a row was refused.
  void look_for_damage();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isotrace::program
