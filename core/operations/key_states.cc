// The emulator's own operations that say what encryption keys are: there is no key service, so a
// key is enabled unless somebody says otherwise.
#include "core/api/shapes.h"
#include "core/model/key_state.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct UpdateKeyStateInput {
  std::optional<std::string> key_id;
  std::optional<std::string> state;
};
constexpr Shape kKeyStateShape = EnumShape(kKeyStateNames);
constexpr Member kUpdateInput[] = {
    Field<&UpdateKeyStateInput::key_id>("KeyId", shapes::kKeyId).Required(),
    Field<&UpdateKeyStateInput::state>("State", kKeyStateShape).Required(),
};

Result<NoOutput> UpdateKeyState(Context& context, const UpdateKeyStateInput& input) {
  KeyStateChanged changed{*input.key_id, KeyState::kEnabled};
  for (std::size_t i = 0; i < kKeyStateNames.size(); ++i) {
    if (kKeyStateNames[i] == *input.state) changed.state = static_cast<KeyState>(i);
  }
  context.Emit(changed);
  return NoOutput{};
}

struct ListKeyStatesInput {};

struct KeyStateOutput {
  std::optional<std::string> key_id;
  std::optional<std::string> state;
};
constexpr Member kKeyStateMembers[] = {
    Field<&KeyStateOutput::key_id>("KeyId", shapes::kKeyId).Required(),
    Field<&KeyStateOutput::state>("State", kKeyStateShape).Required(),
};
constexpr Shape kKeyStateOutputShape = StructureShape(kKeyStateMembers);
constexpr Shape kKeyStateList = ListShape<KeyStateOutput>(kKeyStateOutputShape);

struct ListKeyStatesOutput {
  std::optional<std::vector<KeyStateOutput>> keys;
};
constexpr Member kListOutput[] = {
    Field<&ListKeyStatesOutput::keys>("Keys", kKeyStateList).Required(),
};

Result<ListKeyStatesOutput> ListKeyStates(Context& context, const ListKeyStatesInput&) {
  ListKeyStatesOutput output;
  auto& keys = output.keys.emplace();
  for (const auto& [key_id, state] : context.state.key_states()) {
    keys.push_back({key_id, std::string(kKeyStateNames[static_cast<std::size_t>(state)])});
  }
  return output;
}

}  // namespace

extern constexpr Operation kUpdateKeyState =
    DefineOperation<UpdateKeyStateInput, UpdateKeyState>("UpdateKeyState", kUpdateInput);
extern constexpr Operation kListKeyStates =
    DefineOperation<ListKeyStatesInput, ListKeyStatesOutput, ListKeyStates>("ListKeyStates", {},
                                                                            kListOutput);

}  // namespace runnel
