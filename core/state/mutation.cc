#include "core/state/mutation.h"

namespace runnel {

Mutation::Mutation(const Mutation& other) = default;
Mutation::Mutation(Mutation&& other) noexcept = default;
Mutation& Mutation::operator=(const Mutation& other) = default;
Mutation& Mutation::operator=(Mutation&& other) noexcept = default;
Mutation::~Mutation() = default;

}  // namespace runnel
