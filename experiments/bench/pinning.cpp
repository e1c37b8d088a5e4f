#include <bench/pinning.hpp>

#include <pthread.h>
#include <sched.h>

#include <vector>

namespace isotrace::program {
namespace {

/// The processors that the process was started with.
const cpu_set_t& initial_set() {
  static const cpu_set_t set = [] {
    cpu_set_t found;
    CPU_ZERO(&found);
    sched_getaffinity(0, sizeof(found), &found);
    return found;
  }();
  return set;
}

const std::vector<int>& processors() {
  static const std::vector<int> list = [] {
    std::vector<int> found;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (CPU_ISSET(cpu, &initial_set())) found.push_back(cpu);
    }
    return found;
  }();
  return list;
}

}  // namespace

int available_processors() {
  return static_cast<int>(processors().size());
}

PinnedArena::PinnedArena(int threads) : arena_(threads), binder_(arena_) {}

PinnedArena::Binder::Binder(tbb::task_arena& arena) : tbb::task_scheduler_observer(arena) {
  (void)processors();  // before any thread is bound
  observe(true);
}

PinnedArena::Binder::~Binder() {
  observe(false);
}

void PinnedArena::Binder::on_scheduler_entry(bool) {
  const auto slot = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processors()[slot % processors().size()], &one);
  pthread_setaffinity_np(pthread_self(), sizeof(one), &one);
}

void PinnedArena::Binder::on_scheduler_exit(bool) {
  pthread_setaffinity_np(pthread_self(), sizeof(cpu_set_t), &initial_set());
}

}  // namespace isotrace::program
