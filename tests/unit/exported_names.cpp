#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// The function templates that a header declares and does not define, and whose head constrains its
/// parameters: compilers mangle a constraint differently, or not at all, and a program then does
/// not find the function in the library.
std::vector<std::string> constrained_declarations(const std::string& header) {
  static const std::regex head(R"(\n *template <([^<>{};]*)>([^{};]*)([{;]))");
  static const std::regex plain(
      R"((class|(unsigned )?int|bool) \w+(, (class|(unsigned )?int|bool) \w+)*)");
  static const std::regex no_function(
      R"(\s*(class|struct|using|concept|friend|inline constexpr)\b|\s*\w+\([^()]*\) *->)");
  static const std::regex defaults(R"(=\s*\{\})");
  const std::string text = "\n" + std::regex_replace(header, defaults, "");
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), head), end; at != end; ++at) {
    const std::string parameters = (*at)[1];
    const std::string declaration = (*at)[2];
    const auto from_start = std::regex_constants::match_continuous;
    if ((*at)[3] == "{" || declaration.find('(') == std::string::npos ||
        std::regex_search(declaration, no_function, from_start)) {
      continue;
    }
    const bool constrained = declaration.find("requires") != std::string::npos;
    if (constrained || !std::regex_match(parameters, plain)) found.push_back(declaration);
  }
  return found;
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("no function that the library compiles has a constraint in its name", "[exports]") {
  const fs::path headers = fs::path(ISOTRACE_SOURCE_DIR) / "include/isotrace";
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(headers)) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    CHECK(constrained_declarations(text_of(entry.path())) == std::vector<std::string>{});
    ++files;
  }
  CHECK(files > 30);
}

TEST_CASE("a constraint in the name of a declared function is found out", "[exports]") {
  CHECK(constrained_declarations("template <Scalar S>\nvoid f(BlockView<S> X, int k = {});\n")
            .size() == 1);
  CHECK(constrained_declarations("template <class S>\nrequires Scalar<S>\nvoid f(S x);\n").size() ==
        1);
  CHECK(constrained_declarations("template <class S>\nvoid f(S x) requires Scalar<S>;\n").size() ==
        1);
  CHECK(constrained_declarations("template <class S>\nvoid f(S x);\n").empty());
  CHECK(constrained_declarations("template <Scalar S>\nS twice(S x) { return x + x; }\n").empty());
  CHECK(constrained_declarations("template <Scalar S>\nclass Ref;\n").empty());
}
