"""Clients that say nothing, or half of something, and stay until the server loses patience."""

import http.client
import selectors
import socket
import threading
import time

# Of native-server/README.md: seconds that a client is given, and what it has said by then.
IDLE = ("nothing", b"", 15 * 60)
HALVES = [
    ("half a header", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le", 30),
    ("half a TLS handshake", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 30),
    ("half the preface of HTTP/2", b"PRI * HTTP/2.0\r\n", 30),
    ("half a body", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", 2 * 60),
]
LATE_MOST = 20  # seconds after its time until a connection is closed, on a machine that is busy


class SilentClients:
    """So many connections that have said the same; each that is closed before a time is opened
    again."""

    def __init__(self, port, kind, count, until):
        self.port, self.count, self.until = port, count, until
        self.name, self.said, self.limit = kind
        self.closed = 0  # connections, in their time
        self.problems = []
        self._opened = {}  # connection: when
        self._ready = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        for _ in range(self.count):
            self._open()
        self._thread.start()

    def wait_for_the_last(self):
        """Returns when all are closed."""
        self._thread.join()

    def end_with_health(self):
        """When the time has come, asks over each connection that is not near its own whether the
        server is well; closes them. Returns how many have answered."""
        self._thread.join()
        answered = 0
        for connection, opened in list(self._opened.items()):
            if time.monotonic() - opened < self.limit - LATE_MOST:
                answered += self._is_well(connection)
            self._forget(connection)
        return answered

    def _is_well(self, connection):
        try:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            reply = http.client.HTTPResponse(connection)
            reply.begin()
            if reply.status == 200 and b'"running"' in reply.read():
                return True
            self.problems.append(f"an idle connection was answered {reply.status}")
        except (OSError, http.client.HTTPException) as failure:
            self.problems.append(f"an idle connection was not answered: {failure!r}")
        return False

    def _open(self):
        begin = time.monotonic()  # the server's time for it begins later
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(self.said)
        self._ready.register(connection, selectors.EVENT_READ)
        self._opened[connection] = begin

    def _forget(self, connection):
        self._ready.unregister(connection)
        del self._opened[connection]
        connection.close()

    def _run(self):
        try:
            while time.monotonic() < self.until or (self._opened and self.said):
                for key, _ in self._ready.select(0.2):
                    self._hear(key.fileobj)
                self._find_overdue()
        except Exception as failure:
            self.problems.append(f"{self.name}: {failure!r}")

    def _hear(self, connection):
        try:
            if connection.recv(4096):
                return  # it may speak first, as it does in HTTP/2
        except OSError:
            pass  # that is an end as well
        age = time.monotonic() - self._opened[connection]
        if age < self.limit:
            self.problems.append(
                f"a client that said {self.name} was closed after {age:.1f} s of {self.limit}")
        self._forget(connection)
        self.closed += 1
        if time.monotonic() < self.until:
            self._open()

    def _find_overdue(self):
        longest = time.monotonic() - self.limit - LATE_MOST
        for connection in [one for one, opened in self._opened.items() if opened < longest]:
            self.problems.append(f"a client that said {self.name} was left open for longer than "
                                 f"{self.limit} s")
            self._forget(connection)
