#include <catch2/catch.hpp>

#include <algorithm>

#include "support/planted.hpp"

// Mistakes in the laws and their streams, as in verify_power.cpp.

using namespace planted;

namespace {

void require_caught(const Implementations& mistaken, const std::vector<std::string>& only) {
  REQUIRE(passes({}, only));
  CHECK_FALSE(passes(mistaken, only));
}

// f applied to the real and the imaginary part.
template <Scalar S, class F>
S by_parts(S x, F&& f) {
  if constexpr (is_complex<S>) {
    return {f(x.real()), f(x.imag())};
  } else {
    return f(x);
  }
}

}  // namespace

TEST_CASE("a ball of radius u in place of u^(1/d) is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_ball_radius(implementation, [](double r, Index n) {
                     return std::pow(r, static_cast<double>(real_dimension(field_of<S>, n)));
                   });
                 }),
                 {"theorem-3.2-invariance"});
}

TEST_CASE("a ball over the complex field with n for its real dimension is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   if constexpr (is_complex<S>) {
                     change_ball_radius(implementation, [](double r, Index) { return r * r; });
                   }
                 }),
                 {"3.1"});
}

TEST_CASE("a ball whose u never falls below 0.01 is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_ball_radius(implementation, [](double r, Index n) {
                     const auto d = static_cast<double>(real_dimension(field_of<S>, n));
                     return std::pow(0.01 + 0.99 * std::pow(r, d), 1.0 / d);
                   });
                 }),
                 {"theorem-3.2-invariance"});
}

TEST_CASE("normals truncated at three deviations are caught") {
  require_caught(
      with([]<class S>(Implementation<S>& implementation) {
        change_draws(implementation, [](const Draws<S>& draws) {
          if (draws.is("frame") || draws.is("signs") || draws.is("phases")) return;
          const double limit = is_complex<S> ? 3.0 / std::sqrt(2.0) : 3.0;
          RowMatrix<S> again(draws.X.rows, draws.X.cols);
          for (const auto* attempt : {"1", "2", "3"}) {  // 1e-3 cubed of 2e5 stay
            draw<S>(Gaussian{}, draws.stream.substream(attempt), draws.first, view(again));
            for (Index i = 0; i < draws.X.rows; ++i) {
              for (Index j = 0; j < draws.X.cols; ++j) {
                const S x = draws.X(i, j);
                const double part = std::max(std::abs(std::real(x)), std::abs(std::imag(x)));
                if (part > limit) draws.X(i, j) = again(i, j);
              }
            }
          }
          draws.refresh();
        });
      }),
      {"theorem-3.2-independence"});
}

TEST_CASE("normalised points of a cube as a sphere are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (!draws.is("sphere")) return;
                     eigen(draws.X) = eigen(draws.X).unaryExpr([](S x) {
                       return by_parts(x, [](double y) {
                         return std::erf(y / (is_complex<S> ? 1.0 : std::sqrt(2.0)));
                       });
                     });
                     draws.refresh();
                   });
                 }),
                 {"theorem-3.2-invariance"});
}

TEST_CASE("signs or phases as a sphere are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (!draws.is("sphere")) return;
                     eigen(draws.X) = eigen(draws.X).unaryExpr([](S x) { return x / std::abs(x); });
                     draws.refresh();
                   });
                 }),
                 {"3.5"});
}

TEST_CASE("a sphere scaled by the root of n in place of its norm is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (!draws.is("sphere")) return;
                     for (Index j = 0; j < draws.X.cols; ++j) {
                       draws.norms.scale[j] = 1.0 / std::sqrt(static_cast<double>(draws.X.rows));
                     }
                   });
                 }),
                 {"3.7"});
}

TEST_CASE("real Gaussians in a complex problem are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (!is_complex<S> || draws.is("frame") || draws.is("phases")) return;
                     eigen(draws.X) = eigen(draws.X).unaryExpr(
                         [](S x) { return S(std::sqrt(2.0) * real_part(x)); });
                     draws.refresh();
                   });
                 }),
                 {"3.5"});
}

TEST_CASE("complex Gaussians of variance two are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (!is_complex<S> || !draws.is("gaussian")) return;
                     eigen(draws.X) *= std::sqrt(2.0);
                     draws.refresh();
                   });
                 }),
                 {"3.1"});
}

TEST_CASE("frames whose phases are not Haar-distributed are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (!draws.is("frame")) return;
                     for (Index j = 0; j < draws.X.cols; ++j) {
                       const S entry = draws.X(0, j);
                       eigen(draws.X).col(j) *= conjugate(entry) / std::abs(entry);
                     }
                   });
                 }),
                 {"theorem-3.2-frames"});
}

TEST_CASE("neighbouring probes that share half their entries are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     if (draws.is("frame")) return;
                     const Index half = (draws.X.rows + 1) / 2;
                     for (Index j = 0; j < draws.X.cols; ++j) {
                       const Index probe = draws.first + j;
                       if (probe % 2 == 0) continue;
                       RowMatrix<S> before(draws.X.rows, 1);
                       double scale = 0, norm2 = 0;
                       draw_raw<S>(draws.law, draws.stream, probe - 1, view(before),
                                   {&scale, &norm2});
                       eigen(draws.X).col(j).head(half) = before.col(0).head(half);
                     }
                     draws.refresh();
                   });
                 }),
                 {"theorem-3.2-independence"});
}

TEST_CASE("probes that repeat from block to block are caught") {
  require_caught(with([](auto& implementation) {
                   change_address(implementation, [](const Law& law, Stream&, Index& first) {
                     first %= 60 / group(law) * group(law);
                   });
                 }),
                 {"3.5"});
}

TEST_CASE("a seed that is ignored is caught") {
  require_caught(with([](auto& implementation) {
                   change_address(implementation,
                                  [](const Law&, Stream& stream, Index&) { stream.seed = 1; });
                 }),
                 {"theorem-3.2-independence"});
}

TEST_CASE("a stream's domain that is ignored is caught") {
  require_caught(with([](auto& implementation) {
                   change_address(implementation,
                                  [](const Law&, Stream& stream, Index&) { stream.domain = 0; });
                 }),
                 {"theorem-3.2-independence"});
}

TEST_CASE("chunks of a probe that repeat are caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   change_draws(implementation, [](const Draws<S>& draws) {
                     for (Index i = stream_chunk; i < draws.X.rows; ++i) {
                       eigen(draws.X).row(i) = eigen(draws.X).row(i % stream_chunk).eval();
                     }
                     draws.refresh();
                   });
                 }),
                 {"theorem-3.2-independence"});
}
