#pragma once

#include <concepts>

#include <isotrace/core/matrix_view.hpp>

#include <lib/linalg/panel.hpp>

namespace isotrace {

/// A panel in the operator's scalar type: a view of the panel if it has that type, else a converted
/// copy.
template <Scalar S>
class ConvertedPanel {
 public:
  explicit ConvertedPanel(const Panel<Wide<S>>& panel) {
    if constexpr (std::same_as<S, Wide<S>>) {
      view_ = {panel.data(), panel.rows(), panel.cols(), panel.rows(), false};
    } else {
      own_ = panel.template cast<S>();
      view_ = {own_.data(), own_.rows(), own_.cols(), own_.rows(), false};
    }
  }
  ConvertedPanel(const ConvertedPanel&) = delete;
  ConvertedPanel& operator=(const ConvertedPanel&) = delete;

  const DenseView<S>& view() const { return view_; }
  Index cols() const { return view_.cols; }

 private:
  ColMatrix<S> own_;
  DenseView<S> view_{};
};

}  // namespace isotrace
