"""Real local HTTP servers that speak the protocols of checkers, and misbehave when told to."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, bytes]


def languagetool(body: bytes) -> Answer:
    """As LanguageTool answers: a match for each 登陆系统."""
    sent = urllib.parse.parse_qs(body.decode())
    assert sent["language"] == ["zh-CN"]
    matches = [{"message": "应为登录", "offset": 0, "length": 2, "context": {"text": ""}}] * sent["text"][0].count(
        "登陆系统"
    )
    return 200, json.dumps({"software": {"name": "LanguageTool", "version": "6.4"}, "matches": matches}).encode()


def chat(body: bytes) -> Answer:
    """As a chat service answers, in the form that it was asked for."""
    sent = json.loads(body)
    assert [one["role"] for one in sent["messages"]] == ["system", "user"]
    findings = [{"quote": "登陆系统", "problem": "错别字", "suggestion": "登录系统"}] * sent["messages"][1][
        "content"
    ].count("登陆系统")
    content = json.dumps({"findings": findings}, ensure_ascii=False)
    return 200, json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]}
    ).encode()


@contextlib.contextmanager
def serving(
    answer: Callable[[bytes], Answer], *, headers: dict[str, str] | None = None, delay: float = 0
) -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server that gives ``answer``, and the bodies that it was sent."""
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(body)
            time.sleep(delay)
            status, data = answer(body)
            with contextlib.suppress(OSError):
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v2/check", seen
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def trickling() -> Iterator[str]:
    """The address of a server that sends a byte of its headers every tenth of a second, and never all."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            with contextlib.suppress(OSError), listener.accept()[0] as client:
                client.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                for _ in range(300):
                    client.sendall(b"x")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
