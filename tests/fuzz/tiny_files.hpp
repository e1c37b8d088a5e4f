#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace isotrace::fuzz {

/// The standard input of every command line: a 2×2 form.
extern const char* const standard_input;

/// A folder of tiny files, the working directory as long as the object lives:
///   A, V: 3×3 real, symmetric, V positive definite; H, W: complex hermitian, W positive definite;
///   E: 3×3 general; T: a 2×3 array; P: a pattern; N: indefinite; X: malformed; Z: A by gzip;
///   D: a folder
class TinyFiles {
 public:
  TinyFiles();
  ~TinyFiles();
  TinyFiles(const TinyFiles&) = delete;
  TinyFiles& operator=(const TinyFiles&) = delete;

  /// Removes what was added since, and returns the names.
  std::set<std::string> remove_new() const;

 private:
  std::filesystem::path before_;
  std::filesystem::path top_;
  std::set<std::string> names_;
};

}  // namespace isotrace::fuzz
