#include <cstdio>
#include <string>

#include "native-server/command_line/arguments.h"
#include "native-server/command_line/commands.h"
#include "native-server/config/user_data_folder.h"
#include "native-server/failure.h"
#include "native-server/tls/authority_folder.h"

namespace runnel {
namespace {

constexpr const char* kHelp =
    "usage: runnel cert [--path] [--tls-dir FOLDER]\n\n"
    "Prints the certificate (PEM) that clients have to trust to reach this person's servers by\n"
    "https://. It is made at first use and stays the same. For example:\n\n"
    "  AWS_CA_BUNDLE=$(runnel cert --path) aws --endpoint-url https://localhost:4566 ...\n"
    "  NODE_EXTRA_CA_CERTS=$(runnel cert --path) node app.js\n\n"
    "  --path             print where the certificate is kept instead\n"
    "  --tls-dir FOLDER   as given to `runnel serve` [RUNNEL_TLS_DIR]\n";

}  // namespace

int CertCommand(const CommandLine& command_line) {
  using enum FlagSpec::Value;
  const FlagSpec specs[] = {{.name = "path", .value = kNone}, {.name = "tls-dir"}};
  const Arguments arguments = ParseArguments("cert", specs, command_line.arguments);
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  std::filesystem::path folder = arguments.Last("tls-dir");
  if (folder.empty()) folder = Variable(command_line.environment, "RUNNEL_TLS_DIR");
  if (folder.empty()) folder = UserDataFolder(command_line.environment, "tls");
  if (folder.empty()) {
    throw Failure(kExitUsage, "there is no home folder to keep a certificate in; use --tls-dir");
  }
  const KeyAndCertificate authority = LoadOrMakeAuthority(folder);
  const std::string text = arguments.Last("path").empty()
                               ? CertificateText(*authority.certificate)
                               : AuthorityCertificatePath(folder).string() + "\n";
  std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace runnel
