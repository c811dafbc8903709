// Which servers of this person run on this machine. Each server writes a file about itself when it
// is ready and removes it at its end; the files of servers that ended otherwise are recognised by
// their process being gone, and removed by whoever comes by.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "native-server/command_line/process.h"
#include "native-server/config/load_config.h"

namespace runnel {

struct ServerRecord {
  ProcessIdentity process;
  std::string host;
  std::vector<std::uint16_t> ports;  // as bound, never 0
  std::string version;
  Timestamp ready_at;
  std::vector<std::string> arguments;  // what came after `runnel serve`
  std::string directory;               // where it was started
  std::string log_path;                // empty: it logs to the terminal that started it
  std::string trusted_certificate;     // what clients have to trust by https; empty: not known

  bool Serves(std::uint16_t port) const;
  // "http://127.0.0.1:4566"; an address of every interface is written as the loopback one.
  std::string Url() const;
};

class ServerRegistry {
 public:
  // $XDG_RUNTIME_DIR/runnel, or where that is not set $XDG_STATE_HOME/runnel.
  explicit ServerRegistry(const Environment& environment);

  // Writes the record, replacing none. Throws Failure if no folder can be written to.
  void Add(const ServerRecord& record) const;
  // Takes the record of this process away. Nothing is said if it is not there.
  void Remove(const ServerRecord& record) const;

  // The servers whose process is there, by port.
  std::vector<ServerRecord> Running() const;
  // The one meant by `port`, or without one the only one; of several, the one on `preferred_port`.
  // nullopt: none runs there. Throws Failure (kExitUsage) if it cannot be told which is meant.
  std::optional<ServerRecord> Find(std::optional<std::uint16_t> port,
                                   std::uint16_t preferred_port) const;

 private:
  std::vector<std::filesystem::path> folders_;  // the first that can be written is written to
};

// "4566, 5000": the first port of each, for whoever has to say which is meant.
std::string FirstPorts(const std::vector<ServerRecord>& servers);

// Where a detached server on this port writes its log: in $XDG_STATE_HOME/runnel, as a rule
// ~/.local/state/runnel. The folder is made. Throws Failure if it cannot be.
std::filesystem::path LogPath(const Environment& environment, std::uint16_t port);

}  // namespace runnel
