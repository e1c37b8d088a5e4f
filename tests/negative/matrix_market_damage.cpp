#include <set>
#include <string>

#include <catch2/catch.hpp>

#include <support/gzip.hpp>
#include <support/refusal.hpp>

namespace {

using isotrace::test::refusal;

const std::string banner = "%%MatrixMarket matrix ";
const std::string symmetric = banner + "coordinate real symmetric\n";
const std::string array = banner + "array real general\n";

// The lengths at which a truncated file is still accepted.
std::set<std::size_t> accepted_lengths(const std::string& text) {
  std::set<std::size_t> lengths;
  for (std::size_t length = 0; length <= text.size(); ++length) {
    if (refusal(text.substr(0, length)) == "accepted") {
      lengths.insert(length);
    }
  }
  return lengths;
}

// All lengths from `tail` bytes before the end on.
std::set<std::size_t> last_lengths(const std::string& text, std::size_t tail) {
  std::set<std::size_t> lengths;
  for (std::size_t length = text.size() - tail; length <= text.size(); ++length) {
    lengths.insert(length);
  }
  return lengths;
}

}  // namespace

// In the next three the last number, cut short, may still be one: then the text is a complete file.

TEST_CASE("matrix market: a truncated real coordinate file is refused") {
  const std::string text = symmetric + "% note\n\n3 3 3\n1 1 2.5\n3 1 -1e3\n3 3 17.25\r\n";
  CHECK(accepted_lengths(text) == last_lengths(text, std::string("7.25\r\n").size()));
}

TEST_CASE("matrix market: a truncated complex array file is refused") {
  const std::string text = banner + "array complex general\n2 1\n1 2\n-3.5 4e-1\n";
  auto expected = last_lengths(text, std::string("e-1\n").size());
  expected.erase(text.size() - std::string("-1\n").size());  // "4e"
  expected.erase(text.size() - std::string("1\n").size());   // "4e-"
  CHECK(accepted_lengths(text) == expected);
}

TEST_CASE("matrix market: a truncated pattern file is refused") {
  const std::string text = banner + "coordinate pattern general\n12 12 2\n3 4\n12 12\n";
  CHECK(accepted_lengths(text) == last_lengths(text, std::string("2\n").size()));
}

TEST_CASE("matrix market: a file with any one byte changed is read or refused with an InputError") {
  const std::string text = banner + "coordinate complex hermitian\n3 3 2\n1 1 2.5 0\n3 1 -1e3 7\n";
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char hostile : {'\0', '\n', '\r', '\t', '-', '+', '.', '%', '9', 'e', 'n', '\xff'}) {
      std::string changed = text;
      changed[at] = hostile;
      CHECK_NOTHROW(refusal(changed));
    }
  }
}

TEST_CASE("matrix market: compressed text is refused like plain text, and damage is named") {
  const std::string text = array + "1 2\n1\n2\n";
  const std::string good = isotrace::test::gzipped(text);
  REQUIRE(refusal(good) == "accepted");
  CHECK(refusal(isotrace::test::gzipped(array + "1 2\n1\n")) ==
        ":3: found the end of the file, expected entry 2 of 2");
  for (std::size_t size = 2; size < good.size(); ++size) {
    CAPTURE(size);
    REQUIRE(refusal(good.substr(0, size)) == ": found gzip data that are cut off after " +
                                                 std::to_string(size) +
                                                 " bytes, expected all of them");
  }
  CHECK(refusal(good + "x") == ": found 1 bytes after the gzip data, expected the end of the file");
  CHECK(refusal(good + std::string(512, '\0')) ==
        ": found 512 bytes after the gzip data, expected the end of the file");
  std::string wrong_sum = good;
  wrong_sum[wrong_sum.size() - 6] ^= 1;  // of the checksum
  CHECK_THAT(refusal(wrong_sum), Catch::Contains("incorrect data check"));
  std::string wrong_size = good;
  wrong_size.back() ^= 1;
  CHECK_THAT(refusal(wrong_size), Catch::Contains("incorrect length check"));
}

TEST_CASE("matrix market: damage far behind malformed text is named instead of it") {
  std::string text = array + "1 1\nx\n";
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919LL % 100003) + "\n";
  const std::string good = isotrace::test::gzipped(text);
  CHECK(refusal(good) == ":3: found 'x', expected a number");
  const std::string cut = good.substr(0, good.size() - 9);
  CHECK(refusal(cut) == ": found gzip data that are cut off after " + std::to_string(cut.size()) +
                            " bytes, expected all of them");
}
