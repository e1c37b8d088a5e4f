#pragma once

#include <functional>
#include <memory>
#include <span>

#include "context.hpp"

namespace isotrace::verify {

/// One group of checks in one space, ready to run.
struct Group {
  std::string id;  ///< the statement's, such as "theorem-3.2"
  Field field;
  std::string metric;
  std::function<void(Recorder&, const Implementations&, Index probes)> run;
};

/// All groups over the chosen fields, in the battery's fixed order. The groups own their problems.
std::vector<Group> catalogue(const BatteryOptions& options);

/// Runs the groups in parallel and judges them together. The results do not depend on the number of
/// threads.
Battery run_groups(const std::vector<Group>& groups, const BatteryOptions& options,
                   const Implementations& implementations);

/// Whether an id is selected: `only` is empty or contains the id, its number, or a beginning of
/// either that ends before a hyphen.
bool selected(const std::string& id, std::span<const std::string> only);

/// Whether a group may contain a selected id.
bool may_contain(const std::string& group, std::span<const std::string> only);

}  // namespace isotrace::verify
