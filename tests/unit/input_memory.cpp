#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <string>

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <input/matrix_market.hpp>
#include <support/sanitizer.hpp>
#include <support/temporary_file.hpp>

namespace {

using namespace isotrace;
using namespace isotrace::program;
using isotrace::test::TemporaryFile;
using Complex = std::complex<double>;

/// Bytes of memory that this process holds now.
std::size_t held_bytes() {
  std::size_t pages = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// Most bytes that this process has held.
std::size_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

/// Writes the ratio of the most memory that `read` takes to what it returns; an exception ends the
/// process.
bool tell_ratio(const std::function<std::size_t()>& read, int end) noexcept {
  const std::size_t before = held_bytes();
  const auto matrix = static_cast<double>(read());
  const double ratio = static_cast<double>(peak_bytes() - before) / matrix;
  return write(end, &ratio, sizeof ratio) == sizeof ratio;
}

/// The ratio of the most memory that reading takes beside what was held before to the matrix's,
/// which `read` returns; measured in a process of its own.
double peak_per_byte(const std::function<std::size_t()>& read) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  malloc_trim(0);  // what is free already would be taken without the process's growing
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(tell_ratio(read, ends[1]) ? 0 : 1);
  close(ends[1]);
  double ratio = 0;
  const bool arrived = ::read(ends[0], &ratio, sizeof ratio) == sizeof ratio;
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(arrived);
  return ratio;
}

/// Bytes of a matrix in compressed rows, and of a dense one.
template <class S>
std::size_t bytes(const Eigen::SparseMatrix<S, Eigen::RowMajor>& matrix) {
  return static_cast<std::size_t>(matrix.nonZeros()) * (sizeof(S) + sizeof(int)) +
         static_cast<std::size_t>(matrix.rows() + 1) * sizeof(int);
}
template <class S>
std::size_t bytes(const RowMatrix<S>& matrix) {
  return static_cast<std::size_t>(matrix.size()) * sizeof(S);
}

constexpr int entries = 1'500'000;

/// A coordinate file of one entry after the other, `blanks` blank lines behind every second one;
/// the k-th in place (k·step) mod entries of a band of 15 diagonals.
void write_coordinates(const std::filesystem::path& path, const char* kind, const char* value,
                       long step = 1, const char* blanks = "") {
  const int n = entries / 15 + 15;
  std::ofstream out(path);
  out << "%%MatrixMarket matrix coordinate " << kind << "\n"
      << fmt::format("{} {} {}\n", n, n, entries);
  for (long k = 0; k < entries; ++k) {
    const long place = k * step % entries;
    out << fmt::format("{} {} {}\n{}", place / 15 + 15 - place % 15, place / 15 + 1, value,
                       k % 3 == 1 ? blanks : "");
  }
}

template <class S>
std::size_t sparse_bytes(const std::filesystem::path& path) {
  const InputMatrix file = read_matrix_market(path);
  return bytes(file.as_sparse<S>());
}

bool measured() {
  if (test::sanitized) WARN("a sanitizer's memory is not told from the reader's");
  return !test::sanitized;
}

void check_at_most_three(const std::function<std::size_t()>& read) {
  if (!measured()) return;
  const double ratio = peak_per_byte(read);
  CAPTURE(ratio);
  CHECK(ratio >= 1);  // it has held the matrix
  CHECK(ratio <= 3);
}

}  // namespace

TEST_CASE("reading a file takes at most three times the matrix", "[memory]") {
  const TemporaryFile file("");
  SECTION("sorted by columns") {
    write_coordinates(file.path(), "real general", "-1.25");
  }
  SECTION("unsorted") {
    write_coordinates(file.path(), "real general", "-1.25", 700'001);
  }
  SECTION("with blank lines") {
    write_coordinates(file.path(), "real general", "-1.25", 1, "\n\n");
  }
  SECTION("pattern") {
    write_coordinates(file.path(), "pattern general", "");
  }
  check_at_most_three([&] { return sparse_bytes<double>(file.path()); });
}

TEST_CASE("reading a complex file takes at most three times the matrix", "[memory]") {
  const TemporaryFile file("");
  write_coordinates(file.path(), "complex general", "-1.25 3");
  check_at_most_three([&] { return sparse_bytes<Complex>(file.path()); });
}

TEST_CASE("reading a matrix of one unsorted row takes at most three times it", "[memory]") {
  const TemporaryFile file("");
  {
    std::ofstream out(file.path());
    out << fmt::format("%%MatrixMarket matrix coordinate real general\n1 {0} {0}\n", entries);
    for (long k = 0; k < entries; ++k) out << fmt::format("1 {} 1\n", k * 700'001 % entries + 1);
  }
  check_at_most_three([&] { return sparse_bytes<double>(file.path()); });
}

TEST_CASE("reading an array file takes at most three times the matrix", "[memory]") {
  const TemporaryFile file("");
  {
    std::ofstream out(file.path());
    out << fmt::format("%%MatrixMarket matrix array real general\n{} 1000\n", entries / 1000);
    for (int k = 0; k < entries; ++k) out << "1e0\n";
  }
  check_at_most_three([&] { return bytes(read_matrix_market(file.path()).as_dense<double>()); });
}

TEST_CASE("reading a compressed file takes at most three times the matrix", "[memory]") {
  const TemporaryFile plain("");
  const TemporaryFile file("");
  write_coordinates(plain.path(), "real general", "-1.25");
  {
    std::ifstream in(plain.path());
    gzFile out = gzopen(file.path().c_str(), "wb1");
    std::string chunk(1 << 16, '\0');
    while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), in.gcount() > 0) {
      REQUIRE(gzwrite(out, chunk.data(), static_cast<unsigned>(in.gcount())) == in.gcount());
    }
    REQUIRE(gzclose(out) == Z_OK);
  }
  check_at_most_three([&] { return sparse_bytes<double>(file.path()); });
}

TEST_CASE("reading standard input takes at most three times the matrix", "[memory]") {
  const TemporaryFile file("");
  write_coordinates(file.path(), "real general", "-1.25");
  check_at_most_three([&] {
    std::ifstream in(file.path());
    std::streambuf* const old = std::cin.rdbuf(in.rdbuf());
    const std::size_t size = sparse_bytes<double>("-");
    std::cin.rdbuf(old);
    return size;
  });
}
