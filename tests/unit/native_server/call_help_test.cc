#include "native-server/command_line/call_help.h"

#include <doctest/doctest.h>

#include "native-server/command_line/call_input.h"

namespace runnel {
namespace {

TEST_CASE("The overview lists every operation") {
  const std::vector<OperationEntry> catalog = OperationCatalog();
  const std::string text = CallOverview(catalog);
  for (const OperationEntry& operation : catalog) {
    CAPTURE(operation.name);
    CHECK(text.find("\n  " + std::string(operation.name) + "\n") != std::string::npos);
  }
}

TEST_CASE("The help of every operation lists its members with their kinds") {
  for (const OperationEntry& operation : OperationCatalog()) {
    CAPTURE(operation.name);
    const std::string text = OperationHelp(operation);
    CHECK(text.starts_with("usage: runnel call " + std::string(operation.name)));
    for (const Member& member : operation.input->members) {
      CAPTURE(member.name);
      CHECK(text.find("\n  --" + FlagNameOf(member.name) + " ") != std::string::npos);
    }
    const bool empty = text.find("The answer is empty.") != std::string::npos;
    CHECK(empty == operation.output->members.empty());
  }
}

TEST_CASE("The help tells what a value must be") {
  for (const OperationEntry& operation : OperationCatalog()) {
    if (operation.name != "PutRecord") continue;
    const std::string text = OperationHelp(operation);
    CHECK(
        text.find("  --stream-name TEXT\n        1 to 128 characters; pattern [a-zA-Z0-9_.-]+\n") !=
        std::string::npos);
    CHECK(text.find("  --data BLOB\n        required; 0 to 10485760 bytes\n") != std::string::npos);
  }
}

}  // namespace
}  // namespace runnel
