#include "native-server/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <sstream>
#include <thread>

#include "native-server/buckets/object_file.h"
#include "native-server/config/fault_rules.h"
#include "native-server/failure.h"
#include "native-server/journal/sqlite_archive.h"
#include "native-server/journal/sqlite_journal.h"

namespace runnel {
namespace {

using boost::asio::ip::tcp;

std::vector<std::unique_ptr<EventLoop>> MakeLoops(const Config& config, ServerLog& log) {
  const TlsSettings tls{config.tls_folder, config.tls_certificate, config.tls_key};
  std::vector<std::unique_ptr<EventLoop>> loops;
  for (unsigned i = 0; i < std::max(config.threads, 1U); ++i) {
    loops.push_back(std::make_unique<EventLoop>(log, tls));
  }
  return loops;
}

std::uint64_t SeedOf(const Config& config) {
  if (config.seed) return *config.seed;
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) | device();
}

// What metrics tell is for everybody where everybody may call anyway.
bool ShowsMetrics(const Config& config) {
  const bool by_itself = !config.settings.identities && config.settings.control_operations;
  return config.metrics == MetricsAccess::kOn ||
         (config.metrics == MetricsAccess::kAuto && by_itself);
}

// A connection is a file: as many as the system allows, not the few that a shell starts with.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::vector<boost::asio::ip::address> Resolve(const std::string& host,
                                              boost::asio::io_context& io) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (!error) return {address};
  tcp::resolver resolver(io);
  std::vector<boost::asio::ip::address> addresses;
  for (const auto& entry : resolver.resolve(host, "", tcp::resolver::passive, error)) {
    addresses.push_back(entry.endpoint().address());
  }
  if (addresses.empty()) {
    throw Failure(kExitFailed,
                  "cannot listen on " + host + ": no such host; choose another with --host");
  }
  return addresses;
}

}  // namespace

Server::Server(const Config& config, const ConnectionLimits& limits)
    : config_(config),
      log_(config.log_level, config.log_format),
      loops_(MakeLoops(config, log_)),
      capture_(OpenCapture()),
      host_(config.settings, SeedOf(config), *loops_.front(), log_, OpenJournal(),
            config.failure_destinations),
      context_{host_,
               log_,
               std::chrono::steady_clock::now(),
               ShowsMetrics(config),
               capture_.get(),
               {config.web_pages},
               {},
               limits},
      signals_(loops_.front()->io()) {}

Server::~Server() = default;

std::unique_ptr<CaptureFile> Server::OpenCapture() {
  if (config_.capture_file.empty()) return nullptr;
  return std::make_unique<CaptureFile>(config_.capture_file, log_);
}

std::unique_ptr<Journal> Server::OpenJournal() {
  if (config_.data_folder.empty()) return nullptr;
  data_folder_ = std::make_unique<JournalFolder>(config_.data_folder);
  auto journal =
      std::make_unique<SqliteJournal>(data_folder_->file(), config_.durability, KeyFile());
  journal->SetProgress([this](std::uint64_t records) {
    log_.Say(LogLevel::kInfo, "reading the journal: " + std::to_string(records) + " records");
    log_.Flush();
  });
  return journal;
}

std::filesystem::path Server::KeyFile() const {
  return config_.key_file.empty() ? data_folder_->file().parent_path() / "master.key"
                                  : std::filesystem::path(config_.key_file);
}

void Server::Recover() {
  if (config_.data_folder.empty()) return;
  const auto begin = std::chrono::steady_clock::now();
  const auto report_failure = [this](const std::string& why) { log_.Say(LogLevel::kError, why); };
  host_.UseArchive(std::make_shared<SqliteArchive>(data_folder_->file(), KeyFile(), report_failure),
                   config_.record_memory.value_or(kKeptRecordMemory));
  const RecoveryReport report = host_.Recover();
  if (!report.failure.empty()) {
    throw Failure(kExitFailed, "the journal in " + config_.data_folder +
                                   " cannot be used: " + report.failure +
                                   ". It is left as it is; choose another folder with --data, or "
                                   "move it away to start with nothing");
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  log_.Say(LogLevel::kInfo, "keeping data in " + config_.data_folder + ": found " +
                                std::to_string(report.streams) + " streams, " +
                                std::to_string(report.shards) + " shards and " +
                                std::to_string(report.records) + " records in " +
                                std::to_string(took.count()) + " ms");
}

void Server::Start() {
  // A client that goes away, or a log that nobody reads any more, is not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  RaiseFileLimit();
  loops_.front()->tls().Check();
  if (!config_.buckets_folder.empty()) {
    if (const std::string fault = FindRootFault(config_.buckets_folder); !fault.empty()) {
      throw Failure(kExitFailed, fault + "; make it first");
    }
  }
  Recover();
  for (const InitialStream& stream : config_.initial_streams) {
    const std::string refusal = host_.CreateInitialStream(stream);
    if (refusal.empty()) continue;
    throw Failure(kExitFailed, "cannot create the stream " + stream.name + ": " + refusal);
  }
  SetUpFaults();
  Listen();
  RunFunctions();
  if (!config_.buckets_folder.empty()) host_.WriteObjects(config_.buckets_folder);
  for (const auto& listener : listeners_) listener->Start();
}

// Whoever reaches the server can do everything with it, unless signatures are verified.
void Server::CheckReach() {
  if (config_.settings.identities) return;
  const std::string reach = "other machines can reach " + config_.host + ", and anybody there ";
  if (!config_.allow_anyone) {
    throw Failure(kExitUsage,
                  reach +
                      "could read and change everything: say who may call with --credentials "
                      "FILE, or that anyone may with --allow-anyone");
  }
  log_.Say(LogLevel::kWarn, reach +
                                "can read and change everything: no signature is verified; "
                                "--credentials FILE would say who may call");
}

void Server::SetUpFaults() {
  for (const std::string& rule : config_.fault_rules) {
    const std::string refusal = host_.SetUp("AddFaultRule", rule);
    if (!refusal.empty())
      throw Failure(kExitUsage, "cannot add the fault rule " + rule + ": " + refusal);
  }
  for (const std::string& scenario : config_.scenarios) {
    const std::string refusal = host_.SetUp("StartScenario", ScenarioInput(scenario));
    if (!refusal.empty()) throw Failure(kExitUsage, "--scenario " + scenario + ": " + refusal);
  }
}

void Server::Listen() {
  const auto addresses = Resolve(config_.host, loops_.front()->io());
  others_reach_ = std::any_of(addresses.begin(), addresses.end(),
                              [](const auto& address) { return !address.is_loopback(); });
  if (others_reach_) CheckReach();
  context_.web_pages.any_name = others_reach_;
  for (const std::uint16_t wanted : config_.ports) {
    std::uint16_t port = wanted;
    for (const auto& address : addresses) {
      listeners_.push_back(
          std::make_unique<Listener>(tcp::endpoint(address, port), loops_, context_));
      port = listeners_.back()->endpoint().port();  // the same one on every address
    }
    ports_.push_back(port);
  }
}

void Server::RunFunctions() {
  FunctionRunnerSettings settings;
  settings.endpoint = config_.function_endpoint.empty()
                          ? "http://127.0.0.1:" + std::to_string(ports_.front())
                          : config_.function_endpoint;
  settings.runs_programs = config_.function_programs == FunctionPrograms::kOn ||
                           (config_.function_programs == FunctionPrograms::kAuto && !others_reach_);
  host_.RunFunctions(settings);
}

std::vector<std::string> Server::Urls() const {
  std::vector<std::string> urls;
  for (const auto& listener : listeners_) {
    std::ostringstream url;
    url << "http://" << listener->endpoint();
    urls.push_back(url.str());
  }
  return urls;
}

void Server::StopOnSignals() {
  signals_.add(SIGINT);
  signals_.add(SIGTERM);
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) Stop();
  });
}

void Server::Run() {
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    threads.emplace_back([loop = loops_[i].get()] { loop->Run(); });
  }
  loops_.front()->Run();
  for (std::thread& thread : threads) thread.join();
}

void Server::Stop() {
  boost::asio::post(loops_.front()->io(), [this] {
    for (const auto& listener : listeners_) listener->Stop();
    signals_.cancel();
    for (const auto& loop : loops_) loop->PostStop();
  });
}

}  // namespace runnel
