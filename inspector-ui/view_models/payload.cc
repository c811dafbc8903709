#include "inspector-ui/view_models/payload.h"

#include <boost/json.hpp>

#include "core/base/utf8.h"
#include "core/inspect/aggregated_record.h"
#include "inspector-ui/view_models/gunzip.h"

namespace runnel {
namespace {

constexpr std::size_t kInflatedMax = 1024 * 1024;

}  // namespace

std::string PayloadView::Kind() const {
  const std::string outside = gzip ? "gzip, " : "";
  if (!packed.empty())
    return outside + "aggregate of " + std::to_string(packed.size()) + " records";
  if (json) return outside + "JSON";
  return outside + (IsValidUtf8(text) ? "text" : "bytes");
}

PayloadView ReadPayload(std::string_view data) {
  PayloadView view;
  view.text = data;
  if (auto inflated = Gunzip(data, kInflatedMax)) {
    view.gzip = true;
    view.text = std::move(*inflated);
  }
  if (const auto records = UnpackAggregate(view.text)) {
    for (const UserRecord& record : *records) {
      view.packed.push_back({std::string(record.partition_key), std::string(record.data)});
    }
    return view;
  }
  // A number or a word alone is text to people.
  const std::size_t first = view.text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || (view.text[first] != '{' && view.text[first] != '['))
    return view;
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(view.text, error);
  if (!error) view.json = std::move(value);
  return view;
}

}  // namespace runnel
