#include <input/matrix_market.hpp>

#include <complex>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include <support/data.hpp>
#include <support/gzip.hpp>
#include <support/temporary_file.hpp>

namespace {

using namespace isotrace;
using namespace isotrace::program;
using isotrace::test::TemporaryFile;
using Complex = std::complex<double>;

InputMatrix read(const std::string& text) {
  return read_matrix_market(TemporaryFile(text).path());
}

RowMatrix<double> real_matrix(const std::string& text) {
  return read(text).as_dense<double>();
}
RowMatrix<Complex> complex_matrix(const std::string& text) {
  return read(text).as_dense<Complex>();
}

const std::string banner = "%%MatrixMarket matrix ";

}  // namespace

TEST_CASE("matrix market: a coordinate file places its entries, unsorted ones too") {
  RowMatrix<double> expected(2, 3);
  expected << 0, 2.5, -1e-3, 4, 0, 0;
  CHECK(real_matrix(banner + "coordinate real general\n2 3 3\n2 1 4\n1 3 -1E-3\n1 2 2.5\n") ==
        expected);
}

TEST_CASE("matrix market: an array file is read column by column") {
  RowMatrix<double> expected(2, 3);
  expected << 1, 3, 5, 2, 4, 6;
  CHECK(real_matrix(banner + "array real general\n2 3\n1\n2\n3\n4\n5\n6\n") == expected);
}

TEST_CASE("matrix market: a symmetric coordinate file is mirrored") {
  RowMatrix<double> expected(2, 2);
  expected << 2, -1, -1, 0;
  CHECK(real_matrix(banner + "coordinate integer symmetric\n2 2 2\n1 1 2\n2 1 -1\n") == expected);
}

TEST_CASE("matrix market: a complex symmetric file is mirrored without a conjugate") {
  RowMatrix<Complex> expected(2, 2);
  expected << Complex(2, 1), Complex(3, 4), Complex(3, 4), 0;
  CHECK(complex_matrix(banner + "coordinate complex symmetric\n2 2 2\n1 1 2 1\n2 1 3 4\n") ==
        expected);
}

TEST_CASE("matrix market: a skew-symmetric coordinate file is mirrored with a minus sign") {
  RowMatrix<double> expected(2, 2);
  expected << 0, -3, 3, 0;
  CHECK(real_matrix(banner + "coordinate real skew-symmetric\n2 2 1\n2 1 3\n") == expected);
}

TEST_CASE("matrix market: a hermitian coordinate file is mirrored with a conjugate") {
  RowMatrix<Complex> expected(2, 2);
  expected << 2, Complex(3, -4), Complex(3, 4), 0;
  CHECK(complex_matrix(banner + "coordinate complex hermitian\n2 2 2\n1 1 2 0\n2 1 3 4\n") ==
        expected);
}

TEST_CASE("matrix market: the entries of a pattern file are 1") {
  RowMatrix<double> expected(2, 2);
  expected << 0, 1, 1, 0;
  CHECK(real_matrix(banner + "coordinate pattern symmetric\n2 2 1\n2 1\n") == expected);
}

TEST_CASE("matrix market: a symmetric array holds the lower triangle column by column") {
  RowMatrix<double> expected(3, 3);
  expected << 1, 2, 3, 2, 4, 5, 3, 5, 6;
  CHECK(real_matrix(banner + "array real symmetric\n3 3\n1\n2\n3\n4\n5\n6\n") == expected);
}

TEST_CASE("matrix market: a hermitian array holds the lower triangle column by column") {
  RowMatrix<Complex> expected(2, 2);
  expected << 1, Complex(2, -3), Complex(2, 3), 4;
  CHECK(complex_matrix(banner + "array complex hermitian\n2 2\n1 0\n2 3\n4 0\n") == expected);
}

TEST_CASE("matrix market: a skew-symmetric array holds the strict lower triangle") {
  RowMatrix<double> expected(3, 3);
  expected << 0, -1, -2, 1, 0, -3, 2, 3, 0;
  CHECK(real_matrix(banner + "array integer skew-symmetric\n3 3\n1\n2\n3\n") == expected);
}

TEST_CASE("matrix market: what the format leaves free is read alike") {
  const std::string written = GENERATE_COPY(
      banner + "array real general\n1 2\n0.5\n-2\n",                       //
      banner + "array real general\n1 2\n0.5\n-2",                         // no last line end
      banner + "array real general\r\n1 2\r\n0.5\r\n-2\r\n",               // CRLF
      "%%matrixmarket MATRIX Array REAL General\n1 2\n0.5\n-2\n",          // letter case
      banner + "array\treal  general \n 1\t2 \n  0.5\t\n -2  \n",          // blanks around words
      banner + "array real general\n%\n% 1 2 3\n\n%x\n1 2\n0.5\n-2\n",     // comments
      banner + "array real general\n\n1 2\n\n0.5\n  \n-2\n\n\t\n",         // blank lines
      banner + "array real general\n+1 02\n+.5e+0\n-20E-1\n",              // ways to write a number
      banner + "array real general\n1 2\n5.0D-01\n-.2d1\n",                // Fortran's exponents
      " " + banner + "array real general\n\n % a\n\t%\n 1 2\n .5\n -2\n",  // its leading blanks
      "\xef\xbb\xbf" + banner + "array real general\n1 2\n.5\n-2\n",       // a byte-order mark
      test::gzipped(banner + "array real general\n1 2\n.5\n-2\n"),         // compressed
      test::gzipped("\xef\xbb\xbf" + banner + "array real gen") +          // in two members
          test::gzipped("eral\n1 2\n.5\n-2\n"));
  RowMatrix<double> expected(1, 2);
  expected << 0.5, -2;
  CHECK(real_matrix(written) == expected);
}

TEST_CASE("matrix market: SciPy's unsigned integers are read, up to the greatest of 64 bits") {
  RowMatrix<double> expected(1, 3);
  expected << 0, 7, 0x1p64;
  CHECK(real_matrix(banner + "array unsigned-integer general\n1 3\n0\n7\n18446744073709551615\n") ==
        expected);
  CHECK(real_matrix(banner + "coordinate Unsigned-Integer symmetric\n2 2 1\n2 1 3\n") ==
        (RowMatrix<double>(2, 2) << 0, 3, 3, 0).finished());
}

TEST_CASE("matrix market: a large compressed file is read whole") {
  std::string text = banner + "array integer general\n300000 1\n";
  for (int i = 0; i < 300'000; ++i) text += std::to_string(i * 7919LL % 100003) + "\n";
  const auto plain = real_matrix(text);
  CHECK(real_matrix(test::gzipped(text)) == plain);
  CHECK(plain(299'999, 0) == 299'999LL * 7919 % 100003);
}

TEST_CASE("matrix market: numbers are correctly rounded, down to zero") {
  RowMatrix<double> expected(1, 4);
  expected << 0.1, 4.9406564584124654e-324, 0.0, 9007199254740992.0;
  CHECK(real_matrix(banner + "array real general\n1 4\n0.1000000000000000055511151231257827\n" +
                    "5e-324\n1e-400\n9007199254740993\n") == expected);
}

TEST_CASE("matrix market: the sparse matrix of a file equals the dense one") {
  const auto matrix =
      read(banner + "coordinate complex hermitian\n3 3 4\n3 1 1 2\n1 1 5 0\n3 3 6 0\n3 2 7 -8\n");
  CHECK(RowMatrix<Complex>(matrix.as_sparse<Complex>()) == matrix.as_dense<Complex>());
}

TEST_CASE("matrix market: a sparse matrix is compressed, as the metrics need it") {
  const auto sparse =
      read(banner + "coordinate real symmetric\n2 2 2\n2 1 1\n1 1 3\n").as_sparse<double>();
  CHECK(sparse.isCompressed());
}

TEST_CASE("matrix market: an array file says that it is dense") {
  CHECK(read(banner + "array real general\n1 1\n3\n").is_dense());
  CHECK_FALSE(read(banner + "coordinate real general\n1 1 1\n1 1 3\n").is_dense());
}

TEST_CASE("matrix market: the field is the one the file declares") {
  CHECK(read(banner + "array integer general\n1 1\n3\n").field() == Field::real);
  CHECK(read(banner + "array complex general\n1 1\n3 0\n").field() == Field::complex);
}

TEST_CASE("matrix market: a real file is promoted to complex") {
  const auto matrix = read(banner + "array real general\n1 1\n3\n");
  CHECK(matrix.as_sparse<std::complex<float>>().coeff(0, 0) == std::complex<float>(3, 0));
}

TEST_CASE("matrix market: single precision rounds to the nearest float") {
  CHECK(read(banner + "array real general\n1 1\n0.1\n").as_dense<float>()(0, 0) == 0.1f);
}

TEST_CASE("matrix market: a coordinate file without entries is the zero matrix") {
  CHECK(real_matrix(banner + "coordinate real general\n2 3 0\n") == RowMatrix<double>::Zero(2, 3));
}

namespace {

struct Known {
  Index n;
  Index nonzeros;
  Complex trace;
  double frobenius;  // ‖A‖_F
};

// The values of the data folder's README; of a graph the trace is 0 and ‖A‖²_F = 2·edges.
const std::map<std::string, Known> known_matrices = {
    {"bcsstk11.mtx", {1473, 34241, 61738908390.39, 4665459843.734}},
    {"bcsstm12.mtx", {1473, 19659, 874.1970246204, 82.40775251296}},
    {"ca-GrQc.mtx", {5242, 28968, 0, 170.19988249114}},
    {"karate.mtx", {34, 156, 0, 12.489995996797}},
    {"lund_a.mtx", {147, 2449, 12709694887.64, 1389725903.094}},
    {"lund_b.mtx", {147, 2441, 225600.4036934, 28807.49405346}},
    {"mhd1280a.mtx", {1280, 47906, -31.1053343991516, 126746.35679846}},
    {"mhd1280b.mtx", {1280, 22778, 452.49506694031, 110.21057774667}},
    {"mhd416a.mtx", {416, 8562, 6.252689638894, 2868.4136096195}},
    {"mhd416b.mtx", {416, 2312, 31.232152162558, 5.1802259558128}},
    {"qc324.mtx", {324, 26730, {-26.916014276, -8.377426122}, 5.628921975430}},
    {"rail_1357_A.mtx", {1357, 8985, -0.0280397806672, 0.0008809544726291}},
    {"rail_1357_E.mtx", {1357, 8997, 0.1751472091327, 0.00672319613138}},
    {"rail_20209_A.mtx", {20209, 139233, -0.4486707121726, 0.00358571311388}},
    {"rail_20209_E.mtx", {20209, 139473, 0.1751220191588, 0.001736665689921}},
};

}  // namespace

TEST_CASE("real data: every matrix has its published size, trace and norm") {
  const auto folder = isotrace::test::data_folder({"karate.mtx"});
  if (!folder) {
    return;
  }
  for (const auto& item : std::filesystem::directory_iterator(*folder)) {
    if (item.path().extension() != ".mtx") {
      continue;
    }
    const std::string name = item.path().filename();
    DYNAMIC_SECTION(name) {
      REQUIRE(known_matrices.contains(name));
      const Known& known = known_matrices.at(name);
      const auto matrix = read_matrix_market(item.path()).as_sparse<Complex>();
      CHECK(matrix.rows() == known.n);
      CHECK(matrix.cols() == known.n);
      CHECK(matrix.nonZeros() == known.nonzeros);
      // The README prints ten digits and more; rounding in a sum of n entries is far below.
      CHECK(std::abs(matrix.diagonal().sum() - known.trace) <= 1e-9 * std::abs(known.trace));
      CHECK(std::abs(matrix.norm() - known.frobenius) <= 1e-9 * known.frobenius);
    }
  }
}
