#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// The layers in their order: a file includes only its own layer and those before it.
const Lines layers = {"core",    "samplers",   "metric", "operators", "exact",
                      "results", "estimators", "verify", "reports"};

bool may_include(const std::string& from, const std::string& to) {
  if (from == "reports") return to == "core" || to == "results" || to == "reports";
  return std::find(layers.begin(), layers.end(), to) <=
         std::find(layers.begin(), layers.end(), from);
}

/// The layer of a file of the tree: include/isotrace/<layer>/…, lib/<layer>/… or samplers/….
std::optional<std::string> layer_of(const fs::path& file, const fs::path& root) {
  const fs::path relative = fs::proximate(file, root);
  const Lines parts(relative.begin(), relative.end());
  std::string layer;
  if (parts.size() >= 2 && parts[0] == "samplers") layer = "samplers";
  if (parts.size() >= 3 && parts[0] == "lib") layer = parts[1];
  if (parts.size() >= 4 && parts[0] == "include" && parts[1] == "isotrace") layer = parts[2];
  if (std::find(layers.begin(), layers.end(), layer) == layers.end()) return std::nullopt;
  return layer;
}

/// A source file's includes: of Eigen, of files of the tree, and in quotes of nothing that is
/// there.
struct Includes {
  bool eigen = false;
  std::vector<fs::path> files;
  Lines unresolved;
};

Includes includes_of(const fs::path& file, const fs::path& root) {
  static const std::regex directive(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  Includes found;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, directive)) continue;
    const std::string name = match[2];
    if (name.starts_with("Eigen/")) found.eigen = true;
    bool resolved = false;
    for (const auto& base : {file.parent_path(), root / "include", root / "lib", root}) {
      if (!fs::is_regular_file(base / name)) continue;
      found.files.push_back(fs::weakly_canonical(base / name));
      resolved = true;
      break;
    }
    const bool ours = match[1] == "\"" || name.starts_with("isotrace/");
    if (ours && !resolved) found.unresolved.push_back(name);
  }
  return found;
}

std::set<fs::path> source_files(const fs::path& folder) {
  std::set<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".hpp" || extension == ".cpp") files.insert(fs::canonical(entry.path()));
  }
  return files;
}

/// Everything that a file sees, itself included.
std::set<fs::path> reach(const fs::path& file, const fs::path& root) {
  std::set<fs::path> seen;
  std::vector<fs::path> left = {fs::weakly_canonical(file)};
  while (!left.empty()) {
    const fs::path next = left.back();
    left.pop_back();
    if (!seen.insert(next).second) continue;
    const auto includes = includes_of(next, root).files;
    left.insert(left.end(), includes.begin(), includes.end());
  }
  return seen;
}

Lines include_violations(const fs::path& file, const fs::path& root) {
  const std::string name = fs::proximate(file, root).string();
  const auto layer = layer_of(file, root);
  if (!layer) return {name + " is in no layer"};
  Lines found;
  const Includes includes = includes_of(file, root);
  for (const auto& missing : includes.unresolved) found.push_back(name + ": no file " + missing);
  for (const auto& included : includes.files) {
    const std::string to = layer_of(included, root).value_or("no layer");
    if (!may_include(*layer, to)) {
      found.push_back(name + " (" + *layer + ") includes " +
                      fs::proximate(included, root).string() + " (" + to + ")");
    }
  }
  if (*layer == "samplers") {
    for (const auto& seen : reach(file, root)) {
      if (includes_of(seen, root).eigen) {
        found.push_back(name + " sees Eigen through " + fs::proximate(seen, root).string());
      }
    }
  }
  return found;
}

Lines layer_violations(const fs::path& tree) {
  const fs::path root = fs::canonical(tree);
  Lines found;
  for (const char* folder : {"include/isotrace", "lib", "samplers"}) {
    for (const auto& file : source_files(root / folder)) {
      if (file == root / "include/isotrace/isotrace.hpp") continue;
      const Lines more = include_violations(file, root);
      found.insert(found.end(), more.begin(), more.end());
    }
  }
  return found;
}

/// A tree of a few one-line sources, removed at the end.
class SyntheticTree {
 public:
  explicit SyntheticTree(const std::map<std::string, std::string>& files) {
    std::string pattern = (fs::temp_directory_path() / "isotrace-layers-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    for (const auto& [name, text] : files) {
      fs::create_directories((root_ / name).parent_path());
      std::ofstream(root_ / name) << text << '\n';
    }
  }
  ~SyntheticTree() { fs::remove_all(root_); }
  SyntheticTree(const SyntheticTree&) = delete;
  SyntheticTree& operator=(const SyntheticTree&) = delete;

  Lines violations() const { return layer_violations(root_); }

 private:
  fs::path root_;
};

TEST_CASE("every source file includes only its own layer and those below it") {
  CHECK(layer_violations(ISOTRACE_SOURCE_DIR) == Lines{});
}

TEST_CASE("isotrace.hpp includes every public header") {
  const fs::path root = fs::canonical(ISOTRACE_SOURCE_DIR);
  const auto headers = source_files(root / "include/isotrace");
  const auto seen = reach(root / "include/isotrace/isotrace.hpp", root);
  Lines unseen;
  for (const auto& header : headers) {
    if (!seen.contains(header)) unseen.push_back(fs::proximate(header, root).string());
  }
  CHECK(unseen == Lines{});
}

TEST_CASE("a tree that keeps the layers passes their check") {
  const SyntheticTree tree({{"include/isotrace/core/a.hpp", "#include <vector>"},
                            {"include/isotrace/metric/b.hpp", "#include <isotrace/core/a.hpp>"},
                            {"lib/metric/b.cpp", "#include <isotrace/metric/b.hpp>"}});
  CHECK(tree.violations() == Lines{});
}

TEST_CASE("an include of a layer above is reported") {
  const SyntheticTree tree({{"include/isotrace/core/a.hpp", "#include <isotrace/metric/b.hpp>"},
                            {"include/isotrace/metric/b.hpp", ""}});
  CHECK(tree.violations() == Lines{"include/isotrace/core/a.hpp (core) includes "
                                   "include/isotrace/metric/b.hpp (metric)"});
}

TEST_CASE("an include of a private header of a layer above is reported") {
  const SyntheticTree tree({{"lib/metric/a.cpp", "#include \"../verify/b.hpp\""},  //
                            {"lib/verify/b.hpp", ""}});
  CHECK(tree.violations() == Lines{"lib/metric/a.cpp (metric) includes lib/verify/b.hpp (verify)"});
}

TEST_CASE("a report that sees an estimator is reported") {
  const SyntheticTree tree({{"lib/reports/a.cpp", "#include <isotrace/estimators/b.hpp>"},  //
                            {"include/isotrace/estimators/b.hpp", ""}});
  CHECK(tree.violations() == Lines{"lib/reports/a.cpp (reports) includes "
                                   "include/isotrace/estimators/b.hpp (estimators)"});
}

TEST_CASE("a sampler that sees Eigen through a core header is reported") {
  const SyntheticTree tree({{"samplers/a.cpp", "#include <isotrace/core/b.hpp>"},
                            {"include/isotrace/core/b.hpp", "#include <Eigen/Core>"}});
  CHECK(tree.violations() ==
        Lines{"samplers/a.cpp sees Eigen through include/isotrace/core/b.hpp"});
}

TEST_CASE("a folder that is no layer is reported") {
  const SyntheticTree tree({{"lib/core/a.cpp", ""}, {"lib/misc/a.cpp", ""}});
  CHECK(tree.violations() == Lines{"lib/misc/a.cpp is in no layer"});
}

}  // namespace
