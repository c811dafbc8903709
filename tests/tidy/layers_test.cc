// Who may include whom. The table below is the layering of the repository.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/cpp_text.h"
#include "tests/tidy/findings.h"
#include "tests/tidy/source_tree.h"

namespace runnel::tidy {
namespace {

// The files whose path begins with `prefix` may include the files whose path begins with one of
// `may_include`, beside those of their own prefix. The longest prefix decides.
struct Layer {
  std::string_view prefix;
  std::vector<std::string_view> may_include;
};

// What of the core a host may see: the facade, its ports, what a transport gives and gets, the
// shapes of the operations, and the read model.
const std::vector<std::string_view> kFacade = {"core/engine/emulator.h", "core/ports/", "core/api/",
                                               "core/inspect/", "core/base/"};

const std::vector<std::string_view> kOperationLayers = {"core/base/", "core/model/", "core/state/",
                                                        "core/api/"};

const std::vector<Layer> kLayers = {
    {"core/base/", {}},
    {"core/model/", {"core/base/"}},
    {"core/ports/", {"core/base/", "core/model/"}},
    {"core/state/", {"core/base/", "core/model/"}},
    {"core/api/", {"core/base/", "core/model/"}},
    {"core/wire/", {"core/base/", "core/model/", "core/api/"}},
    {"core/faults/", {"core/base/", "core/model/", "core/state/", "core/api/", "core/wire/"}},
    {"core/policy/", kOperationLayers},
    {"core/integrations/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/operations/"}},
    {"core/integrations/channels/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/wire/", "core/operations/"}},
    {"core/integrations/cloudformation/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/wire/", "core/operations/"}},
    {"core/integrations/functions/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/wire/", "core/operations/"}},
    {"core/integrations/event_filter/", {"core/base/"}},
    {"core/integrations/event_source_mapping/api/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/operations/",
      "core/integrations/event_filter/", "core/integrations/event_source_mapping/"}},
    {"core/integrations/event_source_mapping/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/wire/",
      "core/integrations/event_filter/", "core/integrations/functions/resolve_function.h",
      "core/integrations/pipes/"}},
    {"core/integrations/pipes/api/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/wire/", "core/operations/",
      "core/integrations/event_filter/", "core/integrations/event_source_mapping/mapping_start.h",
      "core/integrations/pipes/"}},
    {"core/integrations/pipes/", {"core/base/", "core/model/", "core/wire/"}},
    {"core/operations/",
     {"core/base/", "core/model/", "core/state/", "core/api/", "core/faults/", "core/inspect/",
      "core/policy/"}},
    {"core/inspect/", {"core/base/", "core/model/", "core/state/", "core/api/"}},
    {"core/engine/", {"core/"}},
    {"native-server/", kFacade},
    {"wasm/", kFacade},
    {"inspector-ui/", kFacade},
    {"tests/http_clients/", {}},
    {"tests/unit/", {"core/", "native-server/", "wasm/", "inspector-ui/", "tests/http_clients/"}},
    // The conformance runner judges any Kinesis: it sees the emulator at one place only, where a
    // case is handed to an emulator in the same process.
    {"tests/conformance/", {"tests/http_clients/"}},
    {"tests/conformance/in_process",
     {"tests/conformance/", "core/engine/emulator.h", "core/ports/", "core/api/", "core/base/"}},
    {"tests/fuzz/", {"core/", "native-server/", "tests/conformance/cbor.h"}},
    // The reference shares no code with what it judges.
    {"tests/simulation/", {}},
    {"tests/simulation/coverage",
     {"tests/simulation/", "core/operations/operations.def", "core/state/applied_counts.h"}},
    {"tests/simulation/twin",
     {"tests/simulation/", "core/base/base64.h", "core/engine/snapshot.h", "core/state/"}},
    {"tests/simulation/world",
     {"tests/simulation/", "core/engine/emulator.h", "tests/unit/engine/memory_journal.h"}},
    {"tests/ui/", {"core/base/", "core/inspect/", "inspector-ui/"}},
    {"tests/bench/", {"core/base/", "tests/http_clients/"}},
    {"tests/bench/micro/", {"core/", "tests/bench/"}},
    {"tests/wasm/", {"wasm/"}},
    {"tests/web/", {}},
    {"tests/tidy/", {}},
};

const Layer* LayerOf(std::string_view path) {
  const Layer* longest = nullptr;
  for (const Layer& layer : kLayers) {
    const bool longer = longest == nullptr || layer.prefix.size() > longest->prefix.size();
    if (path.starts_with(layer.prefix) && longer) longest = &layer;
  }
  return longest;
}

bool MayInclude(const Layer& layer, std::string_view path) {
  if (path.starts_with(layer.prefix)) return true;
  return std::any_of(layer.may_include.begin(), layer.may_include.end(),
                     [&](std::string_view prefix) { return path.starts_with(prefix); });
}

TEST_CASE("every include points down the layers") {
  Findings findings;
  for (const SourceFile& file : ReadSourceTree().files) {
    if (!file.IsCpp()) continue;
    const Layer* layer = LayerOf(file.path);
    if (layer == nullptr) {
      findings.Add(file, 0, "belongs to no layer of tests/tidy/layers_test.cc");
      continue;
    }
    for (const Include& include : IncludesOf(file.lines)) {
      if (!include.quoted || MayInclude(*layer, include.path)) continue;
      findings.Add(file, include.line,
                   std::string(layer->prefix) + " may not include " + include.path);
    }
  }
  findings.Report();
}

TEST_CASE("every quoted include names a file by its path from the root") {
  Findings findings;
  const SourceTree tree = ReadSourceTree();
  for (const SourceFile& file : tree.files) {
    if (!file.IsCpp()) continue;
    for (const Include& include : IncludesOf(file.lines)) {
      if (include.quoted && tree.Find(include.path) == nullptr) {
        findings.Add(file, include.line, "there is no file " + include.path);
      }
    }
  }
  findings.Report();
}

TEST_CASE("the layer check tells the hosts apart and the facade from what is beneath") {
  const Layer& server = *LayerOf("native-server/main.cc");
  CHECK(MayInclude(server, "native-server/listener.h"));
  CHECK(MayInclude(server, "core/engine/emulator.h"));
  CHECK_FALSE(MayInclude(server, "core/state/state.h"));
  CHECK_FALSE(MayInclude(server, "wasm/exports.h"));
  const Layer& model = *LayerOf("core/model/shard.h");
  CHECK(MayInclude(model, "core/base/time.h"));
  CHECK_FALSE(MayInclude(model, "core/state/state.h"));
  CHECK_FALSE(MayInclude(*LayerOf("tests/conformance/runner.cc"), "core/engine/emulator.h"));
}

}  // namespace
}  // namespace runnel::tidy
