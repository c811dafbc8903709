"""Runs a Python handler against the Lambda runtime API: imports it, then takes its events."""
import importlib
import json
import logging
import os
import sys
import time
import traceback
from http.client import HTTPConnection

BASE = "/2018-06-01/runtime/"
api = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None, headers=None):
    api.request(method, BASE + path, body, headers or {})
    response = api.getresponse()
    return response, response.read()


def describe(error, request_id, frames_left_out):
    frames = traceback.extract_tb(error.__traceback__)[frames_left_out:]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(frames),
    }


def report(path, error):
    print(f"[ERROR] {error['errorType']}: {error['errorMessage']}")
    if error.get("stackTrace"):
        print("Traceback (most recent call last):\n" + "".join(error["stackTrace"]).rstrip())
    sys.stdout.flush()
    call("POST", path, json.dumps(error).encode(),
         {"Lambda-Runtime-Function-Error-Type": error["errorType"]})


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        client_context = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = json.loads(client_context) if client_context else None
        self.identity = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


class LogLines(logging.Formatter):
    """The form that Lambda gives to lines of Python's logging."""

    request_id = ""

    def format(self, record):
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        return (f"[{record.levelname}]\t{at}.{int(record.msecs):03d}Z\t{LogLines.request_id}"
                f"\t{text}")


def find_handler():
    module_name, _, function_name = os.environ["_HANDLER"].rpartition(".")
    if not module_name:
        return None, {"errorType": "Runtime.MalformedHandlerName",
                      "errorMessage": f"Bad handler '{os.environ['_HANDLER']}': it is not of the "
                                      "form module.function"}
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        return None, {"errorType": "Runtime.ImportModuleError",
                      "errorMessage": f"Unable to import module '{module_name}': {error}"}
    except SyntaxError as error:
        return None, {"errorType": "Runtime.UserCodeSyntaxError",
                      "errorMessage": f"Syntax error in module '{module_name}': {error}"}
    except Exception as error:
        return None, describe(error, "", 0)
    handler = getattr(module, function_name, None)
    if handler is None:
        return None, {"errorType": "Runtime.HandlerNotFound",
                      "errorMessage": f"Handler '{function_name}' missing on module "
                                      f"'{module_name}'"}
    return handler, None


def run(handler):
    response, event = call("GET", "invocation/next")
    request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
    LogLines.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id", "")
    try:
        result = handler(json.loads(event), Context(response.headers))
    except Exception as error:
        report(f"invocation/{request_id}/error", describe(error, request_id, 1))
        return
    try:
        body = json.dumps(result, ensure_ascii=False).encode()
    except Exception as error:
        report(f"invocation/{request_id}/error", {
            "errorMessage": f"Unable to marshal response: {error}",
            "errorType": "Runtime.MarshalError", "requestId": request_id, "stackTrace": []})
        return
    sys.stdout.flush()
    call("POST", f"invocation/{request_id}/response", body)


def main():
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    lines = logging.StreamHandler(sys.stdout)
    lines.setFormatter(LogLines())
    logging.getLogger().addHandler(lines)
    handler, failure = find_handler()
    if failure:
        report("init/error", {"requestId": "", "stackTrace": [], **failure})
        sys.exit(1)
    while True:
        run(handler)


main()
