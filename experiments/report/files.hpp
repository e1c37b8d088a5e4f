#pragma once

#include <filesystem>
#include <string>

namespace isotrace::reports {

/// Throw Error, naming the file and the system's reason.
std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

/// A temporary directory whose files commit() moves to the destination. Without a commit the
/// destructor removes it and the parent directories made for it.
class Staging {
 public:
  explicit Staging(std::filesystem::path destination);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  const std::filesystem::path& directory() const { return directory_; }
  /// Moves everything into place, the file named `last` at the end.
  void commit(const std::string& last);

 private:
  void make_parents();
  void remove_traces() noexcept;

  std::filesystem::path destination_;
  std::filesystem::path directory_;
  std::filesystem::path first_made_;  ///< topmost parent that did not exist; empty if all did
  bool existed_ = false;
  bool committed_ = false;
};

}  // namespace isotrace::reports
