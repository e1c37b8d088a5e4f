#pragma once

#include "context.hpp"

/// The groups of checks: one function for each statement of the paper.
namespace isotrace::verify {

template <VerifiedScalar S>
void check_lemma_21(const Context<S>& context);
template <VerifiedScalar S>
void check_lemma_22_i(const Context<S>& context);
template <VerifiedScalar S>
void check_lemma_22_ii(const Context<S>& context);
template <VerifiedScalar S>
void check_equation_212(const Context<S>& context);
template <VerifiedScalar S>
void check_equation_213(const Context<S>& context);
template <VerifiedScalar S>
void check_equation_214(const Context<S>& context);
template <VerifiedScalar S>
void check_equation_215(const Context<S>& context);
template <VerifiedScalar S>
void check_theorem_31(const Context<S>& context);
template <VerifiedScalar S>
void check_theorem_32(const Context<S>& context);
template <VerifiedScalar S>
void check_invariance(const Context<S>& context);
template <VerifiedScalar S>
void check_frames(const Context<S>& context);
template <VerifiedScalar S>
void check_independence(const Context<S>& context);
template <VerifiedScalar S>
void check_corollary_33(const Context<S>& context);
template <VerifiedScalar S>
void check_lemma_34(const Context<S>& context);
template <VerifiedScalar S>
void check_theorem_35(const Context<S>& context);
template <VerifiedScalar S>
void check_estimators(const Context<S>& context);
template <VerifiedScalar S>
void check_corollary_36(const Context<S>& context);
template <VerifiedScalar S>
void check_corollary_37(const Context<S>& context);
template <VerifiedScalar S>
void check_remark_38(const Context<S>& context);
template <VerifiedScalar S>
void check_section_4(const Context<S>& context);
template <VerifiedScalar S>
void check_erratum_1(const Context<S>& context);
template <VerifiedScalar S>
void check_erratum_2(const Context<S>& context);
template <VerifiedScalar S>
void check_erratum_3(const Context<S>& context);
template <VerifiedScalar S>
void check_erratum_4(const Context<S>& context);
template <VerifiedScalar S>
void check_erratum_5(const Context<S>& context);

}  // namespace isotrace::verify
