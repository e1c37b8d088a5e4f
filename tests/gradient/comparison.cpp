// Runs of several seeds, compared.
#include <catch2/catch.hpp>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <atomic>
#include <cmath>
#include <limits>

#include <descent/tasks.hpp>
#include <descent/trained_model.hpp>
#include <isotrace/core/error.hpp>
#include <train/comparison.hpp>
#include <train/comparison_tables.hpp>
#include <train/spread.hpp>

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::program;

namespace {

TrainingTask small_task(std::vector<Index> hidden = {}, Index features = 4) {
  return {.data = [=](std::uint64_t seed) { return badly_scaled(features, 60, 0.25, seed); },
          .beginning =
              [hidden](const Dataset& data, std::uint64_t seed) {
                return beginning(data.encoding, hidden, Activation::tanh, seed);
              }};
}

ComparisonOptions small_options() {
  ComparisonOptions options;
  for (const auto metric : {LayerMetric::euclidean, LayerMetric::kfac}) {
    options.descents.push_back({.metric = metric, .homogeneous = true, .refresh = 1});
  }
  options.epochs = 12;
  options.seeds = 3;
  return options;
}

std::vector<double> losses(const Comparison& comparison) {
  std::vector<double> all;
  for (const Curve& curve : comparison.curves) {
    for (const TrainingRun& run : curve.runs) {
      for (const EpochEnd& end : run.tuned.result.epochs) all.push_back(end.train.loss);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a comparison has the same bits for every number of threads") {
  ComparisonOptions options = small_options();
  const auto one = losses(compare(small_task({3}), options));
  options.threads = 4;
  CHECK(one == losses(compare(small_task({3}), options)));
  CHECK(one.size() == 2 * 3 * 12);
}

TEST_CASE("a search keeps the run with the least loss at its end, and the first of equal ones") {
  const auto task = small_task();
  const Dataset data = task.data(1);
  const Perceptron from = task.beginning(data, 1);
  TrainingOptions training{.epochs = 8};
  std::vector<DescentOptions> tried;
  std::vector<double> ends;
  for (const double step : {0.01, 0.3, 0.1, 0.3, 1e9}) {
    tried.push_back({.metric = LayerMetric::euclidean, .step = step});
    training.descent = tried.back();
    const auto result = train(from, data, training);
    const bool complete = result.status == TrainingStatus::completed;
    ends.push_back(complete ? result.epochs.back().train.loss
                            : std::numeric_limits<double>::infinity());
  }
  Index counted = 0;
  training.progress = [&](Index done, double) { counted = done; };
  const Tuned best = tune(tried, from, data, training, 2);
  CHECK(best.result.epochs.back().train.loss == *std::min_element(ends.begin(), ends.end()));
  CHECK(counted == epochs_of(tried, training.epochs));
  CHECK(tune({tried[4], tried[4]}, from, data, training, 2).result.status ==
        TrainingStatus::diverged);
}

TEST_CASE("progress of a comparison counts every epoch up to the last") {
  ComparisonOptions options = small_options();
  Index last = 0;
  Index all = 0;
  options.threads = 3;
  options.progress = [&](Index done, Index total, const std::string&) {
    CHECK(done >= last);
    last = done;
    all = total;
  };
  compare(small_task(), options);
  CHECK(last == all);
  CHECK(all == 3 * (21 + 21) * 12);
}

TEST_CASE("a comparison that is stopped returns what it has, and marks it") {
  std::atomic<bool> stop = false;
  ComparisonOptions options = small_options();
  options.stop = &stop;
  Index calls = 0;
  options.progress = [&](Index, Index, const std::string&) { stop = ++calls > 300; };
  const Comparison comparison = compare(small_task(), options);
  CHECK(comparison.interrupted);
  CHECK(comparison.curves.size() == 2);
  CHECK(comparison.curves[1].runs.size() == 1);
  CHECK(comparison.curves[1].runs[0].tuned.result.status == TrainingStatus::interrupted);
}

TEST_CASE("the epoch in which a run is as good as the Euclidean one ever was") {
  const Comparison comparison = compare(small_task(), small_options());
  for (const Curve& curve : comparison.curves) {
    for (std::size_t s = 0; s < curve.runs.size(); ++s) {
      double best = std::numeric_limits<double>::infinity();
      for (const auto& end : comparison.curves[0].runs[s].tuned.result.epochs) {
        best = std::min(best, end.train.loss);
      }
      const auto there = reach_euclidean(comparison, curve.runs[s]);
      REQUIRE(there);
      CHECK(there->train.loss <= best);
      const auto& epochs = curve.runs[s].tuned.result.epochs;
      if (there->epoch > 1) {
        CHECK(epochs[static_cast<std::size_t>(there->epoch) - 2].train.loss > best);
      }
    }
    CHECK(reach_euclidean(comparison, comparison.curves[0].runs[0]));
  }
  Comparison diverged = comparison;
  diverged.curves[0].runs[0].tuned.result.status = TrainingStatus::diverged;
  CHECK_FALSE(reach_euclidean(diverged, diverged.curves[1].runs[0]));
  CHECK(reach_euclidean(diverged, diverged.curves[1].runs[1]));
  Comparison without = comparison;
  without.curves.erase(without.curves.begin());
  CHECK_FALSE(reach_euclidean(without, without.curves[0].runs[0]));
}

TEST_CASE("medians and ranges of seeds, some of which are never") {
  constexpr double never = std::numeric_limits<double>::infinity();
  CHECK(text_of(spread_of({3, 1, 2})) == "2 [1, 3]");
  CHECK(text_of(spread_of({3, 1, 2, 10})) == "2.5 [1, 10]");
  CHECK(text_of(spread_of({5, never, 7})) == "7 [5, never]");
  CHECK(text_of(spread_of({5, never, 7, never})) == "never [5, never]");
  CHECK(text_of(spread_of({never, never})) == "never");
  CHECK(text_of(spread_of({0.9, 0.95, -never})) == "0.9 [never, 0.95]");
  CHECK(text_of(spread_of({0.25})) == "0.25");
  CHECK(text_of(spread_of({})).empty());
  CHECK(text_of(spread_of({1, std::nan("")})).empty());
}

TEST_CASE("the badly scaled set has inputs of condition 1000, and both classes") {
  const Dataset data = badly_scaled(20, 20000, 0.2, 1);
  CHECK(data.train.size() == 16000);
  CHECK(data.test.size() == 4000);
  const RowMatrix<double> centred = data.train.X.colwise() - data.train.X.rowwise().mean();
  const RowMatrix<double> C = centred * centred.transpose() / 16000.0;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(C);
  const double condition = std::sqrt(spectrum.eigenvalues()(19) / spectrum.eigenvalues()(0));
  CHECK(condition == Approx(1000).epsilon(0.1));
  const double ones = data.train.T.mean();
  CHECK(ones > 0.3);
  CHECK(ones < 0.7);
  CHECK(badly_scaled(5, 10, 0.2, 1).train.X == badly_scaled(5, 10, 0.2, 1).train.X);
  CHECK(badly_scaled(5, 10, 0.2, 1).train.X != badly_scaled(5, 10, 0.2, 2).train.X);
}

TEST_CASE("traces and norms of a trained model against explicit matrices") {
  const auto task = small_task({12});
  const Dataset data = task.data(1);
  Perceptron net = task.beginning(data, 1);
  const LogisticLoss loss;
  const auto explicit_trace = [&](Curvature kind) {
    const CurvatureOperator A(kind, net, loss, view(data.train.X), view(data.train.T));
    const RowMatrix<double> I = RowMatrix<double>::Identity(net.size(), net.size());
    RowMatrix<double> all(net.size(), net.size());
    A.apply(view(I), view(all));
    return all.trace();
  };
  const auto traces = curvature_traces("net", net, data, {});
  REQUIRE(traces.size() == 8);
  int holding = 0;
  for (const auto& one : traces) {
    if (!one.kfac) CHECK(one.exact == Approx(explicit_trace(one.curvature)).epsilon(1e-10));
    const auto& interval = one.estimate.interval;
    holding += interval.low <= one.exact && one.exact <= interval.high ? 1 : 0;
    CHECK(one.estimate.matvecs < one.n);
  }
  CHECK(holding >= 7);
  const auto responses = layer_responses("net", net, data, {});
  REQUIRE(responses.size() == 2);
  for (const auto& one : responses) {
    CHECK(one.exact == Approx(one.average).epsilon(1e-6));
    CHECK(one.operator_norm <= one.exact * (1 + 1e-12));
    CHECK(one.operator_norm * std::sqrt(double(std::min(one.rows, one.cols))) >=
          one.exact * (1 - 1e-12));
  }
  CHECK(responses[1].operator_norm == Approx(responses[1].exact));  // of one row
}

TEST_CASE("K-FAC's metric of a trained model against explicit Kronecker products") {
  const Dataset data = badly_scaled(30, 200, 0.25, 1);
  Perceptron net = beginning(data.encoding, {}, Activation::tanh, 1);
  eigen(net.parameters()).setConstant(0.1);
  const LogisticLoss loss;
  const RowMatrix<double>& X = data.train.X;
  const auto samples = static_cast<double>(X.cols());
  const RowMatrix<double> centred = X.colwise() - X.rowwise().mean();
  RowMatrix<double> C = centred * centred.transpose() / samples;
  C.diagonal().array() += 0.01 * C.trace() / 30;
  const RowMatrix<double> Z = (0.1 * X.colwise().sum()).array() + 0.1;
  const Eigen::ArrayXXd p = 1 / (1 + (-Z.array()).exp());
  const double Y = 1.01 * (p * (1 - p)).mean();
  const CurvatureOperator A(Curvature::hessian, net, loss, view(X), view(data.train.T));
  const RowMatrix<double> I = RowMatrix<double>::Identity(31, 31);
  RowMatrix<double> H(31, 31);
  A.apply(view(I), view(H));
  const double expected =
      C.inverse().cwiseProduct(H.topLeftCorner(30, 30)).sum() / Y + H(30, 30) / Y;
  int compared = 0;
  for (const auto& one : curvature_traces("net", net, data, {})) {
    if (!one.kfac) continue;
    CHECK(one.exact == Approx(expected).epsilon(1e-8));
    ++compared;
  }
  CHECK(compared == 4);
}

TEST_CASE("a seed whose split is refused is refused before any run") {
  TrainingTask task = small_task();
  const auto good = task.data;
  task.data = [good](std::uint64_t seed) {
    if (seed == 3) throw OptionError("one class");
    return good(seed);
  };
  ComparisonOptions options = small_options();
  Index runs = 0;
  options.progress = [&](Index, Index, const std::string&) { ++runs; };
  CHECK_THROWS_WITH(compare(task, options), "one class (seed 3)");
  CHECK(runs == 0);
}
