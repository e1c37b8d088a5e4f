#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <isotrace/trace/sample_store.hpp>

namespace isotrace::program {

/// The settings that identify a run: names and values, in the order in which they are compared.
using RunIdentity = std::vector<std::pair<std::string, std::string>>;

/// A sample kept in a file. The first line is the run's identity, as JSON. Records follow, each
/// with its length and a checksum: the moments of complete waves, and the values of blocks of the
/// current wave, which are appended as they are done. When a wave is complete, a new file is
/// written beside the old one and replaces it. If the process is killed, the file lacks at most the
/// current block: an incomplete record is ignored. One process at a time: it holds the empty file
/// FILE.lock while it runs, and then removes it. A symbolic link is followed.
class CheckpointFile : public SampleStore {
 public:
  /// Resumes from the file, or creates it with the first values. Throws InputError (file, found,
  /// expected) if the file is no checkpoint, belongs to another run (naming the first difference),
  /// is in use by another process, or cannot be written.
  CheckpointFile(std::filesystem::path path, RunIdentity identity);

  std::optional<WaveMoments> wave(Index first, Index count) override;
  Index values(Index first, Index count, Index numbers, double* to) override;
  void add(Index first, Index count, Index numbers, const double* from) override;
  void finish_wave(Index first, Index count, const WaveMoments& moments) override;

  /// The number of probes whose values or moments were in the file when it was opened.
  Index kept_probes() const { return kept_probes_; }

 private:
  struct Wave {
    Index first;
    Index count;
    WaveMoments moments;
  };

  /// The lock file, held while this object lives.
  class Lock {
   public:
    explicit Lock(const std::filesystem::path& path);
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock();

   private:
    std::filesystem::path path_;
    int file_;
  };

  void read(const std::string& content);
  void write_anew();
  void append(const std::string& record);

  std::filesystem::path path_;
  Lock lock_;
  RunIdentity identity_;
  std::vector<Wave> waves_;
  Index values_first_ = 0;      ///< number of the first probe of values_
  Index values_count_ = 0;      ///< number of probes of values_
  std::vector<double> values_;  ///< values of the current wave
  std::ofstream out_;
  Index kept_probes_ = 0;
  bool current_ = false;  ///< the file holds all waves and values kept
};

}  // namespace isotrace::program
