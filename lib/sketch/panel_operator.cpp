#include "panel_operator.hpp"

#include <algorithm>
#include <limits>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/operators/pulled_back.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/exact/unit_blocks.hpp>
#include "complement_vectors.hpp"
#include "panel_products.hpp"

namespace isotrace {

namespace {

template <Scalar S>
class Implementation final : public PanelOperator<Wide<S>> {
 public:
  using W = Wide<S>;

  Implementation(FormRef<S> form, MetricRef<S> metric, const Options& options,
                 const Normalisation& normalisation)
      : B_(form, metric),
        options_(options),
        normalisation_(normalisation),
        pool_(options.scratch != nullptr ? *options.scratch : own_pool_),
        products_(B_, options_, pool_) {
    this->dim_ = metric.dim();
    this->apply_cost_ = form.apply_matvecs();
    this->value_cost_ = form.matvecs();
    const auto n = static_cast<double>(metric.dim());
    const FormCost column = form.cost();
    this->value_seconds_ = column.value + metric.cost() + n * (cost::draw + cost::cached_pass);
    // with the conversion of a panel's column to a block's and back
    this->apply_seconds_ = column.apply + 2 * metric.cost() + n * (cost::draw + 6 * cost::pass);
    this->can_apply_ = form.can_apply();
    this->has_adjoint_ = form.has_adjoint();
    this->epsilon_ = std::numeric_limits<Real<S>>::epsilon();
    this->invariant_ = options.law.invariant();
    this->in_general_position_ = options.law.continuous();
  }

  Panel<W> no_columns() const override { return {&pool_, this->dim_, 0}; }
  Panel<W> probes(Index first, Index count) const override {
    return products_.probes(first, count);
  }
  Panel<W> apply(const Panel<W>& X) override { return all(X, false); }
  Panel<W> apply_adjoint(const Panel<W>& X) override { return all(X, true); }
  int unit() const override { return products_.unit(); }

  Sample sample(const Remainder<W>& remainder, Index first, Index count) override {
    const Stream stream{options_.seed};
    if (remainder.is_whole()) {
      return sampled(first, count, 0, [&](ProbeRange probes, Workspace<S>& ws, W* values) {
        std::vector<double> squared_norms(static_cast<std::size_t>(probes.count));
        form_values(B_.form(), B_.metric(), options_.law, stream, probes, ws, values,
                    squared_norms.data());
        normalisation_(values, squared_norms.data(), probes.count);
      });
    }
    const RemainderValues<S> rest(B_, remainder, unit());
    return sampled(first, count, rest.scratch_rows(),
                   [&](ProbeRange probes, Workspace<S>& ws, W* values) {
                     rest(options_.law, stream, probes, ws, values);
                   });
  }

  ExactTrace<W> trace(const ComplementBasis<W>& basis) override {
    const Index cost = this->value_cost_;
    const Index columns = basis.size();
    const auto tell = progress_of(cost, this->spent_ + columns * cost);
    Index done = 0;
    const auto count = [&](Index some, Index all) {
      done = some;
      if (tell) tell(some, all);
    };
    const ComplementVectors<S> complement(basis);
    const auto vectors = [&](exact::detail::TaskMemory<S>& memory, Index first, Index some) {
      memory.basis.resize(this->dim_, some);
      complement(first, view(memory.basis));
      B_.metric().map(Isometry::forward, view(memory.basis));
      return view(std::as_const(memory.basis));
    };
    try {
      const auto all = exact::detail::sum_of_values(
          B_.form(), columns, {options_.memory, 0, options_.stop, count}, vectors);
      this->spent_ += columns * cost;
      return {all.sum, std::min(all.size, std::numeric_limits<double>::max())};
    } catch (const Interrupted&) {
      this->spent_ += done * cost;
      throw Stopped{};
    }
  }

 protected:
  Index apply_prefix(const Panel<W>& X, Panel<W>& Y, bool adjoint) override {
    const auto tell = progress_of(this->apply_cost_, budget_of(options_));
    const Index done = products_.apply(X, Y, adjoint, tell);
    this->spent_ += done * this->apply_cost_;
    return done;
  }

  /// ‖QᴴVQx − x‖/‖x‖ for a random x.
  double defect() const override {
    if (B_.metric().identity()) return 0;
    RowMatrix<S> x(this->dim_, 1);
    draw(Gaussian{}, Stream{options_.seed}.substream("defect"), 0, view(x));
    const RowMatrix<S> before = x;
    RowMatrix<S> gram(this->dim_, 1);
    B_.metric().map(Isometry::forward, view(x));
    B_.metric().gram(view(std::as_const(x)), view(gram));
    B_.metric().map(Isometry::adjoint, view(gram));
    return static_cast<double>((gram - before).norm() / before.norm());
  }

 private:
  Panel<W> all(const Panel<W>& X, bool adjoint) {
    Panel<W> Y;
    if (apply_prefix(X, Y, adjoint) < X.cols()) throw Stopped{};
    return Y;
  }

  /// scratch_rows: in addition to the probe's own rows and the form's.
  Sample sampled(Index first, Index count, Index scratch_rows, const BlockValues<S>& values) {
    const FormRef<S>& form = B_.form();
    const SampleShape shape{
        .n = this->dim_,
        .first = first,
        .probes = count,
        .column_bytes =
            static_cast<std::size_t>(this->dim_ + form.scratch_rows() + scratch_rows) * sizeof(S),
        .preferred_block = form.preferred_block(B_.metric(), options_.law),
        .reentrant = form.reentrant()};
    const Index group = options_.law.group() * this->value_cost_;
    const auto tell = progress_of(this->value_cost_, budget_of(options_) / group * group);
    const Sample sample = sample_blocks<S>(options_, shape, pool_, tell, values);
    this->spent_ += sample.re.count * group;
    return sample;
  }

  /// A callback that takes columns done, of `cost` matvecs each, and reports matvecs out of total.
  std::function<void(Index, Index)> progress_of(Index cost, Index total) const {
    if (!options_.progress) return {};
    const Index before = this->spent_;
    return [this, before, total, cost](Index done, Index) {
      options_.progress(std::min(before + done * cost, total), total);
    };
  }

  PulledBack<S> B_;
  Options options_;
  Normalisation normalisation_;
  mutable ScratchPool own_pool_;
  ScratchPool& pool_;
  PanelProducts<S> products_;
};

}  // namespace

template <Scalar S>
Panel<S> PanelOperator<S>::sketch(const Panel<S>& probes) {
  Panel<S> Y;
  const Index done = apply_prefix(probes, Y, false);
  const Numbers<S> values = inner_diagonal<S>(probes.leftCols(done), Y.leftCols(done));
  for (const S value : values) sketch_values_.push_back(scaled(value, unit()));
  if (done < probes.cols()) throw Stopped{};
  return Y;
}

template <Scalar S>
std::unique_ptr<PanelOperator<Wide<S>>> panel_operator(FormRef<S> form, MetricRef<S> metric,
                                                       const Options& options,
                                                       const Normalisation& normalisation) {
  return std::make_unique<Implementation<S>>(form, metric, options, normalisation);
}

#define INSTANTIATE(S) template class PanelOperator<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)
#define INSTANTIATE_ALSO(S)                                        \
  template std::unique_ptr<PanelOperator<Wide<S>>> panel_operator( \
      FormRef<S>, MetricRef<S>, const Options&, const Normalisation&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE_ALSO)

}  // namespace isotrace
