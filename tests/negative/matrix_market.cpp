#include <input/matrix_market.hpp>

#include <complex>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <input/input_error.hpp>
#include <input/line_reader.hpp>
#include <support/refusal.hpp>
#include <support/temporary_file.hpp>

namespace {

using namespace isotrace;
using namespace isotrace::program;
using isotrace::test::refusal;
using isotrace::test::TemporaryFile;

struct Malformed {
  std::string text;
  std::string message;  // after the path
};

const std::string banner = "%%MatrixMarket matrix ";
const std::string general = banner + "coordinate real general\n";
const std::string symmetric = banner + "coordinate real symmetric\n";
const std::string array = banner + "array real general\n";

const std::vector<Malformed> malformed_headers = {
    {"", ": found an empty file, expected a Matrix Market header '%%MatrixMarket matrix …'"},
    {"\n" + general, ":1: found the end of the line, expected %%MatrixMarket"},
    {"1 1 1\n1 1 1\n", ":1: found '1', expected %%MatrixMarket"},
    {"%MatrixMarket matrix coordinate real general\n",
     ":1: found '%MatrixMarket', expected %%MatrixMarket"},
    {"%% MatrixMarket matrix coordinate real general\n", ":1: found '%%', expected %%MatrixMarket"},
    {"\x1f\x8b\x08garbage",
     ": found damaged gzip data at byte 4 (unknown header flags set), expected an undamaged file"},
    {"\xff\xfe%", ":1: found '\\xff\\xfe%', expected %%MatrixMarket"},
    {"%%MatrixMarket vector coordinate real general\n", ":1: found 'vector', expected matrix"},
    {banner + "dense real general\n", ":1: found 'dense', expected coordinate or array"},
    {banner + "array quaternion general\n",
     ":1: found 'quaternion', expected real or integer or unsigned-integer or pattern or complex"},
    {banner + "array real triangular\n1 1\n1\n",
     ":1: found 'triangular', expected general or symmetric or skew-symmetric or hermitian"},
    {banner + "array real\n1 1\n1\n",
     ":1: found the end of the line, expected general or symmetric or skew-symmetric or hermitian"},
    {banner + "array real general 1\n1 1\n1\n",
     ":1: found trailing text '1', expected the end of the line"},
    {banner + "array pattern general\n1 1\n",
     ":1: found array pattern, expected coordinate with pattern"},
    {banner + "coordinate pattern skew-symmetric\n1 1 0\n",
     ":1: found pattern skew-symmetric, expected general or symmetric with pattern"},
    {banner + "coordinate real hermitian\n1 1 1\n1 1 1\n",
     ":1: found hermitian without complex, expected complex with hermitian"},
};

const std::vector<Malformed> malformed_sizes = {
    {general, ":1: found the end of the file, expected the size line 'rows columns entries'"},
    {array + "% only\n\n", ":3: found the end of the file, expected the size line 'rows columns'"},
    {general + "2 2\n1 1 1\n", ":2: found the end of the line, expected number of entries"},
    {general + "2 2 1 1\n1 1 1\n", ":2: found trailing text '1', expected the end of the line"},
    {array + "1 1 1\n1\n", ":2: found trailing text '1', expected the end of the line"},
    {general + "0 2 0\n", ":2: found number of rows 0, expected an integer from 1 to 2147483647"},
    {general + "2 0 0\n",
     ":2: found number of columns 0, expected an integer from 1 to 2147483647"},
    {general + "-2 2 0\n", ":2: found number of rows -2, expected an integer from 1 to 2147483647"},
    {general + "2147483648 1 0\n",
     ":2: found number of rows 2147483648, expected an integer from 1 to 2147483647"},
    {general + "1 99999999999999999999 0\n",
     ":2: found number of columns 99999999999999999999, expected an integer from 1 to 2147483647"},
    {general + "2.0 2 0\n",
     ":2: found number of rows '2.0', expected an integer from 1 to 2147483647"},
    {general + "2 2 5\n1 1 1\n", ":2: found number of entries 5, expected an integer from 0 to 4"},
    {symmetric + "2 2 4\n1 1 1\n",
     ":2: found number of entries 4, expected an integer from 0 to 3"},
    {general + "2 2 -1\n", ":2: found number of entries -1, expected an integer from 0 to 4"},
    {general + "100000 100000 2147483648\n",
     ":2: found number of entries 2147483648, expected an integer from 0 to 2147483647"},
    {array + "50000 50000\n1\n",
     ":2: found 2500000000 entries (50000 rows, 50000 columns), expected at most 2147483647"},
    {symmetric + "2 3 1\n1 1 1\n",
     ":2: found 2 rows and 3 columns, expected equal numbers in a symmetric file"},
    {banner + "array real skew-symmetric\n3 2\n1\n",
     ":2: found 3 rows and 2 columns, expected equal numbers in a skew-symmetric file"},
    {banner + "array complex hermitian\n1 2\n1 0\n",
     ":2: found 1 rows and 2 columns, expected equal numbers in a hermitian file"},
};

const std::vector<Malformed> malformed_entries = {
    {general + "2 2 2\n1 1 1\n", ":3: found the end of the file, expected entry 2 of 2"},
    {general + "2 2 1\n", ":2: found the end of the file, expected entry 1 of 1"},
    {array + "2 2\n1\n2\n3\n\n", ":6: found the end of the file, expected entry 4 of 4"},
    // Memory follows what is there, not what is promised.
    {general + "2000000000 2 2000000000\n1 1 1\n",
     ":3: found the end of the file, expected entry 2 of 2000000000"},
    {array + "46340 46340\n1\n", ":3: found the end of the file, expected entry 2 of 2147395600"},
    {general + "2 2 1\n1 1 1\n2 2 1\n",
     ":4: found more text '2 2 1', expected the end of the file after 1 entries"},
    {array + "1 1\n1\n\n2\n",
     ":5: found more text '2', expected the end of the file after 1 entries"},
    {general + "1 1 0\n1 1 1\n",
     ":3: found more text '1 1 1', expected the end of the file after 0 entries"},
    {general + "1 1 1\n1 1 1\n% done\n",
     ":4: found more text '% done', expected the end of the file after 1 entries"},
    {general + "1 1 1\n% here\n1 1 1\n",
     ":3: found row index '%', expected an integer from 1 to 1"},
    {general + "2 3 1\n3 1 1\n", ":3: found row index 3, expected an integer from 1 to 2"},
    {general + "2 3 1\n0 1 1\n", ":3: found row index 0, expected an integer from 1 to 2"},
    {general + "2 3 2\n1 1 1\n2 4 1\n",
     ":4: found column index 4, expected an integer from 1 to 3"},
    {general + "2 3 1\n1 -1 1\n", ":3: found column index -1, expected an integer from 1 to 3"},
    {general + "2 3 1\n1.5 1 1\n", ":3: found row index '1.5', expected an integer from 1 to 2"},
    {general + "2 3 1\n+-1 1 1\n", ":3: found row index '+-1', expected an integer from 1 to 2"},
    {general + "2 3 1\n1 4294967297 1\n",
     ":3: found column index 4294967297, expected an integer from 1 to 3"},
    {general + "2 2 1\n1 1\n", ":3: found the end of the line, expected a number"},
    {general + "2 2 1\n1\n", ":3: found the end of the line, expected column index"},
    {general + "2 2 1\n1 1 1 0\n", ":3: found trailing text '0', expected the end of the line"},
    {array + "1 2\n1 2\n", ":3: found trailing text '2', expected the end of the line"},
    {banner + "coordinate pattern general\n1 1 1\n1 1 1\n",
     ":3: found trailing text '1', expected the end of the line"},
    {banner + "coordinate complex general\n1 1 1\n1 1 1\n",
     ":3: found the end of the line, expected a number"},
    {general + "2 2 3\n1 2 1\n2 1 1\n\n1 2 5\n",
     ":6: found row 1, column 2 for the second time, expected it only on line 3"},
    {general + "2 2 4\n2 2 1\n1 1 1\n2 2 1\n1 1 1\n",
     ":5: found row 2, column 2 for the second time, expected it only on line 3"},
    {general + "2 2 4\n\n\n2 2 1\n\n1 1 1\n\n\n\n1 2 3\n1 1 1\n",
     ":12: found row 1, column 1 for the second time, expected it only on line 7"},
    {general + "1 1 1\r1 1 1\r",
     ":2: found number of entries '1\\x0d1', expected an integer from 0 to 1"},
};

const std::vector<Malformed> malformed_structure = {
    {symmetric + "2 2 1\n1 2 1\n",
     ":3: found row 1, column 2 above the diagonal, expected a column of at most 1 in a symmetric "
     "file"},
    {banner + "coordinate complex hermitian\n3 3 1\n2 3 1 0\n",
     ":3: found row 2, column 3 above the diagonal, expected a column of at most 2 in a hermitian "
     "file"},
    {banner + "coordinate real skew-symmetric\n2 2 1\n1 2 1\n",
     ":3: found row 1, column 2 above the diagonal, expected a column of at most 1 in a "
     "skew-symmetric file"},
    {banner + "coordinate real skew-symmetric\n2 2 1\n2 2 1\n",
     ":3: found a non-zero diagonal entry in row 2, expected 0 in a skew-symmetric file"},
    {banner + "coordinate complex hermitian\n2 2 2\n1 1 1 0\n2 2 1 1e-300\n",
     ":4: found imaginary part 1e-300 on the diagonal in row 2, expected 0 in a hermitian file"},
    {banner + "array complex hermitian\n2 2\n1 0\n2 3\n4 5\n",
     ":5: found imaginary part 5 on the diagonal in row 2, expected 0 in a hermitian file"},
};

const std::string in_range = "a finite number in the range of double precision";

const std::vector<Malformed> malformed_numbers = {
    {array + "1 1\nnan\n", ":3: found 'nan', expected " + in_range},
    {array + "1 1\nNaN\n", ":3: found 'NaN', expected " + in_range},
    {array + "1 1\n-inf\n", ":3: found '-inf', expected " + in_range},
    {array + "1 1\nInfinity\n", ":3: found 'Infinity', expected " + in_range},
    {array + "1 1\n1e309\n", ":3: found '1e309', expected " + in_range},
    {banner + "array complex general\n1 1\n1 nan\n", ":3: found 'nan', expected " + in_range},
    {array + "1 1\n1D5D2\n", ":3: found '1D5D2', expected a number"},
    {array + "1 1\nD5\n", ":3: found 'D5', expected a number"},
    {array + "1 1\n1DE5\n", ":3: found '1DE5', expected a number"},
    {array + "1 1\n1D\n", ":3: found '1D', expected a number"},
    {array + "1 1\n1Q5\n", ":3: found '1Q5', expected a number"},
    {array + "1 1\n0x1D\n", ":3: found '0x1D', expected a number"},
    {array + "1 1\n1D400\n",
     ":3: found '1D400', expected a finite number in the range of double precision"},
    {banner + "array integer general\n1 1\n1D2\n", ":3: found '1D2', expected an integer"},
    {banner + "array unsigned-integer general\n1 1\n-1\n",
     ":3: found '-1', expected an integer of at least 0"},
    {banner + "array unsigned-integer general\n1 1\n1.0\n",
     ":3: found '1.0', expected an integer of at least 0"},
    {banner + "array unsigned_integer general\n1 1\n1\n",
     ":1: found 'unsigned_integer', expected real or integer or unsigned-integer or pattern or "
     "complex"},
    {array + "1 1\n1,5\n", ":3: found '1,5', expected a number"},
    {array + "1 1\n0x1p3\n", ":3: found '0x1p3', expected a number"},
    {array + "1 1\n1e\n", ":3: found '1e', expected a number"},
    {array + "1 1\n--1\n", ":3: found '--1', expected a number"},
    {array + "1 1\n++1\n", ":3: found '++1', expected a number"},
    {array + "1 1\n+\n", ":3: found '+', expected a number"},
    {array + "1 1\n1.2.3\n", ":3: found '1.2.3', expected a number"},
    {array + "1 1\nx\n", ":3: found 'x', expected a number"},
    {array + "1 1\n" + std::string("1\0", 2) + "\n", ":3: found '1\\x00', expected a number"},
    {array + "1 1\n" + std::string(60, 'x') + "\n",
     ":3: found '" + std::string(40, 'x') + "…', expected a number"},
    {banner + "array integer general\n1 1\n1.0\n", ":3: found '1.0', expected an integer"},
    {banner + "array integer general\n1 1\n1e2\n", ":3: found '1e2', expected an integer"},
};

void check_refused(const std::vector<Malformed>& cases) {
  for (const Malformed& item : cases) {
    INFO("the file is:\n" << item.text);
    CHECK(refusal(item.text) == item.message);
  }
}

}  // namespace

TEST_CASE("matrix market: a malformed header is refused, naming the word") {
  check_refused(malformed_headers);
}

TEST_CASE("matrix market: a malformed size line is refused, naming both numbers") {
  check_refused(malformed_sizes);
}

TEST_CASE("matrix market: malformed entries are refused, naming the line") {
  check_refused(malformed_entries);
}

TEST_CASE("matrix market: entries that contradict the symmetry are refused") {
  check_refused(malformed_structure);
}

TEST_CASE("matrix market: malformed and non-finite numbers are refused") {
  check_refused(malformed_numbers);
}

TEST_CASE("matrix market: a line beyond the greatest length is refused, wherever it stands") {
  const std::string message = " found a line of more than 262144 bytes, expected at most so many";
  const std::string longest(longest_line, 'x');
  CHECK(refusal(longest + "x") == ":1:" + message);
  CHECK(refusal(general + "%" + longest + "\n1 1 1\n1 1 1\n") == ":2:" + message);
  CHECK(refusal(general + "1 1 1\n1 1 1\n" + std::string(longest_line + 1, ' ')) ==
        ":4:" + message);
}

TEST_CASE("matrix market: a message has one line whatever the path and the text hold") {
  const InputError error("a\nb.mtx", 3, quoted("x\r\ny"), "a number");
  CHECK(std::string(error.what()) == "a\\x0ab.mtx:3: found 'x\\x0d\\x0ay', expected a number");
}

TEST_CASE("matrix market: a missing file is refused") {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "isotrace_missing.mtx";
  CHECK_THROWS_WITH(read_matrix_market(path),
                    path.string() + ": found no such file, expected a file");
}

TEST_CASE("matrix market: a directory is refused") {
  const std::filesystem::path path = std::filesystem::temp_directory_path();
  CHECK_THROWS_WITH(read_matrix_market(path),
                    path.string() + ": found a directory, expected a file");
}

TEST_CASE("matrix market: a complex file is refused where real is asked for") {
  const TemporaryFile file(banner + "array complex general\n1 1\n1 0\n");
  const auto matrix = read_matrix_market(file.path());
  CHECK_THROWS_WITH(matrix.as_sparse<double>(),
                    file.path().string() + ": found a complex matrix, expected a real one");
}

TEST_CASE("matrix market: a number beyond single precision is refused in single precision") {
  const TemporaryFile file(array + "1 2\n1\n-1e39\n");
  const auto matrix = read_matrix_market(file.path());
  CHECK_THROWS_WITH(matrix.as_dense<float>(),
                    file.path().string() +
                        ": found magnitude 1e+39 in row 1, column 2, expected at most "
                        "3.4028235e+38 in single precision");
}
