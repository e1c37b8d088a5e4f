#include "catalogue.hpp"

#include <algorithm>

#include "checks.hpp"

namespace isotrace::verify {
namespace {

template <VerifiedScalar S>
struct CatalogueRow {
  const char* id;
  void (*run)(const Context<S>&);
  bool (*applies)(const VerifiedProblem<S>&);
};

template <VerifiedScalar S>
bool everywhere(const VerifiedProblem<S>&) {
  return true;
}
template <VerifiedScalar S>
bool moderate(const VerifiedProblem<S>& problem) {
  return problem.dim() <= 60;
}
template <VerifiedScalar S>
bool real_moderate(const VerifiedProblem<S>& problem) {
  return !is_complex<S> && moderate(problem);
}
template <VerifiedScalar S>
bool small(const VerifiedProblem<S>& problem) {
  return problem.dim() <= 16;
}
template <VerifiedScalar S>
bool euclidean(const VerifiedProblem<S>& problem) {
  return problem.euclidean();
}
template <VerifiedScalar S>
bool at_least_two(const VerifiedProblem<S>& problem) {
  return problem.dim() >= 2 && problem.dim() <= 16;
}
template <VerifiedScalar S>
bool complex_two(const VerifiedProblem<S>& problem) {
  return is_complex<S> && at_least_two(problem);
}
template <VerifiedScalar S>
bool complex_full(const VerifiedProblem<S>& problem) {
  return is_complex<S> && small(problem) && problem.full_metric();
}

// In the order of the paper.
template <VerifiedScalar S>
std::vector<CatalogueRow<S>> entries() {
  return {{"lemma-2.1", check_lemma_21, everywhere},
          {"lemma-2.2-i", check_lemma_22_i, everywhere},
          {"lemma-2.2-ii", check_lemma_22_ii, everywhere},
          {"equation-2.12", check_equation_212, everywhere},
          {"equation-2.13", check_equation_213, everywhere},
          {"equation-2.14", check_equation_214, everywhere},
          {"equation-2.15", check_equation_215, everywhere},
          {"theorem-3.1", check_theorem_31, everywhere},
          {"theorem-3.2", check_theorem_32, everywhere},
          {"theorem-3.2-invariance", check_invariance, moderate},
          {"theorem-3.2-frames", check_frames, euclidean},
          {"theorem-3.2-independence", check_independence, euclidean},
          {"corollary-3.3", check_corollary_33, moderate},
          {"lemma-3.4", check_lemma_34, moderate},
          {"theorem-3.5", check_theorem_35, everywhere},
          {"theorem-3.5-estimators", check_estimators, small},
          {"corollary-3.6", check_corollary_36, euclidean},
          {"corollary-3.7", check_corollary_37, everywhere},
          {"remark-3.8", check_remark_38, moderate},
          {"section-4", check_section_4, real_moderate},
          {"erratum-1", check_erratum_1, complex_full},
          {"erratum-2", check_erratum_2, at_least_two},
          {"erratum-3", check_erratum_3, complex_two},
          {"erratum-4", check_erratum_4, complex_two},
          {"erratum-5", check_erratum_5, complex_full}};
}

template <VerifiedScalar S>
const Implementation<S>& subject_of(const Implementations& implementations) {
  if constexpr (is_complex<S>) {
    return implementations.complex;
  } else {
    return implementations.real;
  }
}

template <VerifiedScalar S>
void append(std::vector<Group>& groups) {
  const auto all = std::make_shared<const std::vector<VerifiedProblem<S>>>(problems<S>());
  for (const CatalogueRow<S>& entry : entries<S>()) {
    for (const VerifiedProblem<S>& problem : *all) {
      if (!entry.applies(problem)) continue;
      groups.push_back(
          {entry.id, field_of<S>, problem.label(),
           [all, &problem, run = entry.run](Recorder& record,
                                            const Implementations& implementations, Index probes) {
             run({subject_of<S>(implementations), problem, record, probes});
           }});
    }
  }
}

// Whether `whole` is `part`, or `part` followed by a hyphen and a suffix.
bool begins_with(const std::string& whole, const std::string& part) {
  return whole.starts_with(part) && (whole.size() == part.size() || whole[part.size()] == '-');
}

// The id without its first word: "3.2-sphere" for "theorem-3.2-sphere". A section has no number of
// its own, which would be an erratum's.
std::string number_of(const std::string& id) {
  return id.starts_with("section-") ? id : id.substr(id.find('-') + 1);
}

}  // namespace

std::vector<Group> catalogue(const BatteryOptions& options) {
  std::vector<Group> groups;
  if (options.real) append<double>(groups);
  if (options.complex) append<std::complex<double>>(groups);
  std::erase_if(groups, [&](const Group& group) { return !may_contain(group.id, options.only); });
  return groups;
}

bool selected(const std::string& id, std::span<const std::string> only) {
  return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& wanted) {
           return begins_with(id, wanted) || begins_with(number_of(id), wanted);
         });
}

bool may_contain(const std::string& group, std::span<const std::string> only) {
  return selected(group, only) ||
         std::any_of(only.begin(), only.end(), [&](const std::string& wanted) {
           return begins_with(wanted, group) || begins_with(wanted, number_of(group));
         });
}

}  // namespace isotrace::verify
