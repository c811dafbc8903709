#include "native-server/functions/execution_environment.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <random>
#include <utility>

namespace runnel {
namespace {

// AWS: how long a process may take until it asks for the first event.
constexpr std::chrono::seconds kInitMax{10};

// "Root=1-<8 hex>-<24 hex>;Parent=<16 hex>;Sampled=0"
std::string NewTraceId() {
  std::random_device random;
  const auto digits = [&](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "0123456789abcdef"[random() % 16];
    return text;
  };
  return "Root=1-" + digits(8) + "-" + digits(24) + ";Parent=" + digits(16) + ";Sampled=0";
}

std::string ErrorObject(const std::string& type, const std::string& text) {
  return R"({"errorType":")" + type + R"(","errorMessage":")" + text + "\"}";
}

}  // namespace

ExecutionEnvironment::ExecutionEnvironment(boost::asio::io_context& io, FunctionLaunch launch,
                                           std::shared_ptr<const RunnableFunction> function,
                                           FunctionReports& reports,
                                           std::function<void()> on_changed)
    : io_(io),
      timer_(io),
      launch_(std::move(launch)),
      function_(std::move(function)),
      reports_(reports),
      on_changed_(std::move(on_changed)),
      log_(*function_, reports),
      free_since_(Clock::now()) {}

ExecutionEnvironment::~ExecutionEnvironment() { Stop(); }

void ExecutionEnvironment::Invoke(FunctionInvocation invocation) {
  invocation_ = std::move(invocation);
  given_ = false;
  if (waits_) return Give();
  if (process_) {  // it has not asked yet
    return SetTimeout(std::chrono::seconds(function_->timeout_seconds));
  }
  std::string failure = launch_.failure;
  if (failure.empty()) failure = StartProcess();
  if (failure.empty()) return;
  // AWS: what Lambda itself cannot start is an error of the function, at init.
  log_.Start(invocation_->request_id);
  log_.Line(failure + "\n");
  Fail("Runtime.InvalidEntrypoint", failure, "error");
  End();
}

std::string ExecutionEnvironment::StartProcess() {
  const std::weak_ptr<ExecutionEnvironment> weak = weak_from_this();
  const auto when_here = [weak](auto member) {
    return [weak, member](auto... values) {
      if (const auto self = weak.lock()) ((*self).*member)(std::move(values)...);
    };
  };
  RuntimeApi::Events calls;
  calls.on_next = when_here(&ExecutionEnvironment::OnNext);
  calls.on_init_failed = when_here(&ExecutionEnvironment::OnInitFailed);
  calls.on_returned = [weak](std::string payload) {
    if (const auto self = weak.lock()) {
      self->Finish({InvocationOutcome::Kind::kReturned, std::move(payload), {}}, {}, {});
    }
  };
  calls.on_failed = [weak](std::string payload) {
    if (const auto self = weak.lock()) {
      self->Finish({InvocationOutcome::Kind::kFunctionError, std::move(payload), {}}, {}, {});
    }
  };
  calls.on_too_large = [weak] {
    const auto self = weak.lock();
    if (!self) return;
    self->Fail("Function.ResponseSizeTooLarge",
               "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
               "error");
  };
  try {
    api_ = std::make_shared<RuntimeApi>(io_, std::move(calls));
  } catch (const boost::system::system_error& error) {
    return std::string("the runtime API cannot be served: ") + error.what();
  }
  api_->Start();
  launch_.launch.environment["AWS_LAMBDA_RUNTIME_API"] = api_->address();
  launch_.launch.environment["AWS_LAMBDA_LOG_STREAM_NAME"] = log_.stream();
  started_ = Clock::now();
  process_ = std::make_shared<ChildProcess>(io_);
  std::string failure = process_->Start(
      launch_.launch, {[weak](std::string line) {
                         const auto self = weak.lock();
                         if (!self) return;
                         self->log_.Line(line.ends_with('\n') ? std::move(line) : line + "\n");
                       },
                       when_here(&ExecutionEnvironment::OnExit)});
  if (failure.empty()) {
    SetTimeout(
        std::max<Clock::duration>(kInitMax, std::chrono::seconds(function_->timeout_seconds)));
  }
  return failure;
}

void ExecutionEnvironment::OnNext() {
  waits_ = true;
  if (!initialized_) {
    initialized_ = true;
    init_ = Clock::now() - started_;
    timer_.cancel();
  }
  if (invocation_) return Give();
  // What had been going on is over only now: the process takes another one.
  TellLater();
}

void ExecutionEnvironment::Give() {
  waits_ = false;
  given_ = true;
  given_at_ = Clock::now();
  process_->ReadWritten();
  log_.Start(invocation_->request_id);
  const auto deadline = std::chrono::system_clock::now().time_since_epoch() +
                        std::chrono::seconds(function_->timeout_seconds);
  RuntimeEvent event;
  event.request_id = invocation_->request_id;
  event.payload = std::move(invocation_->payload);
  event.headers = {
      {"Lambda-Runtime-Deadline-Ms",
       std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(deadline).count())},
      {"Lambda-Runtime-Invoked-Function-Arn", invocation_->invoked_arn},
      {"Lambda-Runtime-Trace-Id", NewTraceId()}};
  if (!invocation_->client_context.empty()) {
    event.headers.emplace_back("Lambda-Runtime-Client-Context", invocation_->client_context);
  }
  SetTimeout(std::chrono::seconds(function_->timeout_seconds));
  api_->Give(std::move(event));
}

void ExecutionEnvironment::SetTimeout(Clock::duration span) {
  timer_.expires_after(span);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!error && self) self->OnTimeout();
  });
}

void ExecutionEnvironment::OnTimeout() {
  if (!invocation_) return;
  const std::string id = invocation_->request_id;
  process_->ReadWritten();
  process_->EndLine();
  if (!given_) log_.Start(id);
  log_.TimedOut(id);
  Fail("Sandbox.Timedout", "RequestId: " + id + " Error: " + log_.TimeoutText(), "timeout");
  End();
}

void ExecutionEnvironment::OnExit(const std::string& how) {
  if (invocation_) {
    if (!given_) log_.Start(invocation_->request_id);
    const std::string why = how.empty() ? "Runtime exited without providing a reason"
                                        : "Runtime exited with error: " + how;
    Fail("Runtime.ExitError", "RequestId: " + invocation_->request_id + " Error: " + why, "error");
  }
  End();
}

void ExecutionEnvironment::OnInitFailed(std::string payload) {
  if (!invocation_) return End();
  process_->ReadWritten();
  log_.Start(invocation_->request_id);
  Finish({InvocationOutcome::Kind::kFunctionError, std::move(payload), {}}, "error", {});
}

void ExecutionEnvironment::Fail(const std::string& type, const std::string& text,
                                const std::string& status) {
  if (!invocation_) return;
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  Finish({InvocationOutcome::Kind::kFunctionError, ErrorObject(type, escaped), {}}, status,
         status == "timeout" ? std::string() : type);
}

void ExecutionEnvironment::Finish(InvocationOutcome outcome, const std::string& status,
                                  const std::string& error_type) {
  if (!invocation_) return;
  timer_.cancel();
  if (process_) {
    process_->ReadWritten();
    process_->EndLine();
  }
  const FunctionInvocation invocation = *std::exchange(invocation_, std::nullopt);
  InvocationLog::End end;
  end.request_id = invocation.request_id;
  end.took = given_ ? Clock::now() - given_at_ : Clock::duration::zero();
  end.init = std::exchange(init_, std::nullopt);
  end.memory_mib = process_ ? process_->MemoryMib() : 0;
  end.status = status;
  end.error_type = error_type;
  log_.Finish(end);
  outcome.log = log_.TakeTail();
  free_since_ = Clock::now();
  reports_.Complete(invocation.id, std::move(outcome));
  TellLater();
}

void ExecutionEnvironment::End() {
  if (ended_) return;
  ended_ = true;
  timer_.cancel();
  if (api_) api_->Stop();
  // Not at once: this may be called by an event of the process itself.
  boost::asio::post(io_, [process = std::move(process_)] {
    if (process) process->Kill();
  });
  TellLater();
}

void ExecutionEnvironment::TellLater() {
  boost::asio::post(io_, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self && self->on_changed_) self->on_changed_();
  });
}

void ExecutionEnvironment::Stop() {
  on_changed_ = nullptr;
  invocation_.reset();
  ended_ = true;
  if (api_) api_->Stop();
  if (process_) process_->Kill();
  process_.reset();
}

}  // namespace runnel
