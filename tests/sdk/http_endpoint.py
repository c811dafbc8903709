"""An HTTP server that emulated services send to."""

import http.server
import queue
import threading


class HttpEndpoint:
    """Keeps what is posted to it: (path, headers, body); answers what `answer` gives for the path
    and the body: (status, bytes)."""

    def __init__(self, answer=lambda path, body: (200, b"")):
        self.requests = queue.Queue()
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.requests.put((self.path, dict(self.headers), body))
                status, said = answer(self.path, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *arguments):
                pass

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
