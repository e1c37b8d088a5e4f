// Gives every file of a folder to the target, without a fuzzer:  replay FOLDER LEAST
// Exit status 1, with one line a file, if the target contradicts itself, or refuses a file as no
// input of its own, or the folder holds fewer than LEAST files.
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>

#include <fuzz/target.hpp>

namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Whether the target takes the file as it should.
bool passes(const std::filesystem::path& path) {
  try {
    if (isotrace::fuzz::run_target(bytes_of(path))) return true;
    std::cerr << path.string() << ": found no input of this target\n";
  } catch (const std::exception& error) {
    std::cerr << path.string() << ": " << error.what() << "\n";
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "replay: found " << argc - 1 << " arguments, expected FOLDER LEAST\n";
    return 2;
  }
  std::set<std::filesystem::path> files;  // in the order of their names
  for (const auto& item : std::filesystem::directory_iterator(std::filesystem::absolute(argv[1]))) {
    files.insert(item.path());
  }
  std::size_t failed = 0;
  for (const auto& file : files) failed += !passes(file);
  std::cout << files.size() << " files, " << failed << " failed\n";
  if (files.size() < std::stoul(argv[2])) {
    std::cerr << argv[1] << ": found " << files.size() << " files, expected at least " << argv[2]
              << "\n";
    return 1;
  }
  return failed == 0 ? 0 : 1;
}
