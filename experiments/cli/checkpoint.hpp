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

/// What makes two runs the same: names and values, in the order in which they are compared.
using RunIdentity = std::vector<std::pair<std::string, std::string>>;

/// A sample kept in a file. The first line is the run's identity, as JSON; after it stand records,
/// each with its length and a checksum: the moments of whole waves, and the values of blocks of the
/// wave under way, which are appended as they come. When a wave is whole, the file is written anew
/// beside the old one and takes its place. A process that is killed, at whatever point, leaves a
/// file that lacks the block under way at the most: a record that is not whole is passed over.
class CheckpointFile : public SampleStore {
 public:
  /// Goes on with the file, or begins it with the first values that are kept. Throws InputError
  /// (file, found, expected) for a file that is no checkpoint, one of another run (naming the first
  /// difference), and where none can be written.
  CheckpointFile(std::filesystem::path path, RunIdentity identity);

  std::optional<WaveMoments> wave(Index first, Index count) override;
  Index values(Index first, Index count, Index numbers, double* to) override;
  void add(Index first, Index count, Index numbers, const double* from) override;
  void finish_wave(Index first, Index count, const WaveMoments& moments) override;

  /// Of values and waves that were there when the file was opened.
  Index kept_probes() const { return kept_probes_; }

 private:
  struct Wave {
    Index first;
    Index count;
    WaveMoments moments;
  };

  void read(const std::string& content);
  void write_anew();
  void append(const std::string& record);

  std::filesystem::path path_;
  RunIdentity identity_;
  std::vector<Wave> waves_;
  Index values_first_ = 0;      ///< the probe that values_ begin with
  Index values_count_ = 0;      ///< probes that they are of
  std::vector<double> values_;  ///< of the wave under way
  std::ofstream out_;
  Index kept_probes_ = 0;
  bool current_ = false;  ///< the file holds what is kept
};

}  // namespace isotrace::program
