// Where a person's certificate authority is kept between runs, so that it has to be trusted once.
#pragma once

#include <filesystem>
#include <string>

#include "native-server/tls/certificates.h"

namespace runnel {

// The file of the authority's certificate in `folder`, the one to trust.
std::filesystem::path AuthorityCertificatePath(const std::filesystem::path& folder);

// The authority kept in `folder`; one is made and kept there if the folder is empty or missing.
// Servers that do so at the same time get the same one. Throws Failure if the folder cannot be
// written or holds anything else, which is left alone.
KeyAndCertificate LoadOrMakeAuthority(const std::filesystem::path& folder);

}  // namespace runnel
