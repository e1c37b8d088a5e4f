#include "sparse_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/core/sum.hpp>
#include <lib/linalg/sparse_cholesky/selected_inverse.hpp>
#include "column_cover.hpp"
#include "sparse_solve.hpp"

namespace isotrace::detail {
namespace {

template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;

WalkOptions walk_options(const EntryOptions& options) {
  return {options.threads, options.memory, options.stop, options.progress};
}

/// Predicted seconds of a walk over the fronts, given its operations (multiplications and additions
/// together) and the nonzeros of the factor.
template <Scalar S>
double walk_cost(double operations, double nonzeros) {
  return operations / 2 * cost::multiplications<S> * cost::multiply_add +
         nonzeros * cost::multiplications<S> * 2 * cost::pass;
}

/// Σ A_ij Z_ji over the entries on L's pattern, those of a supernode at a time: an entry above and
/// one below the diagonal of the eliminated order share one of Z.
template <Scalar S>
EntrySum<S> sum_of_node(const InverseColumns<S>& z, SparseView<S> rows, SparseView<S> columns) {
  std::vector<Wide<S>> terms;
  double size = 0;
  const auto add = [&](const S& a, const S& entry) {
    const Wide<S> term = Wide<S>(a) * Wide<S>(entry);
    terms.push_back(term);
    size += std::abs(term);
  };
  for (int j = 0; j < z.columns; ++j) {
    const S* entries = z.entries.row(j);  // Z_ri for the rows i below
    const int r = z.rows[j];
    for (int e = rows.outer[r]; e < rows.outer[r + 1]; ++e) {
      const int place = z.place(rows.inner[e]);
      if (place >= j) add(rows.values[e], conjugate(entries[place]));
    }
    for (int e = columns.outer[r]; e < columns.outer[r + 1]; ++e) {
      const int place = z.place(columns.inner[e]);
      if (place > j) add(columns.values[e], entries[place]);
    }
  }
  return {sum(terms), size};
}

template <Scalar S>
EntrySum<S> total(const std::vector<EntrySum<S>>& parts) {
  return {sum(parts, [](const auto& part) { return part.value; }),
          sum(parts, [](const auto& part) { return part.size; })};
}

template <Scalar S>
class SparseEntries final : public InverseEntries<S> {
 public:
  explicit SparseEntries(std::shared_ptr<const SparseFactor<S>> factor)
      : factor_(std::move(factor)) {}

  double log_determinant() const override {
    const auto& layout = factor_->lower.layout();
    std::vector<double> logarithms;
    logarithms.reserve(static_cast<std::size_t>(factor_->gram.rows()));
    for (const FactorPanel& panel : layout.panels) {
      const Real<S>* inverses = factor_->lower.values() + panel.values;
      for (int j = 0; j < panel.width; ++j) {
        logarithms.push_back(-2 * std::log(static_cast<double>(inverses[j])));
      }
    }
    return sum(logarithms);
  }

  void diagonal(const EntryOptions& options, Real<S>* out) const override {
    sweep(options, static_cast<std::size_t>(factor_->gram.rows()) * sizeof(Real<S>),
          [&](const InverseColumns<S>& z) {
            for (int j = 0; j < z.columns; ++j) out[z.rows[j]] = std::real(z.entries.row(j)[j]);
          });
  }

  PlannedSum<S> plan_sum(SparseView<S> A, std::size_t memory) const override {
    const auto outside = entries_outside(*factor_, A);
    const double swept =
        walk_cost<S>(2 * factor_->operations, static_cast<double>(factor_->nonzeros));
    const std::size_t bytes = swept_bytes(*factor_, A);
    if (outside.empty()) {
      return {swept, bytes,
              [*this, A](const EntryOptions& options) { return swept_sum(A, options); }};
    }
    const auto cover = column_cover(outside, A.rows);
    const double solve =
        2 * static_cast<double>(factor_->nonzeros) * cost::multiplications<S> * cost::sparse_entry;
    PlannedSum<S> by_solves{
        swept + static_cast<double>(cover.columns.size()) * solve, bytes,
        [*this, A, cover](const EntryOptions& options) { return solved_sum(A, cover, options); }};
    PlannedSum<S> by_union = plan_union(A, by_solves.cost - swept);
    return by_union.cost < by_solves.cost && by_union.bytes <= memory ? by_union : by_solves;
  }

 private:
  template <class Visit>
  void sweep(const EntryOptions& options, std::size_t kept, const Visit& visit) const {
    selected_inverse<S>(factor_->nodes, factor_->schedule, factor_->lower, walk_options(options),
                        kept, visit);
  }

  /// What the sweep holds besides its fronts: A by the other lines, and the sums.
  static std::size_t held_bytes(const Supernodes& nodes, SparseView<S> A) {
    return static_cast<std::size_t>(A.nonzeros()) * (sizeof(S) + sizeof(int)) +
           static_cast<std::size_t>(A.rows + 1) * sizeof(int) +
           nodes.parent.size() * sizeof(EntrySum<S>);
  }
  static std::size_t swept_bytes(const SparseFactor<S>& factor, SparseView<S> A) {
    return held_bytes(factor.nodes, A) + selected_inverse_bytes<S>(factor.nodes, factor.schedule);
  }

  EntrySum<S> swept_sum(SparseView<S> A, const EntryOptions& options) const {
    const std::size_t needed = swept_bytes(*factor_, A);
    if (needed > options.memory) {  // before A is copied
      throw OptionError(fmt::format("the selected inverse needs {} bytes of memory, allowed are {}",
                                    needed, options.memory));
    }
    const Rows<S> other =
        Eigen::Map<const Rows<S>>(A.rows, A.cols, A.nonzeros(), A.outer, A.inner, A.values)
            .transpose();
    const SparseView<S> lines = matrix_view(other);
    const SparseView<S> rows = A.row_major ? A : lines;
    const SparseView<S> columns = A.row_major ? lines : A;
    std::vector<EntrySum<S>> parts(factor_->nodes.parent.size());
    sweep(options, held_bytes(factor_->nodes, A),
          [&](const InverseColumns<S>& z) { parts[z.node] = sum_of_node(z, rows, columns); });
    return total(parts);
  }

  /// The entries on L's pattern by a sweep, the others by solves for the columns that cover them.
  EntrySum<S> solved_sum(SparseView<S> A, const ColumnCover<S>& cover,
                         const EntryOptions& options) const {
    std::vector<EntrySum<S>> parts{swept_sum(A, options)};
    EntryOptions quiet = options;
    quiet.progress = {};
    parts.push_back(sum_by_solves(factor_->lower, cover, factor_->gram.rows(), quiet));
    return total(parts);
  }

  /// By the factor of V in the union of both patterns, if it may cost less than `limit`.
  PlannedSum<S> plan_union(SparseView<S> A, double limit) const {
    constexpr double ordering = 1e-6;  // seconds per entry
    const double entries =
        static_cast<double>(factor_->gram.nonZeros()) + 2 * static_cast<double>(A.nonzeros());
    if (entries * ordering > limit || entries > std::numeric_limits<int>::max()) return {};
    const auto united = std::make_shared<Rows<S>>(united_pattern(factor_->gram, A));
    const Pattern pattern{united->outerIndexPtr(), united->innerIndexPtr(), united->rows()};
    const auto elimination = std::make_shared<Elimination>(fill_reducing(pattern));
    const Supernodes nodes = supernodes(pattern, *elimination, panel_width<S>);
    const auto nonzeros = static_cast<double>(factor_nonzeros(*elimination));
    // two copies of the union, the factor, and the sweep, which holds as much as the elimination
    const std::size_t bytes = 2 * static_cast<std::size_t>(entries) * (sizeof(S) + sizeof(int)) +
                              nodes.bytes() + PanelFactor<S>(nodes).bytes() + held_bytes(nodes, A) +
                              selected_inverse_bytes<S>(nodes, Schedule(nodes));
    return {walk_cost<S>(3 * factor_operations(*elimination), nonzeros), bytes,
            [united, elimination, A](const EntryOptions& options) {
              EntryOptions rest = options;
              auto factor = std::make_shared<SparseFactor<S>>(
                  sparse_factor<S>(*united, elimination->order, walk_options(options)));
              rest.memory -= std::min(rest.memory, factor->bytes());
              return SparseEntries(factor).swept_sum(A, rest);
            }};
  }

  std::shared_ptr<const SparseFactor<S>> factor_;
};

}  // namespace

template <Scalar S>
std::shared_ptr<const InverseEntries<S>> sparse_entries(
    std::shared_ptr<const SparseFactor<S>> factor) {
  return std::make_shared<const SparseEntries<S>>(std::move(factor));
}

#define INSTANTIATE(S)                                                 \
  template std::shared_ptr<const InverseEntries<S>> sparse_entries<S>( \
      std::shared_ptr<const SparseFactor<S>>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
