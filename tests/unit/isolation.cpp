#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

#include <isotrace/isotrace.hpp>

#include <lib/parallel/loop_order.hpp>
#include "support/methods.hpp"

using namespace isotrace;

namespace {

/// An outer loop of a caller's, on 8 threads (however many processors there are): 64 tasks, all of
/// which call the same function.
class CallersLoop {
 public:
  /// How many of the tasks were begun on a thread that was inside another one. Such a task is not
  /// done: behind a lock it would never end.
  int nested(const std::function<void()>& call) {
    nested_ = 0;
    LoopOrder order;
    const auto ordered = [&](int) {
      const LoopOrder::Piece piece(order);
      task(call);
    };
    arena_.execute([&] { tbb::parallel_for(0, 64, ordered, tbb::simple_partitioner()); });
    return nested_;
  }

 protected:
  virtual void guarded(const std::function<void()>& call) { call(); }

 private:
  void task(const std::function<void()>& call) {
    static thread_local bool inside = false;
    if (inside) {
      ++nested_;
      return;
    }
    inside = true;
    guarded(call);
    inside = false;
  }

  tbb::global_control threads_{tbb::global_control::max_allowed_parallelism, 8};
  tbb::task_arena arena_{8};
  std::atomic<int> nested_{0};
};

/// The same with a lock held around each call.
class LockedLoop : public CallersLoop {
 protected:
  void guarded(const std::function<void()>& call) override {
    const std::lock_guard lock(mutex_);
    call();
  }

 private:
  std::mutex mutex_;
};

RowMatrix<double> test_matrix(Index n) {
  RowMatrix<double> A(n, n);
  draw(Law(Gaussian{}), Stream{3}, 0, view(A));
  return A * A.transpose();
}

/// An operator whose columns take so long that a thread that waits for others waits a while.
struct Slow {
  RowMatrix<double> A;
  Index rows() const { return A.rows(); }
  Index cols() const { return A.cols(); }
  void apply(const ConstBlock<double>& X, Block<double> Y) const {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    Y.noalias() = A * X;
  }
  void apply_adjoint(const ConstBlock<double>& X, Block<double> Y) const { apply(X, Y); }
};

Options options_of(Method method, int threads) {
  return {.matvecs = 12, .method = method, .block = 2, .threads = threads};
}

}  // namespace

TEST_CASE("a thread that waits in an estimate takes up none of the caller's tasks", "[isolation]") {
  const Slow A{test_matrix(20)};
  const EuclideanMetric<double> V(20);
  CallersLoop loop;
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    for (int repetition = 0; repetition < 3; ++repetition) {
      CHECK(loop.nested([&] { metric_trace(A, V, options_of(method, 0)); }) == 0);
    }
    CHECK(loop.nested([&] { metric_trace(A, V, options_of(method, 2)); }) == 0);
  }
}

TEST_CASE("a caller may hold a lock around an estimate in a loop of its own", "[isolation]") {
  const RowMatrix<double> A = test_matrix(8);
  const EuclideanMetric<double> V(8);
  LockedLoop loop;
  for (const Method method : all_methods()) {
    CAPTURE(name(method));
    int nested = 0;
    for (int repetition = 0; repetition < 100; ++repetition) {
      nested +=
          loop.nested([&] { metric_trace(A, V, {.matvecs = 6, .method = method, .block = 1}); });
    }
    CHECK(nested == 0);
  }
}

TEST_CASE("nor in an exact value, a product, a metric or an inverse Riesz map", "[isolation]") {
  const Slow A{test_matrix(150)};  // three blocks of unit vectors
  const DenseMetric<double> V(test_matrix(150));
  const OperatorForm<double> form(A);
  const RowMatrix<double> tall = RowMatrix<double>::Ones(10'000, 2);  // five panels of rows
  const RowMatrix<double> X = RowMatrix<double>::Ones(2, 3);
  const RowMatrix<double> square = test_matrix(1600);  // three chunks of rows
  const EuclideanMetric<double> euclidean(1600);
  const Eigen::SparseMatrix<double, Eigen::RowMajor> sparse = square.sparseView();
  CallersLoop loop;
  CHECK(loop.nested([&] { exact::metric_trace(form, V); }) == 0);
  CHECK(loop.nested([&] { exact::form_sums(form, V); }) == 0);
  CHECK(loop.nested([&] {
    RowMatrix<double> Y(10'000, 3);
    multiply<double>(matrix_view(tall), view(X), view(Y));
  }) == 0);
  CHECK(loop.nested([&] { metric_trace(square, euclidean, {.matvecs = 2}); }) == 0);
  CHECK(loop.nested([&] { metric_trace(sparse, euclidean, {.matvecs = 2, .law = Signs{}}); }) == 0);
  CHECK(loop.nested([&] { DenseMetric<double>(A.A); }) == 0);
  CHECK(loop.nested([&] {
    RowMatrix<double> inverse;
    inverse_riesz(V, inverse, {.matvecs = 300});
  }) == 0);
  CHECK(loop.nested([&] {
    frobenius_norm(A, EuclideanMetric<double>(150), V, {.matvecs = 12, .block = 2});
  }) == 0);
}

TEST_CASE("a user's metric with loops of its own meets no other part of the block inside them",
          "[isolation]") {
  struct Looping {
    using Scalar = double;
    std::atomic<int>* nested;
    Index dim() const { return 512; }
    void gram(ConstBlockView<double> x, BlockView<double> y) const { eigen(y) = eigen(x); }
    void map(Isometry, BlockView<double>) const {
      static thread_local bool inside = false;
      if (inside) ++*nested;
      inside = true;
      tbb::parallel_for(
          0, 4, [](int) { std::this_thread::sleep_for(std::chrono::microseconds(50)); },
          tbb::simple_partitioner());
      inside = false;
    }
  };
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 8);
  std::atomic<int> nested{0};
  const Looping V{&nested};
  const Eigen::SparseMatrix<double> A = RowMatrix<double>::Identity(512, 512).sparseView();
  tbb::task_arena(8).execute([&] {
    for (int repetition = 0; repetition < 20; ++repetition) {
      metric_trace(A, V, {.matvecs = 512, .block = 512});
    }
  });
  CHECK(nested == 0);
}

TEST_CASE("every parallel loop of the library goes through the one that isolates it",
          "[isolation]") {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  for (const char* folder : {"lib", "samplers", "include"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(ISOTRACE_SOURCE_DIR) / folder)) {
      const std::string file = entry.path().string();
      if (!entry.is_regular_file() || file.ends_with("parallel/parallel_for.hpp")) continue;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        for (const char* raw : {"tbb::parallel_", "tbb::task_group ", "tbb::task_group(",
                                "tbb::flow", "std::execution", "this_task_arena::isolate"}) {
          if (line.find(raw) != std::string::npos) found.push_back(file + ": " + line);
        }
      }
    }
  }
  CHECK(found == std::vector<std::string>{});
}
