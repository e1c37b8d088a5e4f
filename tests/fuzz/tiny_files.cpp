#include <fuzz/tiny_files.hpp>

#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <support/gzip.hpp>

namespace isotrace::fuzz {
namespace {

namespace fs = std::filesystem;

const std::string coordinate = "%%MatrixMarket matrix coordinate ";

const std::pair<const char*, std::string> texts[] = {
    {"A", coordinate + "real symmetric\n3 3 4\n1 1 2\n2 1 -1\n2 2 2\n3 3 1e-3\n"},
    {"V", coordinate + "real symmetric\n3 3 4\n1 1 4\n3 1 1\n2 2 3\n3 3 2\n"},
    {"H", coordinate + "complex hermitian\n3 3 3\n1 1 2 0\n3 1 1 -1\n3 3 1 0\n"},
    {"W", coordinate + "complex hermitian\n3 3 4\n1 1 3 0\n2 1 0 1\n2 2 3 0\n3 3 1 0\n"},
    {"E", coordinate + "real general\n3 3 3\n1 2 5\n3 1 -1e200\n2 2 1\n"},
    {"T", "%%MatrixMarket matrix array real general\n2 3\n1\n2\n3\n4\n5\n6\n"},
    {"P", coordinate + "pattern symmetric\n3 3 2\n2 1\n3 2\n"},
    {"N", coordinate + "real symmetric\n3 3 3\n1 1 1\n2 2 -1\n3 3 1\n"},
    {"X", coordinate + "real general\n3 3 1\n1 4 1\n"},
};

void write(const fs::path& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + " cannot be written");
}

/// A new folder.
fs::path fresh_folder() {
  std::string name = (fs::temp_directory_path() / "isotrace_fuzz_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error(name + " cannot be made");
  return name;
}

std::set<std::string> names_here() {
  std::set<std::string> names;
  for (const auto& item : fs::directory_iterator(".")) names.insert(item.path().filename());
  return names;
}

}  // namespace

const char* const standard_input = "%%MatrixMarket matrix array real symmetric\n2 2\n2\n1\n2\n";

// Two folders deep, for what a command line may write into "..".
TinyFiles::TinyFiles() : before_(fs::current_path()), top_(fresh_folder()) {
  const fs::path folder = top_ / "outer" / "inner";
  fs::create_directories(folder / "D");
  for (const auto& [name, text] : texts) write(folder / name, text);
  write(folder / "Z", test::gzipped(texts[0].second));
  fs::current_path(folder);
  names_ = names_here();
}

TinyFiles::~TinyFiles() {
  std::error_code ignored;
  fs::current_path(before_, ignored);
  fs::remove_all(top_, ignored);
}

std::set<std::string> TinyFiles::remove_new() const {
  std::set<std::string> added;
  for (const std::string& name : names_here()) {
    if (names_.contains(name)) continue;
    added.insert(name);
    fs::remove_all(name);
  }
  return added;
}

}  // namespace isotrace::fuzz
