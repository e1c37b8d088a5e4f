#include <reference/real_pairs.hpp>

namespace isotrace::program {
namespace {

bool negated(const std::string& name) {
  return name.starts_with('-');
}

std::filesystem::path file_of(const std::string& name) {
  std::filesystem::path file(negated(name) ? name.substr(1) : name);
  return file += ".mtx";
}

}  // namespace

std::vector<RealPair> real_pairs() {
  return {{"bcsstk11", "bcsstm12", 100},
          {"bcsstm12", "bcsstk11", 100},
          {"lund_a", "lund_b", 100},
          {"lund_b", "lund_a", 100},
          {"mhd1280a", "mhd1280b", 100},
          {"rail_20209_E", "-rail_20209_A", 20},
          {"-rail_20209_A", "rail_20209_E", 20}};
}

ProblemInput read_pair(const RealPair& pair, const std::filesystem::path& folder) {
  ProblemFiles files;
  files.form = folder / file_of(pair.form);
  files.metric = folder / file_of(pair.metric);
  files.form_scale = negated(pair.form) ? -1 : 1;
  files.metric_scale = negated(pair.metric) ? -1 : 1;
  return read_problem(files);
}

}  // namespace isotrace::program
