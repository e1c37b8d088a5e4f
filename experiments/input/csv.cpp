#include <csv.h>

#include <input/csv.hpp>
#include <input/gzip.hpp>
#include <input/input_error.hpp>
#include <input/line_reader.hpp>

namespace isotrace::program {

struct CsvReader::State {
  State(std::filesystem::path path, std::unique_ptr<ByteSource> source)
      : text(decompressed(path, std::move(source))), lines(std::move(path), *text.source) {
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~State() { csv_free(&parser); }

  static void on_field(void* field, std::size_t size, void* self) {
    const auto* bytes = static_cast<const char*>(field);
    static_cast<State*>(self)->fields.emplace_back(bytes, size);
  }
  static void on_row(int /*end*/, void* self) {
    auto& state = *static_cast<State*>(self);
    state.twice = state.complete;
    state.complete = true;
  }

  void parse(std::string_view bytes) {
    if (csv_parse(&parser, bytes.data(), bytes.size(), &on_field, &on_row, this) == bytes.size()) {
      return;
    }
    if (csv_error(&parser) != CSV_EPARSE) throw std::bad_alloc();
    throw InputError(lines.path(), lines.number(), "a misplaced double quote",
                     "fields quoted as a whole, with quotes inside them doubled");
  }
  void finish() {
    if (csv_fini(&parser, &on_field, &on_row, this) == 0) return;
    throw InputError(lines.path(), lines.number(), "the end of the file within a quoted field",
                     "a closing double quote");
  }

  TextBytes text;
  LineReader lines;
  csv_parser parser{};
  std::vector<std::string> fields;
  bool complete = false;
  bool twice = false;  ///< two rows in one line: a carriage return within it
};

CsvReader::CsvReader(std::filesystem::path path, std::unique_ptr<ByteSource> source)
    : state_(std::make_unique<State>(std::move(path), std::move(source))) {}

CsvReader::~CsvReader() = default;

bool CsvReader::next(std::vector<std::string>& fields) {
  State& s = *state_;
  s.fields.clear();
  s.complete = false;
  s.twice = false;
  while (!s.complete) {
    if (!s.lines.next()) {
      s.finish();
      break;
    }
    s.parse(s.lines.line());
    s.parse("\n");
    if (s.twice) {
      throw InputError(s.lines.path(), s.lines.number(), "a carriage return within a line",
                       "lines that end in \\n or \\r\\n");
    }
  }
  fields.swap(s.fields);
  return s.complete;
}

Index CsvReader::line() const {
  return state_->lines.number();
}

void CsvReader::look_for_damage() {
  program::look_for_damage(state_->text);
}

}  // namespace isotrace::program
