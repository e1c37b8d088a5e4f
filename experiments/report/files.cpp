#include "files.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

#include <isotrace/core/error.hpp>
#include <report/report.hpp>

namespace isotrace::reports {
namespace fs = std::filesystem;
namespace {

std::string reason() {
  return std::strerror(errno);
}

// The destination without "." and trailing slash, so that parent_path() is its real parent.
fs::path normal(const fs::path& directory) {
  fs::path path = fs::absolute(directory).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

// The nearest existing ancestor of the path, or the path itself.
fs::path nearest(fs::path path) {
  std::error_code error;
  while (!fs::exists(fs::symlink_status(path, error)) && path.has_relative_path()) {
    path = path.parent_path();
  }
  return path;
}

}  // namespace

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || (in.peek() != std::ifstream::traits_type::eof() && !(text << in.rdbuf()))) {
    throw Error("cannot read " + file.string() + ": " + reason());
  }
  return text.str();
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw Error("cannot write " + file.string() + ": " + reason());
}

void check_destination(const fs::path& directory) {
  if (directory.empty()) throw OptionError("the report's directory has an empty name");
  const fs::path found = nearest(normal(directory));
  std::error_code error;
  if (!fs::is_directory(found, error)) {
    throw OptionError("cannot write a report to " + directory.string() + ": " + found.string() +
                      " is not a directory");
  }
  if (::access(found.c_str(), W_OK | X_OK) != 0) {
    throw OptionError("cannot write a report to " + directory.string() + ": " + found.string() +
                      ": " + reason());
  }
}

Staging::Staging(fs::path destination) : destination_(normal(destination)) {
  check_destination(destination);
  existed_ = fs::exists(destination_);
  make_parents();
  const fs::path place = existed_ ? destination_ : destination_.parent_path();
  std::string name = (place / ".isotrace-report-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    const std::string why = reason();
    remove_traces();
    throw OptionError("cannot write a report to " + destination.string() + ": " + place.string() +
                      ": " + why);
  }
  directory_ = name;
}

Staging::~Staging() {
  if (!committed_) remove_traces();
}

void Staging::make_parents() {
  if (existed_) return;
  const fs::path parent = destination_.parent_path();
  if (fs::exists(parent)) return;
  first_made_ = parent;
  while (!fs::exists(first_made_.parent_path())) first_made_ = first_made_.parent_path();
  std::error_code error;
  if (!fs::create_directories(parent, error) && error) {
    remove_traces();
    throw OptionError("cannot make the directory " + parent.string() + ": " + error.message());
  }
}

// Only empty parents are removed, so that files of other programs stay.
void Staging::remove_traces() noexcept {
  std::error_code error;
  if (!directory_.empty()) fs::remove_all(directory_, error);
  if (first_made_.empty()) return;
  for (fs::path path = destination_.parent_path(); path != first_made_.parent_path();
       path = path.parent_path()) {
    fs::remove(path, error);
  }
}

void Staging::commit(const std::string& last) {
  fs::permissions(directory_,
                  fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                      fs::perms::others_exec,
                  fs::perm_options::add);
  std::error_code error;
  if (!existed_) {
    fs::rename(directory_, destination_, error);
    if (error) {
      throw Error("cannot move the report to " + destination_.string() + ": " + error.message());
    }
    committed_ = true;
    return;
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory_)) {
    if (entry.path().filename() != last) files.push_back(entry.path().filename());
  }
  files.emplace_back(last);
  for (const auto& file : files) {  // check all before moving the first
    if (fs::is_directory(destination_ / file)) {
      throw Error("cannot replace " + (destination_ / file).string() + ": it is a directory");
    }
  }
  for (const auto& file : files) fs::rename(directory_ / file, destination_ / file);
  fs::remove(directory_);
  committed_ = true;
}

}  // namespace isotrace::reports
