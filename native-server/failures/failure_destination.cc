#include "native-server/failures/failure_destination.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "native-server/command_line/http_client.h"
#include "native-server/failure.h"
#include "native-server/own_folders.h"

namespace runnel {
namespace {

constexpr std::string_view kFile = "file:";
constexpr std::string_view kHttp = "http://";
constexpr Duration kPatience = Duration::Seconds(5);

std::string Refuse(std::string_view text, const std::string& why) {
  return "'" + std::string(text) + "' " + why +
         "; write ARN=file:PATH, ARN=file:FOLDER/ or ARN=http://HOST:PORT/PATH";
}

// O_APPEND adds to the file, O_TRUNC writes it anew. One that is made is its owner's alone.
std::string WriteFile(const std::filesystem::path& path, int how, const std::string& bytes) {
  if (const int failed = MakeOwnFolders(path.parent_path()); failed != 0) {
    return path.string() + ": " + std::strerror(failed);
  }
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, kOwnFileMode);
  if (descriptor < 0) return path.string() + ": " + std::strerror(errno);
  const std::unique_ptr<FILE, int (*)(FILE*)> file(::fdopen(descriptor, "w"), std::fclose);
  const bool written = file != nullptr &&
                       std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size() &&
                       std::fflush(file.get()) == 0;
  if (written) return {};
  return path.string() + ": " + std::strerror(errno);
}

std::string Send(const FailureDestination& destination, const FailureDelivery& delivery) {
  const std::string_view rest = std::string_view(destination.place).substr(kHttp.size());
  const std::size_t slash = rest.find('/');
  HttpRequest request;
  request.method = "POST";
  request.target = slash == std::string_view::npos ? "/" : rest.substr(slash);
  if (!delivery.object_key.empty()) {
    request.method = "PUT";
    if (!request.target.ends_with('/')) request.target += '/';
    request.target += delivery.object_key;
  }
  request.headers = {{"Content-Type", "application/json"},
                     {"X-Runnel-Destination", delivery.destination}};
  request.body = delivery.message;
  try {
    const Endpoint endpoint = ReadEndpoint(destination.place, "failure destination");
    const HttpAnswer answer = SendHttp(endpoint, request, kPatience);
    if (answer.status >= 200 && answer.status < 300) return {};
    return destination.place + " answered " + std::to_string(answer.status);
  } catch (const Failure& failure) {
    return failure.what();
  }
}

}  // namespace

std::string ReadFailureDestination(std::string_view text, FailureDestination& destination) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return Refuse(text, "says no place");
  destination.arn = text.substr(0, equals);
  if (!destination.arn.starts_with("arn:")) return Refuse(text, "does not begin with an ARN");
  const std::string_view place = text.substr(equals + 1);
  if (place.starts_with(kHttp) && place.size() > kHttp.size()) {
    destination.kind = FailureDestination::Kind::kUrl;
    destination.place = place;
    return {};
  }
  if (!place.starts_with(kFile) || place.size() == kFile.size()) {
    return Refuse(text, "names neither a file nor an http:// address");
  }
  destination.place = place.substr(kFile.size());
  destination.kind = destination.place.ends_with('/') ? FailureDestination::Kind::kFolder
                                                      : FailureDestination::Kind::kFile;
  return {};
}

std::string ReadFailureDestinations(std::string_view text, std::vector<std::string>& destinations) {
  std::vector<std::string> read;
  while (!text.empty()) {
    const std::size_t comma = text.find(",arn:");
    const std::string_view one = text.substr(0, comma);
    FailureDestination destination;
    if (std::string wrong = ReadFailureDestination(one, destination); !wrong.empty()) return wrong;
    read.emplace_back(one);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  destinations = std::move(read);
  return {};
}

std::string DeliverFailure(const FailureDestination& destination, const FailureDelivery& delivery) {
  switch (destination.kind) {
    case FailureDestination::Kind::kFile:
      return WriteFile(destination.place, O_APPEND, delivery.message + "\n");
    case FailureDestination::Kind::kFolder: {
      const std::string name =
          delivery.object_key.empty() ? std::to_string(delivery.id) + ".json" : delivery.object_key;
      return WriteFile(std::filesystem::path(destination.place) / name, O_TRUNC, delivery.message);
    }
    case FailureDestination::Kind::kUrl:
      return Send(destination, delivery);
  }
  return {};
}

}  // namespace runnel
