// The API as the AWS CLI wants it described, so that a CLI of any age knows all operations.
#pragma once

#include <string>

namespace runnel {

// The service model of Kinesis (what botocore calls service-2.json), made from the shapes of the
// operations. Documentation and the names of exceptions are left out.
std::string KinesisServiceModel();

// Writes the model below `folder` as the loader expects it: kinesis/2013-12-02/service-2.json.
// False when it cannot be written; the CLI then knows what it brings along.
bool WriteKinesisServiceModel(const std::string& folder);

}  // namespace runnel
