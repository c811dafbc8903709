// DescribePipe and ListPipes.
// Source: integrations 3.1.
#include <map>

#include "core/integrations/pipes/api/pipe_input.h"
#include "core/integrations/pipes/api/pipe_output.h"
#include "core/operations/name_page.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

constexpr Member kNamedInput[] = {
    Field<&PipeInput::name>("Name", pipe_shapes::kName).Required(),
};

Result<PipeOutput> DescribePipe(Context& context, const PipeInput& input) {
  const auto pipe = FindPipe(context, *input.name);
  if (!pipe) return pipe.error();
  return PipeOutput::Whole(**pipe);
}

struct ListPipesInput {
  std::optional<std::string> name_prefix;
  std::optional<std::string> desired_state;
  std::optional<std::string> current_state;
  std::optional<std::string> source_prefix;
  std::optional<std::string> target_prefix;
  std::optional<std::int32_t> limit;
  std::optional<std::string> next_token;
};
constexpr Shape kLimit = NumberShape(ShapeKind::kInteger, 1, 100);
constexpr Member kListInput[] = {
    Field<&ListPipesInput::name_prefix>("NamePrefix", pipe_shapes::kName),
    Field<&ListPipesInput::desired_state>("DesiredState", pipe_shapes::kDesiredState),
    Field<&ListPipesInput::current_state>("CurrentState", shapes::kText),
    Field<&ListPipesInput::source_prefix>("SourcePrefix", pipe_shapes::kArn),
    Field<&ListPipesInput::target_prefix>("TargetPrefix", pipe_shapes::kArn),
    Field<&ListPipesInput::limit>("Limit", kLimit),
    Field<&ListPipesInput::next_token>("NextToken", shapes::kText),
};

struct ListPipesOutput {
  std::vector<PipeOutput> pipes;
  std::optional<std::string> next_token;
};
constexpr Shape kPipes = ListShape<PipeOutput>(pipe_shapes::kPipe);
constexpr Member kListOutput[] = {
    Field<&ListPipesOutput::pipes>("Pipes", kPipes),
    Field<&ListPipesOutput::next_token>("NextToken", shapes::kText),
};

bool IsAsked(const ListPipesInput& input, const PipeOutput& pipe) {
  const auto begins = [](const std::string& text, const std::optional<std::string>& prefix) {
    return !prefix || text.starts_with(*prefix);
  };
  const auto is = [](const std::string& text, const std::optional<std::string>& wanted) {
    return !wanted || text == *wanted;
  };
  return begins(pipe.name, input.name_prefix) && begins(*pipe.source, input.source_prefix) &&
         begins(*pipe.target, input.target_prefix) && is(pipe.desired_state, input.desired_state) &&
         is(pipe.current_state, input.current_state);
}

// By name.
Result<ListPipesOutput> ListPipes(Context& context, const ListPipesInput& input) {
  std::map<std::string, const EventSourceMapping*> by_name;
  for (const auto& [uid, mapping] : context.state.mappings()) {
    const auto& pipe = mapping.configuration.pipe;
    if (pipe && mapping.scope == context.caller) by_name[pipe->name] = &mapping;
  }
  const auto limit = static_cast<std::size_t>(input.limit.value_or(100));
  ListPipesOutput output;
  const auto show = [&](const std::string&,
                        const EventSourceMapping* listed) -> std::optional<PipeOutput> {
    PipeOutput pipe = PipeOutput::Listed(*listed);
    if (!IsAsked(input, pipe)) return std::nullopt;
    return pipe;
  };
  output.next_token = FillPage(by_name, input.next_token, limit, show, output.pipes);
  return output;
}

}  // namespace

extern constexpr Operation kDescribePipe = DefineOperation<PipeInput, PipeOutput, DescribePipe>(
    "DescribePipe", kNamedInput, pipe_shapes::kOutput);
extern constexpr Operation kListPipes = DefineOperation<ListPipesInput, ListPipesOutput, ListPipes>(
    "ListPipes", kListInput, kListOutput);

}  // namespace runnel
