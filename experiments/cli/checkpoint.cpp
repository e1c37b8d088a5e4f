#include <cli/checkpoint.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sstream>

#include <fmt/format.h>

#include <cli/output.hpp>
#include <input/input_error.hpp>

namespace isotrace::program {

namespace {

constexpr std::string_view magic = "isotrace checkpoint 1 ";

enum class Kind : std::uint64_t { wave = 1, block = 2 };

/// The head of a record. The payload and a checksum follow.
struct RecordHead {
  Kind kind;
  std::uint64_t first;
  std::uint64_t count;
  std::uint64_t bytes;
};

std::uint64_t checksum(std::string_view head, std::string_view payload) {
  const auto add = [](uLong crc, std::string_view bytes) {
    return crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  };
  return add(add(crc32_z(0, nullptr, 0), head), payload);
}

template <class T>
std::string_view bytes_of(const T& object) {
  return {reinterpret_cast<const char*>(&object), sizeof(T)};
}

std::string record(Kind kind, Index first, Index count, std::string_view payload) {
  const RecordHead head{kind, static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(count),
                        payload.size()};
  std::string text(bytes_of(head));
  text += payload;
  text += bytes_of(checksum(bytes_of(head), payload));
  return text;
}

/// Takes the first record off the text; returns false if it is incomplete or damaged.
bool take_record(std::string_view& text, RecordHead& head, std::string_view& payload) {
  constexpr std::size_t ends = sizeof(RecordHead) + sizeof(std::uint64_t);
  if (text.size() < ends) return false;
  std::memcpy(&head, text.data(), sizeof head);
  if (head.bytes > text.size() - ends) return false;
  payload = text.substr(sizeof head, head.bytes);
  std::uint64_t sum = 0;
  std::memcpy(&sum, payload.data() + payload.size(), sizeof sum);
  if (sum != checksum(text.substr(0, sizeof head), payload)) return false;
  text.remove_prefix(ends + head.bytes);
  return true;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view found,
                         std::string_view expected) {
  throw InputError(path, 0, found, expected);
}

/// The content of the file; none if it does not exist.
std::optional<std::string> content_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  if (std::filesystem::is_directory(path, error)) refuse(path, "a folder", "a checkpoint's file");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.is_open() || in.bad() || text.bad()) {
    refuse(path, std::strerror(errno), "a file that can be read");
  }
  return std::move(text).str();
}

/// The path with symbolic links resolved.
std::filesystem::path linked_to(std::filesystem::path path) {
  constexpr int most = 40;  // links that lead in a circle are left to the system's message
  std::error_code error;
  for (int k = 0; k < most && std::filesystem::is_symlink(path, error); ++k) {
    const auto target = std::filesystem::read_symlink(path, error);
    if (error) return path;
    path = path.parent_path() / target;  // the target alone, if it is absolute
  }
  return path;
}

/// Whether the open file is the one at this path.
bool is_open_at(int file, const std::filesystem::path& path) {
  struct stat open = {};
  struct stat named = {};
  return file >= 0 && ::fstat(file, &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

/// Flushes a file or folder to the disk.
void synchronise(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

}  // namespace

CheckpointFile::CheckpointFile(std::filesystem::path path, RunIdentity identity)
    : path_(linked_to(std::move(path))), lock_(path_), identity_(std::move(identity)) {
  if (const auto content = content_of(path_)) read(*content);
  kept_probes_ = values_count_;
  for (const Wave& wave : waves_) kept_probes_ += wave.count;
}

CheckpointFile::Lock::Lock(const std::filesystem::path& path)
    : path_(path.string() + ".lock"), file_(-1) {
  while (!is_open_at(file_, path_)) {  // another process may have removed the file just opened
    if (file_ >= 0) ::close(file_);
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) refuse(path, std::strerror(errno), "a file that can be written");
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) continue;
    ::close(file_);
    refuse(path, "a checkpoint that another process writes", "one that none does");
  }
}

CheckpointFile::Lock::~Lock() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  ::close(file_);
}

void CheckpointFile::read(const std::string& content) {
  const std::size_t end = content.find('\n');
  if (!content.starts_with(magic) || end == std::string::npos) {
    refuse(path_, content.empty() ? "an empty file" : "other text", "a checkpoint of isotrace's");
  }
  const auto kept = nlohmann::ordered_json::parse(
      content.begin() + static_cast<std::ptrdiff_t>(magic.size()),
      content.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
  if (!kept.is_object()) refuse(path_, "a damaged first line", "a checkpoint of isotrace's");
  for (const auto& [name, value] : identity_) {
    const auto place = kept.find(name);
    const std::string found =
        place != kept.end() && place->is_string() ? place->get<std::string>() : "none";
    if (found == value) continue;
    refuse(path_, fmt::format("a checkpoint of another run, {} {}", name, found),
           fmt::format("{} {}", name, value));
  }
  std::string_view rest(content);
  rest.remove_prefix(end + 1);
  RecordHead head{};
  std::string_view payload;
  while (take_record(rest, head, payload)) {
    const auto first = static_cast<Index>(head.first);
    const auto count = static_cast<Index>(head.count);
    if (head.kind == Kind::wave && payload.size() == sizeof(WaveMoments)) {
      Wave wave{first, count, {}};
      std::memcpy(&wave.moments, payload.data(), sizeof(WaveMoments));
      waves_.push_back(wave);
    } else if (head.kind == Kind::block) {
      if (values_.empty()) values_first_ = first;
      if (first != values_first_ + values_count_) break;
      const std::size_t before = values_.size();
      values_.resize(before + payload.size() / sizeof(double));
      std::memcpy(values_.data() + before, payload.data(), payload.size());
      values_count_ += count;
    }
  }
}

std::optional<SampleStore::WaveMoments> CheckpointFile::wave(Index first, Index count) {
  const auto found = std::ranges::find_if(
      waves_, [&](const Wave& wave) { return wave.first == first && wave.count == count; });
  if (found == waves_.end()) return std::nullopt;
  return found->moments;
}

Index CheckpointFile::values(Index first, Index count, Index numbers, double* to) {
  const bool fits = values_first_ == first && values_count_ <= count &&
                    static_cast<Index>(values_.size()) == values_count_ * numbers;
  if (!fits) {
    current_ = current_ && values_.empty();
    values_.clear();
    values_count_ = 0;
  }
  std::ranges::copy(values_, to);
  return values_count_;
}

void CheckpointFile::add(Index first, Index count, Index numbers, const double* from) {
  const std::size_t size = static_cast<std::size_t>(count * numbers);
  if (values_.empty()) values_first_ = first;
  values_.insert(values_.end(), from, from + size);
  values_count_ += count;
  if (!current_) return write_anew();
  append(record(Kind::block, first, count,
                {reinterpret_cast<const char*>(from), size * sizeof(double)}));
}

void CheckpointFile::finish_wave(Index first, Index count, const WaveMoments& moments) {
  waves_.push_back({first, count, moments});
  values_.clear();
  values_count_ = 0;
  write_anew();
}

void CheckpointFile::append(const std::string& text) {
  out_.write(text.data(), static_cast<std::streamsize>(text.size()));
  out_.flush();
  if (!out_)
    throw OutputError(fmt::format("--checkpoint {}: {}", shown_path(path_), std::strerror(errno)));
}

void CheckpointFile::write_anew() {
  nlohmann::ordered_json identity = nlohmann::ordered_json::object();
  for (const auto& [name, value] : identity_) identity[name] = value;
  std::string text = std::string(magic) + identity.dump() + "\n";
  for (const Wave& wave : waves_) {
    text += record(Kind::wave, wave.first, wave.count, bytes_of(wave.moments));
  }
  if (!values_.empty()) {
    text +=
        record(Kind::block, values_first_, values_count_,
               {reinterpret_cast<const char*>(values_.data()), values_.size() * sizeof(double)});
  }
  const std::filesystem::path beside = path_.string() + ".new";
  out_.close();
  out_.clear();
  out_.open(beside, std::ios::binary | std::ios::trunc);
  if (!out_) refuse(path_, std::strerror(errno), "a file that can be written");
  append(text);
  synchronise(beside);
  std::error_code error;
  std::filesystem::rename(beside, path_, error);
  if (error) refuse(path_, error.message(), "a file that can be replaced");
  synchronise(folder_of(path_));
  current_ = true;
}

}  // namespace isotrace::program
