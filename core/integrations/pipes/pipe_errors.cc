#include "core/integrations/pipes/pipe_errors.h"

#include <utility>

namespace runnel::error {
namespace {

constexpr int kNotFound = 404;
constexpr int kConflict = 409;

}  // namespace

// OBSERVED: not; nor the next two.
Error PipeNotFound(std::string_view name) {
  return {"NotFoundException", "Pipe " + std::string(name) + " does not exist.", kNotFound};
}
Error PipeExists(std::string_view name) {
  return {"ConflictException", "Pipe " + std::string(name) + " already exists.", kConflict};
}
Error PipeInTransition(std::string_view name, std::string_view state) {
  return {
      "ConflictException",
      "Pipe " + std::string(name) + " cannot be changed while it is " + std::string(state) + ".",
      kConflict};
}

Error PipeResourceNotFound(std::string_view arn) {
  return {"NotFoundException", "Resource " + std::string(arn) + " does not exist.", kNotFound};
}

Error PipeAcrossRegions() { return PipeInvalid("Creating cross-region pipe is not permitted."); }

Error PipeInvalid(std::string text) { return {"ValidationException", std::move(text)}; }

}  // namespace runnel::error
