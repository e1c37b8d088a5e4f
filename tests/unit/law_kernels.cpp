#include <catch2/catch.hpp>
#include <cstring>
#include <random>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/laws/laws.hpp>
#include "samplers/dispatch.hpp"
#include "samplers/reference.hpp"

#include <support/isas.hpp>

using namespace isotrace;
using isotrace::test::isas;

namespace {

/// What one instruction set's kernel draws: the bytes of a strided block with a margin, and the
/// norms.
struct Drawn {
  std::vector<double> block;
  std::vector<double> squared_norm;
};

Drawn drawn(Isa isa, EntryType entry, const std::string& law, const Piece& piece) {
  const LawKernels kernels = law_kernels(isa);
  Drawn d{std::vector<double>(static_cast<std::size_t>(2 * piece.rows * piece.stride), -7.0),
          std::vector<double>(static_cast<std::size_t>(piece.cols), 1.0)};
  if (law == "normals") kernels.normals(entry, piece, d.block.data(), d.squared_norm.data());
  if (law == "phases") kernels.phases(entry, piece, d.block.data(), d.squared_norm.data());
  if (law == "signs") kernels.signs(entry, piece, d.block.data());
  if (law == "radii") kernels.radii(piece, 3.0, d.squared_norm.data());
  if (law == "words") {
    kernels.sign_words(piece, reinterpret_cast<std::uint64_t*>(d.block.data()));
  }
  return d;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

template <class S>
RowMatrix<S> raw(const Law& law, const Stream& stream, Index n, Index first, Index count) {
  RowMatrix<S> X(n, count);
  std::vector<double> numbers(static_cast<std::size_t>(2 * count));
  draw_raw(law, stream, first, view(X), RawNorms{numbers.data(), numbers.data() + count});
  return X;
}

}  // namespace

TEST_CASE("every instruction set draws the same bits", "[kernels]") {
  const Index rows = GENERATE(1, 3, 130, 511, 1023, 1024);
  const Index cols = GENERATE(1, 5, 8, 13, 64, 77);
  const Index row = rows == 1024 ? 0 : GENERATE(0, 1, 77);
  const Piece piece{99, 4, 1000003, row, std::min<Index>(rows, 1024 - row), cols, cols + 3};
  for (const EntryType entry : {EntryType::f32, EntryType::f64, EntryType::c32, EntryType::c64}) {
    for (const std::string law : {"normals", "phases", "signs", "radii", "words"}) {
      if (law == "words" && cols > 64) continue;
      const Drawn expected = drawn(Isa::baseline, entry, law, piece);
      for (const Isa isa : isas()) {
        CAPTURE(name(isa), static_cast<int>(entry), law, rows, cols, row);
        const Drawn found = drawn(isa, entry, law, piece);
        CHECK(same_bits(found.block, expected.block));
        CHECK(same_bits(found.squared_norm, expected.squared_norm));
      }
    }
  }
}

TEST_CASE("the lanes' engines are PCG's", "[kernels]") {
  const Stream stream{31, 7};
  const Index first = 5, chunk = 2, count = 11;
  std::vector<std::uint64_t> words(1024);
  const Index n = (chunk + 1) * stream_chunk;
  draw_sign_words(stream, 0, n, first, 0, std::vector<std::uint64_t>(n).data());
  draw_sign_words(stream, chunk * stream_chunk, 1024, first, count, words.data());
  for (Index j = 0; j < count; ++j) {
    Engine engine = engine_at(stream, first + j, chunk);
    for (Index r = 0; r < 1024; r += 64) {
      const std::uint64_t word = engine();
      std::uint64_t found = 0;
      for (Index bit = 0; bit < 64; ++bit) found |= (words[r + bit] >> j & 1U) << bit;
      REQUIRE(found == word);
    }
  }
}

TEMPLATE_TEST_CASE("rows drawn in any cut are those of the whole draw", "[kernels]", float, double,
                   std::complex<float>, std::complex<double>) {
  const Stream stream{17, 3};
  const Index n = 2500, count = 21;
  std::vector<Law> laws{Gaussian{}, Sphere{}, Ball{}, Signs{}};
  if constexpr (is_complex<TestType>) laws.emplace_back(Phases{});
  std::mt19937_64 random(5);
  for (const Law& law : laws) {
    const RowMatrix<TestType> whole = raw<TestType>(law, stream, n, 40, count);
    for (int cut = 0; cut < 40; ++cut) {
      const Index row = static_cast<Index>(random() % n);
      const Index rows = 1 + static_cast<Index>(random() % (n - row));
      const Index column = static_cast<Index>(random() % count);
      const Index cols = 1 + static_cast<Index>(random() % (count - column));
      CAPTURE(name(law), row, rows, column, cols);
      RowMatrix<TestType> piece(rows, cols);
      draw_rows(law, stream, row, 40 + column, view(piece));
      REQUIRE((piece.array() == whole.block(row, column, rows, cols).array()).all());
    }
  }
  RowMatrix<TestType> X(4, 2);
  CHECK_THROWS_WITH(draw_rows(Law(Frame{2}), stream, 0, 0, view(X)),
                    "a frame is drawn whole: it has no rows of its own");
}

TEST_CASE("sign words are the signs of the law", "[kernels]") {
  const Stream stream{17};
  for (const Index count : {1, 30, 64}) {
    const RowMatrix<double> signs = raw<double>(Signs{}, stream, 2200, 100, count);
    for (const Index row : {0, 5, 64, 1000, 1024, 2100}) {
      const Index rows = std::min<Index>(2200 - row, 1100);
      std::vector<std::uint64_t> words(static_cast<std::size_t>(rows));
      draw_sign_words(stream, row, rows, 100, count, words.data());
      for (Index i = 0; i < rows; ++i) {
        std::uint64_t expected = 0;
        for (Index j = 0; j < count; ++j) {
          expected |= static_cast<std::uint64_t>(signs(row + i, j) < 0) << j;
        }
        REQUIRE(words[i] == expected);
      }
    }
  }
  std::uint64_t word = 0;
  CHECK_THROWS_WITH(draw_sign_words(stream, 0, 1, 0, 65, &word),
                    "a word holds the signs of at most 64 probes, not 65");
}
