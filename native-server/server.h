// The server as a whole: event loops, listeners and the emulator behind them.
#pragma once

#include <boost/asio/signal_set.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "native-server/capture_file.h"
#include "native-server/config.h"
#include "native-server/connection.h"
#include "native-server/emulator_host.h"
#include "native-server/event_loop.h"
#include "native-server/journal/journal_folder.h"
#include "native-server/listener.h"
#include "native-server/server_log.h"

namespace runnel {

class Server {
 public:
  // Throws Failure when the folder for data cannot be used, or what it holds cannot be read.
  explicit Server(const Config& config, const ConnectionLimits& limits = {});
  ~Server();

  // Creates the streams that are to be there from the start, and listens. Throws Failure when a
  // stream is refused or an address cannot be listened on. From here on connections are taken, to
  // be answered once Run is called.
  void Start();

  // "http://127.0.0.1:4566", one for each address listened on.
  std::vector<std::string> Urls() const;
  // The ports listened on, in the order of the configuration; never 0.
  const std::vector<std::uint16_t>& ports() const { return ports_; }

  // For lines about the server as a whole.
  ServerLog& log() { return log_; }

  // Makes SIGINT and SIGTERM call Stop. Before Run.
  void StopOnSignals();
  // Serves until Stop. Returns once every connection has been ended.
  void Run();
  // From any thread, once or more. Open subscriptions are ended, requests under way answered.
  void Stop();

 private:
  std::unique_ptr<CaptureFile> OpenCapture();
  std::unique_ptr<Journal> OpenJournal();
  std::filesystem::path KeyFile() const;
  void Recover();
  void SetUpFaults();
  void Listen();
  // To be called if other machines can reach the server. Throws Failure unless it was said who may
  // call.
  void CheckReach();
  void RunFunctions();

  const Config config_;
  ServerLog log_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::unique_ptr<JournalFolder> data_folder_;  // null: everything is in memory
  std::unique_ptr<CaptureFile> capture_;        // null: calls are not captured
  EmulatorHost host_;
  ServerContext context_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::uint16_t> ports_;
  bool others_reach_ = false;  // other machines can reach the server
  boost::asio::signal_set signals_;
};

}  // namespace runnel
