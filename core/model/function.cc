#include "core/model/function.h"

namespace runnel {

std::string Function::Arn() const {
  return "arn:aws:lambda:" + scope.region.text() + ":" + scope.account.text() + ":function:" + name;
}

bool Function::answered_by_calls() const {
  return latest.configuration.image_uri == kAnsweredByCalls;
}

}  // namespace runnel
