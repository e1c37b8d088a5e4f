#include <catch2/catch.hpp>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/laws/haar.hpp>
#include <isotrace/laws/laws.hpp>
#include "samplers/dispatch.hpp"

#include <support/isas.hpp>

// Every bit of every field of the stream's address counts: the draws at addresses that differ in
// one bit of one field are compared with each other, bit for bit. No draw of 64 bits or more is met
// twice but by a mistake: the seeds are fixed, and by chance it would happen once in 2⁴⁸ choices of
// them.

using namespace isotrace;
using isotrace::test::isas;

namespace {

/// Where a draw begins.
struct Address {
  std::uint64_t seed;
  std::uint64_t domain;
  Index probe;
  Index row;

  Stream stream() const { return {seed, domain}; }
};

const std::vector<Address> bases = {
    {1, 0, 0, 0},
    {0, 0, 0, 0},
    {0xdeadbeefcafef00d, 0x0123456789abcdef, (Index{1} << 40) + 12344, 3 * stream_chunk},
    {~std::uint64_t{0}, ~std::uint64_t{0}, (Index{1} << 52) - 2, (Index{1} << 52)}};

/// The base, and all that differ from it in one bit of one field; probes from bit `probe_bit` on,
/// rows from bit `row_bit` on, both below 2⁶³.
std::vector<Address> neighbours(const Address& base, int probe_bit, int row_bit) {
  std::vector<Address> out{base};
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t flip = std::uint64_t{1} << bit;
    out.push_back({base.seed ^ flip, base.domain, base.probe, base.row});
    out.push_back({base.seed, base.domain ^ flip, base.probe, base.row});
    if (bit == 63) continue;
    if (bit >= probe_bit) {
      out.push_back({base.seed, base.domain, base.probe ^ static_cast<Index>(flip), base.row});
    }
    if (bit >= row_bit) {
      out.push_back({base.seed, base.domain, base.probe, base.row ^ static_cast<Index>(flip)});
    }
  }
  return out;
}

constexpr int all_bits = 0;
constexpr int no_bits = 64;

/// The bytes of some numbers, as a key.
template <class T>
std::string key(const T* numbers, Index count) {
  return {reinterpret_cast<const char*>(numbers), static_cast<std::size_t>(count) * sizeof(T)};
}

/// Whether draw(address), a key, is another one at every neighbour of every base.
template <class Draw>
bool all_differ(int probe_bit, int row_bit, Draw&& draw) {
  for (const Address& base : bases) {
    std::set<std::string> found;
    for (const Address& a : neighbours(base, probe_bit, row_bit)) {
      if (!found.insert(draw(a)).second) {
        UNSCOPED_INFO("repeated at seed " << a.seed << ", domain " << a.domain << ", probe "
                                          << a.probe << ", row " << a.row);
        return false;
      }
    }
  }
  return true;
}

template <class S>
std::vector<Law> laws_with_rows() {
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}};
  if constexpr (is_complex<S>) laws.emplace_back(Phases{});
  return laws;
}

}  // namespace

TEST_CASE("every bit of an address counts in the engine's state and increment", "[address]") {
  for (const bool increment : {false, true}) {
    CHECK(all_differ(all_bits, all_bits, [&](const Address& a) {
      const EngineSeed s = engine_seed(a.stream(), static_cast<std::uint64_t>(a.probe),
                                       static_cast<std::uint64_t>(a.row));
      return increment ? key(&s.increment, 1) : key(&s.state, 1);
    }));
  }
}

TEMPLATE_TEST_CASE("every bit of seed, domain, probe and row counts in the rows of every law",
                   "[address]", float, double, std::complex<float>, std::complex<double>) {
  for (const Law& law : laws_with_rows<TestType>()) {
    CAPTURE(name(law));
    CHECK(all_differ(all_bits, all_bits, [&](const Address& a) {
      RowMatrix<TestType> X(64, 1);
      draw_rows(law, a.stream(), a.row, a.probe, view(X));
      return key(X.data(), X.size());
    }));
  }
}

TEST_CASE("every bit of seed, domain, probe and row counts in the packed signs", "[address]") {
  CHECK(all_differ(all_bits, all_bits, [](const Address& a) {
    std::uint64_t words[64];
    draw_sign_words(a.stream(), a.row, 64, a.probe, 1, words);
    return key(words, 64);
  }));
}

TEMPLATE_TEST_CASE("every bit of seed, domain and probe counts in the probes of every law",
                   "[address]", float, double, std::complex<float>, std::complex<double>) {
  std::vector<Law> laws = laws_with_rows<TestType>();
  laws.emplace_back(Frame{1});
  for (const Law& law : laws) {
    CAPTURE(name(law));
    CHECK(all_differ(all_bits, no_bits, [&](const Address& a) {
      RowMatrix<TestType> X(70, 1);
      draw(law, a.stream(), a.probe, view(X));
      return key(X.data(), X.size());
    }));
  }
  CHECK(all_differ(1, no_bits, [](const Address& a) {
    RowMatrix<TestType> X(70, 2);
    draw(Law(Frame{2}), a.stream(), a.probe, view(X));
    return key(X.data(), X.size());
  }));
}

TEST_CASE("every bit of seed, domain and probe counts in the radius of a ball's point",
          "[address]") {
  CHECK(all_differ(all_bits, no_bits, [](const Address& a) {
    double scale = 0;
    double norm2 = 1;
    draw_scales(Law(Ball{}), a.stream(), 3, {a.probe, 1}, RawNorms{&scale, &norm2});
    return key(&scale, 1);
  }));
}

TEST_CASE("every bit of seed, domain and index counts in a Haar isometry", "[address]") {
  for (const Address& base : {bases[0], bases[2]}) {
    std::set<std::string> found;
    std::size_t count = 0;
    for (const Address& a : neighbours({base.seed, base.domain, base.probe % 1000, 0}, 0, 64)) {
      if (a.probe >= (Index{1} << 61)) continue;  // times 4 columns
      RowMatrix<double> U(4, 4);
      haar_isometry(a.stream(), a.probe, view(U));
      found.insert(key(U.data(), U.size()));
      ++count;
    }
    CHECK(found.size() == count);
  }
}

TEST_CASE("every bit of a substream's tag, and every letter of its name, counts", "[address]") {
  std::set<std::uint64_t> found;
  for (int bit = -1; bit < 64; ++bit) {
    found.insert(Stream{3}.substream(bit < 0 ? 0 : std::uint64_t{1} << bit).domain);
  }
  CHECK(found.size() == 65);
  const std::string text = "probes of the second sketch";
  std::set<std::uint64_t> named{Stream{3}.substream(text).domain};
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = text;
      other[i] = static_cast<char>(other[i] ^ (1 << bit));
      named.insert(Stream{3}.substream(other).domain);
    }
    named.insert(Stream{3}.substream(text.substr(0, i)).domain);
  }
  CHECK(named.size() == 9 * text.size() + 1);
}

namespace {

/// The kernels of an instruction set by name, with what they write for one column.
std::string drawn(Isa isa, const std::string& law, EntryType entry, const Piece& piece) {
  const LawKernels kernels = law_kernels(isa);
  std::vector<double> out(static_cast<std::size_t>(2 * piece.rows * piece.stride));
  std::vector<double> scale(static_cast<std::size_t>(piece.cols), 1.0);
  if (law == "normals") kernels.normals(entry, piece, out.data(), nullptr);
  if (law == "phases") kernels.phases(entry, piece, out.data(), nullptr);
  if (law == "signs") kernels.signs(entry, piece, out.data());
  if (law == "words") {
    kernels.sign_words(piece, reinterpret_cast<std::uint64_t*>(out.data()));
  }
  if (law == "radii") kernels.radii(piece, 3.0, scale.data());
  return key(out.data(), static_cast<Index>(out.size())) + key(scale.data(), piece.cols);
}

const std::vector<std::pair<std::string, EntryType>> kernels_of_entries = {
    {"normals", EntryType::f32}, {"normals", EntryType::f64}, {"normals", EntryType::c32},
    {"normals", EntryType::c64}, {"phases", EntryType::c32},  {"phases", EntryType::c64},
    {"signs", EntryType::f32},   {"signs", EntryType::f64},   {"signs", EntryType::c32},
    {"signs", EntryType::c64},   {"words", EntryType::f64},   {"radii", EntryType::f64}};

}  // namespace

TEST_CASE("every bit of a piece's stream, chunk and first probe counts on every instruction set",
          "[address]") {
  for (const Isa isa : isas()) {
    for (const auto& [law, entry] : kernels_of_entries) {
      CAPTURE(name(isa), law, static_cast<int>(entry));
      for (const Piece& base : {Piece{0, 0, 0, 0, 64, 1, 1},
                                Piece{0x0123456789abcdef, 5, 0xfedcba9876543210, 64, 64, 1, 1}}) {
        std::set<std::string> found{drawn(isa, law, entry, base)};
        for (int bit = 0; bit < 64; ++bit) {
          for (std::uint64_t Piece::* field : {&Piece::stream, &Piece::chunk, &Piece::first}) {
            Piece piece = base;
            piece.*field ^= std::uint64_t{1} << bit;
            found.insert(drawn(isa, law, entry, piece));
          }
        }
        CHECK(found.size() == 1 + 3 * 64);
      }
    }
  }
}

TEMPLATE_TEST_CASE("columns drawn side by side are those of their addresses, all of them different",
                   "[address]", float, double, std::complex<float>, std::complex<double>) {
  const Index count = 200;  // more than three groups of columns
  for (const Law& law : laws_with_rows<TestType>()) {
    // across the places where the lower 20, 32 or 62 bits of a probe's number are full
    for (const Index first :
         {Index{0}, (Index{1} << 20) - 77, (Index{1} << 32) - 101, (Index{1} << 62) - 3}) {
      CAPTURE(name(law), first);
      RowMatrix<TestType> X(64, count);
      draw_rows(law, Stream{8}, 0, first, view(X));
      std::set<std::string> found;
      for (Index j = 0; j < count; ++j) {
        RowMatrix<TestType> x(64, 1);
        draw_rows(law, Stream{8}, 0, first + j, view(x));
        REQUIRE((x.array() == X.col(j).array()).all());
        found.insert(key(x.data(), x.size()));
      }
      CHECK(found.size() == static_cast<std::size_t>(count));
    }
  }
}

TEMPLATE_TEST_CASE("no 64 rows of a long column repeat others", "[address]", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = 70 * stream_chunk;
  for (const Law& law : laws_with_rows<TestType>()) {
    CAPTURE(name(law));
    RowMatrix<TestType> X(n, 1);
    std::vector<double> numbers(2);
    draw_raw(law, Stream{8}, 0, view(X), RawNorms{numbers.data(), numbers.data() + 1});
    std::set<std::string> found;
    for (Index row = 0; row < n; row += 64) found.insert(key(X.data() + row, 64));
    CHECK(found.size() == static_cast<std::size_t>(n / 64));
  }
}
