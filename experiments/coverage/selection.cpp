#include <coverage/selection.hpp>

#include <algorithm>

namespace isotrace::program {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_estimator(const std::string& word) {
  return contains(estimator_names(), word);
}

}  // namespace

std::vector<std::string> estimator_names() {
  std::vector<std::string> names;
  for (const Method method :
       {Method::hutchinson, Method::hutchpp, Method::na_hutchpp, Method::adaptive_hutchpp,
        Method::nystrompp, Method::xtrace, Method::xnystrace, Method::automatic}) {
    names.emplace_back(name(method));
  }
  return names;
}

bool names_estimator(const std::vector<std::string>& only, Method method) {
  return contains(only, name(method)) || std::none_of(only.begin(), only.end(), is_estimator);
}

bool names_matrix(const std::vector<std::string>& only, CoverageSet set,
                  const std::string& matrix) {
  return contains(only, matrix) || contains(only, name(set)) ||
         std::all_of(only.begin(), only.end(), is_estimator);
}

}  // namespace isotrace::program
