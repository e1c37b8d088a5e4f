#include "panel_operator.hpp"

#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>
#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/operators/pulled_back.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/exact/unit_blocks.hpp>
#include <lib/linalg/blas.hpp>
#include <lib/linalg/transpose.hpp>
#include <lib/parallel/parallel_for.hpp>
#include <lib/parallel/progress.hpp>
#include <lib/sampling/block_plan.hpp>

namespace isotrace {

namespace {

/// Workspace slots above those of the forms.
constexpr int probe_slot = 4;
constexpr int product_slot = 5;

template <Scalar S>
class Implementation final : public PanelOperator<Wide<S>> {
 public:
  using W = Wide<S>;

  Implementation(FormRef<S> form, MetricRef<S> metric, const Options& options)
      : form_(form),
        metric_(metric),
        pulled_back_(form, metric),
        options_(options),
        stream_{options.seed},
        pool_(options.scratch != nullptr ? *options.scratch : own_pool_) {
    this->dim_ = metric.dim();
    this->apply_cost_ = form.apply_matvecs();
    this->value_cost_ = form.matvecs();
    const auto n = static_cast<double>(metric.dim());
    const FormCost column = form.cost();
    this->value_seconds_ = column.value + metric.cost() + n * (cost::draw + cost::cached_pass);
    // a panel's column becomes one of a block and back
    this->apply_seconds_ = column.apply + 2 * metric.cost() + n * (cost::draw + 6 * cost::pass);
    this->can_apply_ = form.can_apply();
    this->has_adjoint_ = form.has_adjoint();
    this->epsilon_ = std::numeric_limits<Real<S>>::epsilon();
    this->invariant_ = isotrace::invariant(options.law);
    this->in_general_position_ = !std::holds_alternative<Signs>(options.law);
  }

  Panel<W> no_columns() const override { return {&pool_, this->dim_, 0}; }

  Panel<W> probes(Index first, Index count) const override {
    Panel<W> omega(&pool_, this->dim_, count);
    const BlockPlan plan = plan_for_apply();
    const Index width = std::min(drawn, plan.width);
    const Index pieces = (count + width - 1) / width;
    std::atomic<Index> next{0};
    parallel_for(std::min<Index>(plan.tasks, pieces), [&](Index) {
      Workspace<S> ws(pool_);
      for (Index p = next.fetch_add(1); p < pieces; p = next.fetch_add(1)) {
        const Index begin = p * width;
        const BlockView<S> block = ws.block(probe_slot, this->dim_, std::min(width, count - begin));
        draw_isotropic(first + begin, block);
        block_to_columns<S>(ConstBlockView<S>(block), omega, begin);
      }
    });
    return omega;
  }

  Panel<W> apply(const Panel<W>& X) override { return all(X, false); }
  Panel<W> apply_adjoint(const Panel<W>& X) override { return all(X, true); }

  Sample sample(const Remainder<W>& remainder, Index first, Index count) override {
    const Converted basis(remainder.basis);
    const Converted left(remainder.left);
    const Converted right(remainder.right);
    const Blocks blocks{basis.view, left.view, right.view.cols > 0 ? right.view : left.view,
                        remainder.shift};
    const Index rank = std::max(blocks.basis.cols, 2 * blocks.left.cols);
    SampleShape shape{};
    shape.n = this->dim_;
    shape.first = first;
    shape.probes = count;
    shape.column_bytes =
        static_cast<std::size_t>(this->dim_ + form_.scratch_rows() + rank) * sizeof(S);
    shape.preferred_block = form_.preferred_block(metric_, options_.law);
    shape.reentrant = form_.reentrant();
    shape.moment = 1;
    Options inner = options_;
    inner.scratch = &pool_;
    inner.threads = 0;  // inside the arena of the whole
    inner.progress = shifted_progress(this->value_cost_, budget_of(options_));
    const Sample sampled = isotrace::sample<S>(
        inner, shape, [&](ProbeRange range, Workspace<S>& ws, W* values, double* norms) {
          remainder_values(blocks, range, ws, values, norms);
        });
    this->spent_ += sampled.re.count * this->value_cost_;
    return sampled;
  }

  ExactTrace<W> trace(const ComplementBasis<W>& basis) override {
    const Index cost = this->value_cost_;
    const Index columns = basis.size();
    const auto tell = shifted_progress(cost, this->spent_ + columns * cost);
    Index done = 0;
    const auto count = [&](Index some, Index all) {
      done = some;
      if (tell) tell(some, all);
    };
    const Converted reflector(basis.reflector);
    const Small<S> coefficients = basis.coefficients.template cast<S>();
    const auto vectors = [&](exact::detail::TaskMemory<S>& memory, Index first, Index some) {
      memory.basis.resize(this->dim_, some);
      const BlockView<S> x = view(memory.basis);
      complete(reflector.view, coefficients, first, x);
      metric_.map(Isometry::forward, x);
      return view(std::as_const(memory.basis));
    };
    try {
      const auto all = exact::detail::sum_of_values(
          form_, columns, {options_.memory, 0, options_.stop, count}, vectors);
      this->spent_ += columns * cost;
      return {all.sum, std::min(all.size, std::numeric_limits<double>::max())};
    } catch (const Interrupted&) {
      this->spent_ += done * cost;
      throw Stopped{};
    }
  }

 protected:
  /// Applies B to the leading columns of X, as many as are done before the caller stops: blocks are
  /// handed out in order, and every one begun is finished.
  Index apply_prefix(const Panel<W>& X, Panel<W>& Y, bool adjoint) override {
    Y = Panel<W>(&pool_, X.rows(), X.cols());
    const BlockPlan plan = plan_for_apply();
    const Index blocks = (X.cols() + plan.width - 1) / plan.width;
    const auto begin = [&](Index block) { return X.cols() * std::min(block, blocks) / blocks; };
    std::atomic<Index> next{0};
    const auto tell = shifted_progress(this->apply_cost_, budget_of(options_));
    Progress progress(tell, X.cols());
    parallel_for(std::min<Index>(plan.tasks, blocks), [&](Index) {
      Workspace<S> ws(pool_);
      while (!stopped() && !tbb::is_current_task_group_canceling()) {
        const Index block = next.fetch_add(1);
        if (block >= blocks) return;
        const Index first = begin(block);
        const Index count = begin(block + 1) - first;
        apply_block(X, Y, first, count, ws, adjoint);
        progress.add(count);
      }
    });
    progress.finish();
    const Index done = blocks > 0 ? begin(next.load()) : 0;
    this->spent_ += done * this->apply_cost_;
    rescale(Y, done);
    return done;
  }

  /// ‖QᴴVQx − x‖/‖x‖ for a random x.
  double defect() const override {
    if (metric_.identity()) return 0;
    RowMatrix<S> x(this->dim_, 1);
    draw(Law(Gaussian{}), stream_.substream("defect"), 0, view(x));
    const RowMatrix<S> before = x;
    RowMatrix<S> gram(this->dim_, 1);
    metric_.map(Isometry::forward, view(x));
    metric_.gram(view(std::as_const(x)), view(gram));
    metric_.map(Isometry::adjoint, view(gram));
    return static_cast<double>((gram - before).norm() / before.norm());
  }

 private:
  static constexpr Index drawn = 32;  ///< probes drawn at a time, at the most

  /// A panel in the operator's own scalar: itself, where that is its own.
  struct Converted {
    explicit Converted(const Panel<W>& panel) {
      if constexpr (std::same_as<S, W>) {
        view = {panel.data(), panel.rows(), panel.cols(), panel.rows(), false};
      } else {
        own = panel.template cast<S>();
        view = {own.data(), own.rows(), own.cols(), own.rows(), false};
      }
    }
    Converted(const Converted&) = delete;
    ColMatrix<S> own;
    DenseView<S> view;
  };

  struct Blocks {
    DenseView<S> basis;
    DenseView<S> left;
    DenseView<S> right;
    double shift;
  };

  static double greatest_part(W y) {
    if constexpr (is_complex<W>) {
      return std::max(std::abs(y.real()), std::abs(y.imag()));
    } else {
      return std::abs(y);
    }
  }

  /// The unit that a product which is not zero decides.
  void find_unit(double size) {
    constexpr int harmless = 100;  // fourth powers are far from the ends of the range
    const int exponent = std::ilogb(size);
    // a square root of 2ᵏB, as some sketches take, is a multiple of B's for an even k only
    this->unit_ = std::abs(exponent) > harmless ? exponent : exponent % 2;
    this->unit_known_ = true;
  }

  /// Brings the products into the operator's unit, which the first that is not zero decides.
  void rescale(Panel<W>& Y, Index done) {
    auto products = Y.leftCols(done);
    for (Index j = 0; j < done && Y.rows() > 0 && !this->unit_known_; ++j) {
      const double size = Y.col(j).unaryExpr([](W y) { return greatest_part(y); }).maxCoeff();
      if (size > 0) find_unit(size);
    }
    if (this->unit_ == 0) return;
    // 2^−unit may itself be out of range
    const int half = this->unit_ / 2;
    products *= std::ldexp(1.0, -half);
    products *= std::ldexp(1.0, half - this->unit_);
  }

  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  Panel<W> all(const Panel<W>& X, bool adjoint) {
    Panel<W> Y;
    if (apply_prefix(X, Y, adjoint) < X.cols()) throw Stopped{};
    return Y;
  }

  BlockPlan plan_for_apply() const {
    Options plain = options_;
    plain.law = Gaussian{};  // no groups
    const auto column = static_cast<std::size_t>(2 * this->dim_ + form_.scratch_rows()) * sizeof(S);
    return plan_blocks(plain, {this->dim_, sizeof(S), column,
                               form_.preferred_block(metric_, Gaussian{}), form_.reentrant()});
  }

  void apply_block(const Panel<W>& X, Panel<W>& Y, Index first, Index count, Workspace<S>& ws,
                   bool adjoint) {
    const BlockView<S> x = ws.block(probe_slot, this->dim_, count);
    const BlockView<S> y = ws.block(product_slot, this->dim_, count);
    columns_to_block<S>(X, first, x);
    isolated([&] {
      if (adjoint) {
        pulled_back_.apply_adjoint(x, ws, y);
      } else {
        pulled_back_.apply(x, ws, y);
      }
    });
    if (block_to_columns<S>(ConstBlockView<S>(y), Y, first)) return;
    const auto product = Y.middleCols(first, count);
    for (Index j = 0; j < count; ++j) {
      if (product.col(j).allFinite()) continue;
      throw NotFiniteError(fmt::format(
          "the operator returned a NaN or infinity for column {} of a block of {}", j + 1, count));
    }
  }

  /// x ← probes with E[x xᴴ] = I, an invariant law's with norm √n.
  void draw_isotropic(Index first, BlockView<S> x) const {
    std::vector<double> norms(static_cast<std::size_t>(2 * x.cols));
    double* squared = norms.data() + x.cols;
    draw_raw(options_.law, stream_, first, x, RawNorms{norms.data(), squared});
    if (!this->invariant_) return;
    const Eigen::Map<const Eigen::ArrayXd> squares(squared, x.cols);
    const Eigen::ArrayXd scale = (static_cast<double>(this->dim_) / squares).sqrt();
    eigen(x) *= scale.matrix().template cast<Real<S>>().template cast<S>().asDiagonal();
  }

  void remainder_values(const Blocks& blocks, ProbeRange range, Workspace<S>& ws, W* values,
                        double* norms) const {
    const auto n = static_cast<double>(this->dim_);
    if (blocks.basis.cols == 0 && blocks.left.cols == 0) {
      form_values(form_, metric_, options_.law, stream_, range, ws, values, norms);
      for (Index j = 0; j < range.count; ++j) {
        if (this->invariant_) values[j] *= n / norms[j];
      }
      return;
    }
    const BlockView<S> x = ws.block(probe_slot, this->dim_, range.count);
    draw_isotropic(range.first, x);
    std::vector<W> taken(static_cast<std::size_t>(range.count), W(0));
    isolated([&] {
      if (blocks.basis.cols > 0) project(blocks.basis, x, ws);
      squared_norms(x, norms);
      if (blocks.left.cols > 0) low_rank_values(blocks, x, ws, taken);
      metric_.map(Isometry::forward, x);
      form_.values(x, ws, values);
    });
    const double rest = n - static_cast<double>(blocks.basis.cols);
    const bool resphered = this->invariant_ && blocks.basis.cols > 0;
    for (Index j = 0; j < range.count; ++j) {
      values[j] +=
          scaled(W(blocks.shift * norms[j]) - taken[static_cast<std::size_t>(j)], this->unit_);
      if (resphered) values[j] *= norms[j] > 0 ? rest / norms[j] : 0.0;
    }
  }

  /// x ← columns `first` … of a ComplementBasis: e_j − W K Wᴴe_j.
  void complete(DenseView<S> W_, const Small<S>& K, Index first, BlockView<S> x) const {
    const Index begin = W_.cols + first;
    eigen(x).setZero();
    for (Index j = 0; j < x.cols; ++j) x(begin + j, j) = S(1);
    if (W_.cols == 0) return;
    const Eigen::Map<const ColMatrix<S>> reflector(W_.data, W_.rows, W_.cols);
    const RowMatrix<S> rows = -reflector.middleRows(begin, x.cols).adjoint();
    RowMatrix<S> c(W_.cols, x.cols);
    detail::gemm(detail::Side::itself, {K.data(), K.rows(), K.cols(), K.rows(), false}, view(rows),
                 view(c));
    detail::gemm(detail::Side::itself, W_, view(std::as_const(c)), x, true);
  }

  /// x ← x − Q Qᴴ x.
  void project(DenseView<S> Q, BlockView<S> x, Workspace<S>& ws) const {
    const BlockView<S> c = ws.block(product_slot, Q.cols, x.cols);
    detail::gemm(detail::Side::adjoint, Q, ConstBlockView<S>(x), c);
    eigen(c) = -eigen(c);
    detail::gemm(detail::Side::itself, Q, ConstBlockView<S>(c), x, true);
  }

  /// out[j] = x_jᴴ L Rᴴ x_j.
  void low_rank_values(const Blocks& blocks, BlockView<S> x, Workspace<S>& ws,
                       std::vector<W>& out) const {
    const Index rank = blocks.left.cols;
    const bool hermitian = blocks.right.data == blocks.left.data;
    const BlockView<S> both = ws.block(product_slot, hermitian ? rank : 2 * rank, x.cols);
    const BlockView<S> l = both.row_range(0, rank);
    const BlockView<S> r = hermitian ? l : both.row_range(rank, rank);
    detail::gemm(detail::Side::adjoint, blocks.left, ConstBlockView<S>(x), l);
    if (!hermitian) detail::gemm(detail::Side::adjoint, blocks.right, ConstBlockView<S>(x), r);
    for (Index i = 0; i < rank; ++i) {
      for (Index j = 0; j < x.cols; ++j) {
        out[static_cast<std::size_t>(j)] +=
            conjugate(static_cast<W>(l(i, j))) * static_cast<W>(r(i, j));
      }
    }
  }

  void squared_norms(BlockView<S> x, double* norms) const {
    std::fill_n(norms, x.cols, 0.0);
    for (Index i = 0; i < x.rows; ++i) {
      for (Index j = 0; j < x.cols; ++j) norms[j] += std::norm(static_cast<W>(x(i, j)));
    }
  }

  /// Tells of so many columns, of `cost` matvecs each, as matvecs of the total.
  std::function<void(Index, Index)> shifted_progress(Index cost, Index total) const {
    if (!options_.progress) return {};
    const Index before = this->spent_;
    return [this, before, total, cost](Index done, Index) {
      options_.progress(std::min(before + done * cost, total), total);
    };
  }

  FormRef<S> form_;
  MetricRef<S> metric_;
  PulledBack<S> pulled_back_;
  Options options_;
  Stream stream_;
  ScratchPool own_pool_;
  ScratchPool& pool_;
};

}  // namespace

template <Scalar S>
Panel<S> PanelOperator<S>::sketch(const Panel<S>& probes) {
  Panel<S> Y;
  const Index done = apply_prefix(probes, Y, false);
  const Numbers<S> values = column_dots<S>(probes.leftCols(done), Y.leftCols(done));
  for (const S value : values) sketch_values_.push_back(scaled(value, unit_));
  if (done < probes.cols()) throw Stopped{};
  return Y;
}

template <Scalar S>
std::unique_ptr<PanelOperator<Wide<S>>> panel_operator(FormRef<S> form, MetricRef<S> metric,
                                                       const Options& options) {
  return std::make_unique<Implementation<S>>(form, metric, options);
}

#define INSTANTIATE(S) template class PanelOperator<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)
#define INSTANTIATE_ALSO(S)                                                                 \
  template std::unique_ptr<PanelOperator<Wide<S>>> panel_operator(FormRef<S>, MetricRef<S>, \
                                                                  const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE_ALSO)

}  // namespace isotrace
