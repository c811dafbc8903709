// An operation of the API: its name, the shapes of its input and output, and its handler. One file
// in this folder defines one operation; operations.def lists them all.
//
// A file defines `struct PutRecordInput`, `struct PutRecordOutput` (or uses NoOutput), a table of
// Members for each, and
//   Result<PutRecordOutput> PutRecord(Context& context, const PutRecordInput& input);
// in an unnamed namespace, and then
//   extern constexpr Operation kPutRecord =
//       DefineOperation<PutRecordInput, PutRecordOutput, PutRecord>("PutRecord", kInput, kOutput);
// Described structs have names that no other file uses: GCC 12 gives templates over their member
// pointers external linkage even if the structs have none.
// Handlers see constraint-checked input: required members are there, lengths and patterns hold.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "core/api/shape.h"
#include "core/base/result.h"
#include "core/operations/context.h"

namespace runnel {

// One call of an operation: holds its input and, after Run, its output.
class Invocation {
 public:
  virtual ~Invocation() = default;
  virtual void* input() = 0;
  virtual Result<void> Run(Context& context) = 0;
  // Fetches what the output only refers to. Touches no state; may read from a disk.
  // REQUIRES: Run succeeded.
  virtual Result<void> Load() = 0;
  // REQUIRES: Run and Load succeeded.
  virtual const void* output() const = 0;
};

struct Operation {
  std::string_view name;
  Shape input;
  Shape output;  // no members: the answer's body is empty
  bool has_output = true;
  std::unique_ptr<Invocation> (*make)();
};

// The output of operations whose answer has an empty body.
struct NoOutput {};

namespace operation_internal {

template <class Input, class Output, Result<Output> (*Handler)(Context&, const Input&)>
class TypedInvocation final : public Invocation {
 public:
  void* input() override { return &input_; }
  Result<void> Run(Context& context) override {
    Result<Output> result = Handler(context, input_);
    if (!result) return result.error();
    output_ = std::move(*result);
    return {};
  }
  Result<void> Load() override {
    if constexpr (requires { output_.Load(); }) return output_.Load();
    return {};
  }
  const void* output() const override { return &output_; }

 private:
  Input input_;
  Output output_;
};

template <class Input, class Output, Result<Output> (*Handler)(Context&, const Input&)>
std::unique_ptr<Invocation> Make() {
  return std::make_unique<TypedInvocation<Input, Output, Handler>>();
}

}  // namespace operation_internal

template <class Input, class Output, Result<Output> (*Handler)(Context&, const Input&)>
constexpr Operation DefineOperation(std::string_view name, std::span<const Member> input,
                                    std::span<const Member> output) {
  return {name, StructureShape(input), StructureShape(output), true,
          &operation_internal::Make<Input, Output, Handler>};
}

template <class Input, Result<NoOutput> (*Handler)(Context&, const Input&)>
constexpr Operation DefineOperation(std::string_view name, std::span<const Member> input) {
  return {name, StructureShape(input), StructureShape({}), false,
          &operation_internal::Make<Input, NoOutput, Handler>};
}

}  // namespace runnel
