"""A wire tap between Purser and the simulated service: counts requests and bytes, changes nothing but the port."""
import re
import socket
import threading
import time

REQUEST = re.compile(rb"(GET|POST) (/\S*) HTTP/1\.1\r\n")


class Tap:
    """Listens on a port of its own and passes everything on.

    Service Config names absolute addresses, so the port of the service is replaced by ours in what it says; both have five digits.
    """

    def __init__(self, upstream):
        self.upstream = upstream
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.reset()
        threading.Thread(target=self._accept, daemon=True).start()

    def reset(self):
        with self.lock:
            self.requests = []
            self.bytes = 0
            self.bytes_of = {}
            self.last_answer = 0.0

    def count(self, text=""):
        """Requests whose line has a text."""
        with self.lock:
            return sum(text in line for line in self.requests)

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.upstream))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            place = {"path": ""}
            for pump, source, sink in ((self._up, client, server), (self._down, server, client)):
                threading.Thread(target=self._pump, args=(pump, source, sink, place), daemon=True).start()

    def _pump(self, note, source, sink, place):
        try:
            while data := source.recv(1 << 18):
                sink.sendall(note(data, place))
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _up(self, data, place):
        for method, path in REQUEST.findall(data):
            place["path"] = path.decode().split("?")[0]
            with self.lock:
                self.requests.append(f"{method.decode()} {path.decode()}")
        return data.replace(b":%d" % self.port, b":%d" % self.upstream)

    def _down(self, data, place):
        with self.lock:
            self.bytes += len(data)
            self.bytes_of[place["path"]] = self.bytes_of.get(place["path"], 0) + len(data)
            self.last_answer = time.perf_counter()
        return data.replace(b":%d" % self.upstream, b":%d" % self.port)
