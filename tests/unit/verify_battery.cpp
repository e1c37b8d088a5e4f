#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include <isotrace/core/error.hpp>
#include <isotrace/verify/battery.hpp>

using namespace isotrace;
using namespace isotrace::verify;

namespace {

bool same(const CheckResult& a, const CheckResult& b) {
  return a.id == b.id && a.metric == b.metric && a.field == b.field && a.estimate == b.estimate &&
         a.exact == b.exact && a.p_value == b.p_value && a.rejected == b.rejected;
}

bool same(const std::vector<CheckResult>& a, const std::vector<CheckResult>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const CheckResult& x, const CheckResult& y) { return same(x, y); });
}

std::vector<CheckResult> of_id(const Battery& battery, const std::string& beginning) {
  std::vector<CheckResult> chosen;
  std::copy_if(battery.checks.begin(), battery.checks.end(), std::back_inserter(chosen),
               [&](const CheckResult& check) { return check.id.starts_with(beginning); });
  return chosen;
}

}  // namespace

TEST_CASE("the battery holds every statement of the paper") {
  const Battery battery = run({.probes = 1024});
  for (const std::string id : {"lemma-2.1",
                               "lemma-2.2-i",
                               "lemma-2.2-ii",
                               "equation-2.12",
                               "equation-2.13",
                               "equation-2.14",
                               "equation-2.15",
                               "theorem-3.1",
                               "theorem-3.2",
                               "corollary-3.3-sphere",
                               "corollary-3.3-ball",
                               "corollary-3.3-gaussian",
                               "lemma-3.4",
                               "theorem-3.5",
                               "corollary-3.6",
                               "corollary-3.7",
                               "remark-3.8",
                               "section-4-direction",
                               "section-4-response",
                               "section-4-fisher",
                               "section-4-damping",
                               "section-4-kfac",
                               "section-4-input-maps",
                               "section-4-output-maps",
                               "erratum-1",
                               "erratum-2",
                               "erratum-3",
                               "erratum-4",
                               "erratum-5"}) {
    INFO(id);
    CHECK_FALSE(of_id(battery, id).empty());
  }
}

TEST_CASE("every erratum read literally is expected to be rejected") {
  const Battery battery = run({.only = {"1", "erratum-2", "3", "4", "erratum-5"}});
  const bool all =
      std::all_of(battery.checks.begin(), battery.checks.end(), [](const CheckResult& check) {
        return check.expected == Expected::rejected && check.rejected;
      });
  CHECK(all);
}

TEST_CASE("the battery's results do not depend on the threads") {
  const BatteryOptions one{.only = {"3.1", "2.2", "3.7"}, .probes = 1024, .threads = 1};
  BatteryOptions two = one;
  two.threads = 2;
  CHECK(same(run(one).checks, run(two).checks));
}

TEST_CASE("a check's numbers do not depend on what else is selected") {
  const Battery both = run({.only = {"3.5", "3.8"}, .probes = 1024});
  const Battery alone = run({.only = {"3.8"}, .probes = 1024});
  CHECK(same(of_id(both, "remark-3.8"), alone.checks));
}

TEST_CASE("another seed draws other numbers") {
  const Battery a = run({.only = {"3.6"}, .probes = 1024, .seed = 1});
  const Battery b = run({.only = {"3.6"}, .probes = 1024, .seed = 2});
  CHECK_FALSE(same(a.checks, b.checks));
}

TEST_CASE("a selected suffix leaves only its checks") {
  const Battery battery = run({.only = {"corollary-3.3-ball"}, .probes = 1024});
  std::set<std::string> ids;
  for (const CheckResult& check : battery.checks) ids.insert(check.id);
  CHECK(ids == std::set<std::string>{"corollary-3.3-ball", "corollary-3.3-ball-mse"});
}

TEST_CASE("a field left out has no checks") {
  const Battery battery = run({.real = false, .only = {"2.12"}});
  const bool complex =
      std::all_of(battery.checks.begin(), battery.checks.end(),
                  [](const CheckResult& check) { return check.field == Field::complex; });
  CHECK(complex);
}

TEST_CASE("a stopped battery is interrupted and does not pass") {
  const std::atomic<bool> stop{true};
  const Battery battery = run({.stop = &stop});
  CHECK((battery.interrupted && !battery.passed));
}

TEST_CASE("progress reaches the number of groups") {
  Index done = 0, all = -1;
  run({.only = {"2.14"}, .progress = [&](Index d, Index a) { done = d, all = a; }});
  CHECK(done == all);
}

TEST_CASE("an unknown id is refused by name") {
  CHECK_THROWS_WITH(run({.only = {"theorem-9.9"}}), Catch::Contains("theorem-9.9"));
}

TEST_CASE("a known id with an unknown suffix is refused") {
  CHECK_THROWS_AS(run({.only = {"corollary-3.3-cube"}, .probes = 1024}), OptionError);
}

TEST_CASE("an alpha outside (0, 1) is refused") {
  CHECK_THROWS_AS(run({.alpha = 1.0}), OptionError);
}

TEST_CASE("too few probes are refused") {
  CHECK_THROWS_AS(run({.probes = 1023}), OptionError);
}

TEST_CASE("no field at all is refused") {
  CHECK_THROWS_AS(run({.real = false, .complex = false}), OptionError);
}

TEST_CASE("the size counts every seed and has a band around its expectation") {
  const SizeResult size = measure_size({.only = {"3.6"}, .alpha = 0.05, .probes = 1024}, 20);
  CHECK(size.seeds == 20);
  CHECK(size.low == 0);
  CHECK(size.high == 4);  // Binomial(20, 0.05): P(X ≥ 4) = 0.0159, P(X ≥ 5) = 0.0026
}
