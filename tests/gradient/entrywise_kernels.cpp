// Functions of each entry: against those of long double, and by every instruction set.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include <lib/gradient/kernels/dispatch.hpp>

#include "support/isas.hpp"

using namespace isotrace;
using gradient::entrywise_kernels;
using isotrace::test::isas;

namespace {

using Numbers = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double tiniest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

Numbers tanh_of(const Numbers& x, Isa isa = active_isa()) {
  Numbers y(x.size());
  entrywise_kernels(isa).tanh(x.data(), y.data(), std::ssize(x));
  return y;
}

Numbers exp_of(const Numbers& x, Isa isa = active_isa()) {
  Numbers y(x.size());
  const Numbers zeros(x.size());
  entrywise_kernels(isa).exp_below(x.data(), zeros.data(), y.data(), std::ssize(x));
  return y;
}

/// Numbers of the interval, their logarithms uniform or they themselves, in their order.
Numbers numbers(double low, double high, bool by_logarithm, int count) {
  std::mt19937_64 engine(7);
  std::uniform_real_distribution<double> uniform(by_logarithm ? std::log(low) : low,
                                                 by_logarithm ? std::log(high) : high);
  Numbers x;
  for (int i = 0; i < count; ++i) {
    const double u = uniform(engine);
    x.push_back(by_logarithm ? std::exp(u) : u);
  }
  std::sort(x.begin(), x.end());
  return x;
}

/// The largest error of y in units of the last place of f(x).
template <class F>
double error_in_ulp(const Numbers& x, const Numbers& y, const F& f) {
  long double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const long double exact = f(static_cast<long double>(x[i]));
    const int exponent = std::max(std::ilogb(exact), -1022);
    worst = std::max(worst, std::abs(y[i] - exact) / std::ldexp(1.0L, exponent - 52));
  }
  return static_cast<double>(worst);
}

bool same_bits(const double* a, const double* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(double)) == 0;
}

/// Arguments of every kind.
Numbers arguments() {
  Numbers x = {0.0,     -0.0,     infinity, -infinity, not_a_number, tiniest, -tiniest,
               largest, -largest, 0.55,     -0.3,      0.7,          -1.0,    19.5,
               -0.1,    25.0,     1e-9,     -1e200,    -720.0,       -2.0};
  for (const double more : numbers(-3, 3, false, 30)) x.push_back(more);
  return x;
}

}  // namespace

TEST_CASE("tanh is within 2 ulp and grows", "[kernels]") {
  const auto exact = [](long double x) { return std::tanh(x); };
  for (const Numbers& x : {numbers(tiniest, 1, true, 100'000), numbers(0, 0.55, false, 100'000),
                           numbers(0.5, 0.6, false, 100'000), numbers(0.55, 20, false, 100'000)}) {
    const Numbers y = tanh_of(x);
    CAPTURE(x.front(), x.back());
    CHECK(error_in_ulp(x, y, exact) <= 2);
    CHECK(std::is_sorted(y.begin(), y.end()));
  }
  // from one formula to the other
  Numbers next = {0.55};
  for (int i = 0; i < 1000; ++i) next.push_back(std::nextafter(next.back(), 0));
  for (int i = 0; i < 1000; ++i) {
    next.insert(next.begin(), std::nextafter(next.front(), 1));
  }
  const Numbers y = tanh_of(next);
  CHECK(std::is_sorted(y.rbegin(), y.rend()));
}

TEST_CASE("tanh is odd, and has its limits, zeros and NaN", "[kernels]") {
  const Numbers x = arguments();
  Numbers reflected;
  for (const double v : x) reflected.push_back(-v);
  const Numbers y = tanh_of(x);
  const Numbers z = tanh_of(reflected);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CAPTURE(x[i], y[i], z[i]);
    CHECK(std::isnan(y[i]) == std::isnan(x[i]));
    if (std::isnan(x[i])) continue;
    CHECK(y[i] == -z[i]);
    CHECK(std::signbit(y[i]) == std::signbit(x[i]));
    CHECK(std::abs(y[i]) <= 1);
  }
  CHECK(tanh_of({0.0, tiniest, 1e-300, 20.0, largest, infinity}) ==
        Numbers{0.0, tiniest, 1e-300, 1.0, 1.0, 1.0});
}

TEST_CASE("powers of e are within 1 ulp, and 3 ulp where they underflow", "[kernels]") {
  const auto exact = [](long double x) { return std::exp(x); };
  const auto negative = [](Numbers x) {
    for (double& v : x) v = -v;
    return x;
  };
  for (const Numbers& x : {negative(numbers(tiniest, 1, true, 100'000)),
                           numbers(-1, 0, false, 100'000), numbers(-700, 0, false, 100'000)}) {
    CHECK(error_in_ulp(x, exp_of(x), exact) <= 1);
  }
  const Numbers far = numbers(-750, -700, false, 100'000);
  CHECK(error_in_ulp(far, exp_of(far), exact) <= 3);
  CHECK(exp_of({0.0, -0.0, -infinity, -largest, -800.0}) == Numbers{1, 1, 0, 0, 0});
  const Numbers x = {not_a_number, infinity, -infinity, 0};
  const Numbers c = {0, infinity, -infinity, not_a_number};
  Numbers y(4);
  entrywise_kernels().exp_below(x.data(), c.data(), y.data(), 4);
  for (const double power : y) CHECK(std::isnan(power));
}

TEST_CASE("an entry has the same bits wherever it stands, by every instruction set", "[kernels]") {
  const Numbers x = arguments();
  const Numbers zeros(x.size());
  const std::size_t n = x.size();
  Numbers tanh_alone, exp_alone;
  for (const double v : x) {
    tanh_alone.push_back(tanh_of({v}, Isa::baseline)[0]);
    exp_alone.push_back(exp_of({v}, Isa::baseline)[0]);
  }
  const Numbers many = numbers(-5, 0, false, 100'000);
  for (const Isa isa : isas()) {
    CAPTURE(name(isa));
    CHECK((tanh_of(many, isa) == tanh_of(many, Isa::baseline)));
    CHECK((exp_of(many, isa) == exp_of(many, Isa::baseline)));
    const auto& kernels = entrywise_kernels(isa);
    for (std::size_t first = 0; first < n; ++first) {
      for (std::size_t count = 0; count <= n - first; ++count) {
        Numbers y = x;
        kernels.tanh(&x[first], &y[first], static_cast<std::ptrdiff_t>(count));
        Numbers z = x;  // in place
        kernels.exp_below(&z[first], zeros.data(), &z[first], static_cast<std::ptrdiff_t>(count));
        CAPTURE(first, count);
        REQUIRE(same_bits(&y[first], &tanh_alone[first], count));
        REQUIRE(same_bits(&z[first], &exp_alone[first], count));
        REQUIRE(same_bits(y.data(), x.data(), first));
        REQUIRE(same_bits(&y[first] + count, &x[first] + count, n - first - count));
      }
    }
  }
}
