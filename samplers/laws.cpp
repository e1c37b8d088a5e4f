#include <isotrace/laws/laws.hpp>

#include <charconv>
#include <cmath>
#include <string>

#include <isotrace/core/error.hpp>

namespace isotrace {

double direction_moment(const Law& law, Index n) {
  if (!law.invariant()) {
    throw OptionError(
        "dividing by the squared norm needs an isometry-invariant law (Theorem 3.2); " +
        std::string(law.name()) + (law.name().ends_with('s') ? " are not" : " is not"));
  }
  return 1.0 / static_cast<double>(n);
}

void check_law(const Law& law, Field field, Index n) {
  law.check(field, n);
  const std::string name(law.name());
  if (law.group() < 1) {
    throw OptionError("the law " + name + " has groups of " + std::to_string(law.group()) +
                      " probes, expected at least 1");
  }
  const double moment = law.second_moment(field, n);
  if (!(moment > 0 && std::isfinite(moment))) {
    throw OptionError("the law " + name + " states the second moment " + std::to_string(moment) +
                      ", expected a positive finite number");
  }
}

void check_groups(const Law& law, Index first, Index count) {
  const Index size = law.group();
  if (first % size != 0 || count % size != 0) {
    throw OptionError("probes come in whole groups of " + std::to_string(size) + ", not " +
                      std::to_string(count) + " from number " + std::to_string(first));
  }
}

void Phases::check(Field field, Index) const {
  if (field == Field::real) {
    throw OptionError("phases need a complex problem; this one is real");
  }
}

void Frame::check(Field, Index n) const {
  if (size >= 1 && size <= n) return;
  throw OptionError("a frame in dimension " + std::to_string(n) + " has 1 to " + std::to_string(n) +
                    " columns, not " + std::to_string(size));
}

std::span<const Law> all_laws() {
  static const Law laws[] = {Sphere{}, Ball{},   Gaussian{},
                             Signs{},  Phases{}, Frame{default_frame_size}};
  return laws;
}

Law parse_law(std::string_view name) {
  constexpr std::string_view sized = "frame:";
  if (name.starts_with(sized)) {
    const std::string_view digits = name.substr(sized.size());
    Frame frame;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), frame.size);
    if (error == std::errc() && end == digits.data() + digits.size() && frame.size >= 1) {
      return frame;
    }
    throw OptionError("a frame has at least 1 column, found the law '" + std::string(name) + "'");
  }
  std::string names;
  for (const Law& law : all_laws()) {
    if (law.name() == name) return law;
    names += (names.empty() ? "" : ", ") + std::string(law.name());
  }
  throw OptionError("found the law '" + std::string(name) + "', expected one of " + names);
}

}  // namespace isotrace
