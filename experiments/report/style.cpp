#include "style.hpp"

#include <fmt/format.h>

namespace isotrace::reports {
namespace {

constexpr std::string_view general = R"(
:root { color-scheme: light dark;
  --paper: #fff; --ink: #202020; --soft: #555; --grid: #e2e2e2; --rule: #bbb; --link: #00588a;
  --good: #00704f; --bad: #b03a00; --tint: #f4f6f8; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #e4e4e4; --soft: #b0b0b0; --grid: #363a40; --rule: #666;
    --link: #7cc4f0; --good: #4fd0a5; --bad: #ff9a66; --tint: #202329; }
}
body { margin: 0 auto; max-width: 62rem; padding: 1rem 1.25rem 3rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 "DejaVu Sans", Verdana, system-ui, sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 .8rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .5rem; padding-top: .8rem;
  border-top: 1px solid var(--rule); }
p { margin: .6rem 0; max-width: 46rem; }
a { color: var(--link); }
.verdict { max-width: none; padding: .6rem .9rem; background: var(--tint); font-weight: bold;
  border-left: .35rem solid var(--rule); }
.verdict.good { border-color: var(--good); }
.verdict.bad { border-color: var(--bad); }
figure { margin: 1.2rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figure .narrow { display: none; }
figcaption, .files { font-size: .85rem; color: var(--soft); }
figcaption p { margin: .3rem 0; }
figcaption strong { color: var(--ink); }
table { border-collapse: collapse; font-size: .85rem; margin: .8rem 0 .2rem; max-width: 100%; }
caption { text-align: left; font-weight: bold; padding-bottom: .4rem; }
th, td { padding: .25rem .7rem .25rem 0; border-bottom: 1px solid var(--grid); text-align: left;
  vertical-align: top; overflow-wrap: break-word; }
thead th { border-bottom: 2px solid var(--rule); vertical-align: bottom; }
tbody th { font-weight: normal; }
td.number { font-variant-numeric: tabular-nums; overflow-wrap: normal; }
td.number span { white-space: nowrap; }
.very-wide { font-size: .75rem; }
.very-wide th, .very-wide td { padding-right: .4rem; }
@media screen and (max-width: 40rem) {
  body { padding: .5rem .75rem 2rem; }
  h1 { font-size: 1.35rem; }
  h2 { font-size: 1.15rem; margin-top: 1.5rem; }
  th, td { padding-right: .45rem; }
  table { font-size: .8rem; }
  figure .narrow { display: block; }
  figure .broad { display: none; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h2 + p, caption { break-after: avoid; }
  figure, tr, .verdict { break-inside: avoid; }
  figure svg { max-height: 8.5cm; }
  h2 { margin-top: 1.2rem; }
  figure { margin: .6rem 0; }
  .very-wide { font-size: 6.5pt; }
  a { color: inherit; text-decoration: none; }
}
)";

// On screens up to this width, shows each row of a class's tables as a list of columns and cells.
std::string as_lists(std::string_view table, int width) {
  return fmt::format(R"(@media screen and (max-width: {1}rem) {{
  {0}, {0} caption, {0} tbody, {0} tr, {0} th, {0} td {{ display: block; }}
  {0} thead {{ display: none; }}
  {0} tbody {{ columns: 17rem; column-gap: 2rem; }}
  {0} tr {{ break-inside: avoid; padding: .4rem 0; border-bottom: 1px solid var(--rule); }}
  {0} th {{ border: 0; padding: 0; font-weight: bold; }}
  {0} td {{ border: 0; padding: 0; text-align: right; }}
  {0} td::before {{ content: attr(data-column); float: left; margin-right: 1rem; color: var(--soft); }}
  {0} td::after {{ content: ""; display: block; clear: both; }}
  {0} td:empty {{ display: none; }}
}}
)",
                     table, width);
}

}  // namespace

std::string style_sheet() {
  return std::string(general) + as_lists(".wide", 40) + as_lists(".very-wide", 62);
}

}  // namespace isotrace::reports
