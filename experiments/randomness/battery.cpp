#include "battery.hpp"

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <array>
#include <bit>
#include <cmath>

#include <isotrace/laws/laws.hpp>

#include "bounds.hpp"
#include "samplers/reference.hpp"

namespace isotrace::randomness {

namespace {

constexpr Index rows = stream_chunk;
constexpr Index cols = 64;
using Block = std::vector<double>;  // rows × cols

/// The address of block number k: 64 probes of one of 16 chunks.
struct Address {
  Index first, first_row;
  explicit Address(Index k) : first(k / 16 * cols), first_row(k % 16 * rows) {}
};

void plant(Plant mistake, Block& block) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    double& x = block[i];
    if (mistake == Plant::no_tail && std::abs(x) > 4.0244) x = std::copysign(4.0, x);
    if (mistake == Plant::hole && i % 341 == 0) x = 0.0;
    if (mistake == Plant::scale) x *= 1.01;
    if (mistake == Plant::repeated && i % 8 == 1) x = block[i - 1];
  }
}

void draw_block(const Options& options, const Stream& stream, Address at, Block& block) {
  draw_rows(Law(Gaussian{}), stream, at.first_row, at.first,
            BlockView<double>{block.data(), rows, cols, cols});
  plant(options.plant, block);
}

enum Pair { lane, eighth, half, next_row, far_row, chunk, seed, domain, pair_kinds };

constexpr std::array<const char*, pair_kinds> pair_names = {
    "lanes j, j+1", "probes j, j+8", "probes j, j+32", "rows i, i+1",
    "rows i, i+64", "chunks c, c+1", "seeds s, s+1",   "domains"};

/// The counts of one thread.
struct Seen {
  NormalTally normals;
  std::array<PairTally, pair_kinds> pairs;
  std::uint64_t signs = 0, minus = 0, row_agree = 0, probe_agree = 0;
  Block block = Block(rows * cols), other = Block(rows * cols);
  std::array<std::uint64_t, rows> words = {};
};

/// Adds the disjoint pairs of columns (j, j + lag) of each row.
void add_columns(const Block& X, Index lag, PairTally& tally) {
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j + lag < cols; ++j) {
      if (j / lag % 2 == 0) tally.add(X[i * cols + j], X[i * cols + j + lag]);
    }
  }
}

void add_rows(const Block& X, Index lag, PairTally& tally) {
  for (Index i = 0; i + lag < rows; ++i) {
    if (i / lag % 2 != 0) continue;
    for (Index j = 0; j < cols; ++j) tally.add(X[i * cols + j], X[(i + lag) * cols + j]);
  }
}

void add_blocks(const Block& X, const Block& Y, PairTally& tally) {
  for (std::size_t i = 0; i < X.size(); ++i) tally.add(X[i], Y[i]);
}

/// Adds pairs within a block, and of the block with those at neighbouring addresses.
void add_pairs(const Options& options, const Stream& stream, Address at, Seen& seen) {
  add_columns(seen.block, 1, seen.pairs[lane]);
  add_columns(seen.block, 8, seen.pairs[eighth]);
  add_columns(seen.block, 32, seen.pairs[half]);
  add_rows(seen.block, 1, seen.pairs[next_row]);
  add_rows(seen.block, 64, seen.pairs[far_row]);
  Address next = at;
  next.first_row += rows;
  draw_block(options, stream, next, seen.other);
  add_blocks(seen.block, seen.other, seen.pairs[chunk]);
  Stream neighbour = stream;
  ++neighbour.seed;
  draw_block(options, neighbour, at, seen.other);
  add_blocks(seen.block, seen.other, seen.pairs[seed]);
  draw_block(options, stream.substream(1), at, seen.other);
  add_blocks(seen.block, seen.other, seen.pairs[domain]);
}

void add_signs(const Stream& stream, Address at, Seen& seen) {
  draw_sign_words(stream, at.first_row, rows, at.first, cols, seen.words.data());
  for (std::size_t i = 0; i < seen.words.size(); ++i) {
    const std::uint64_t word = seen.words[i];
    seen.signs += 64;
    seen.minus += static_cast<std::uint64_t>(std::popcount(word));
    const std::uint64_t equal = ~(word ^ (word >> 1)) & 0x5555555555555555ULL;
    seen.probe_agree += static_cast<std::uint64_t>(std::popcount(equal));
    if (i % 2 == 1) {
      seen.row_agree += static_cast<std::uint64_t>(std::popcount(~(word ^ seen.words[i - 1])));
    }
  }
}

NormalTally reference(const Options& options) {
  tbb::enumerable_thread_specific<NormalTally> tallies;
  const Index blocks = static_cast<Index>(options.draws / 10 / (rows * cols)) + 1;
  tbb::parallel_for(tbb::blocked_range<Index>(0, blocks), [&](const auto& range) {
    NormalTally& tally = tallies.local();
    for (Index k = range.begin(); k < range.end(); ++k) {
      NormalEntries<double> next(engine_at(Stream{options.seed}.substream("reference"), k, 0));
      for (Index i = 0; i < rows * cols; ++i) tally.add(next());
    }
  });
  NormalTally all;
  for (const NormalTally& tally : tallies) all.merge(tally);
  return all;
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  all.insert(all.end(), more.begin(), more.end());
}

Finding share_of_half(const std::string& statement, std::uint64_t n, std::uint64_t k) {
  return {statement, static_cast<double>(k) / static_cast<double>(n), binomial_bound(n, k, 0.5)};
}

}  // namespace

std::vector<Finding> run_battery(const Options& options) {
  const Stream stream{options.seed};
  tbb::enumerable_thread_specific<Seen> threads;
  const Index blocks = static_cast<Index>((options.draws - 1) / (rows * cols)) + 1;
  tbb::parallel_for(tbb::blocked_range<Index>(0, blocks), [&](const auto& range) {
    Seen& seen = threads.local();
    for (Index k = range.begin(); k < range.end(); ++k) {
      draw_block(options, stream, Address(k), seen.block);
      for (const double x : seen.block) seen.normals.add(x);
      // Chunks 0 and 8 of 16, so that a block is never its own neighbour.
      if (k % 8 == 0) add_pairs(options, stream, Address(k), seen);
      add_signs(stream.substream("signs"), Address(k), seen);
    }
  });
  Seen all;
  for (const Seen& seen : threads) {
    all.normals.merge(seen.normals);
    for (std::size_t p = 0; p < all.pairs.size(); ++p) all.pairs[p].merge(seen.pairs[p]);
    all.signs += seen.signs;
    all.minus += seen.minus;
    all.row_agree += seen.row_agree;
    all.probe_agree += seen.probe_agree;
  }

  std::vector<Finding> found = all.normals.findings("normals");
  for (std::size_t p = 0; p < all.pairs.size(); ++p)
    append(found, all.pairs[p].findings(pair_names[p]));
  found.push_back(share_of_half("signs: share of -1", all.signs, all.minus));
  found.push_back(share_of_half("signs: rows i, i+1 equal", all.signs / 2, all.row_agree));
  found.push_back(share_of_half("signs: probes j, j+1 equal", all.signs / 2, all.probe_agree));
  const NormalTally boost = reference(options);
  append(found, boost.findings("Boost's normals"));
  found.push_back(NormalTally::compare("normals and Boost's", all.normals, boost));
  return found;
}

}  // namespace isotrace::randomness
