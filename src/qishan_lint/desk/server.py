"""Runs the desk on the loopback address until it is interrupted."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable

import uvicorn

from qishan_lint.desk import app, clerk
from qishan_lint.desk.desk import Desk
from qishan_lint.desk.guard import OPEN, Session
from qishan_lint.errors import UsageError
from qishan_lint.model import Text


def serve(desk: Desk, port: int, announce: Callable[[str], None], *, browser: bool) -> None:
    """Check everything, listen on ``port`` (0: any), tell the address that opens the desk once, and serve.

    Raises UsageError when the port is taken or there is no item.
    """
    desk.refresh()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise UsageError(
            Text(f"端口 {port} 已被占用", f"port {port} is taken"),
            remedy=Text("换一个 --port，或不写", "choose another --port, or none"),
        ) from None
    session, uploads = Session(listener.getsockname()[1]), clerk.Uploads()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}{OPEN}?token={session.token}"
    config = uvicorn.Config(
        app.build(desk, session, uploads), log_level="error", access_log=False, server_header=False, lifespan="off"
    )
    try:
        announce(address)
        if browser:
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        uploads.close()
