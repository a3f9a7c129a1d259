"""One try to reach a scheduler, and why it failed: dask itself waits for ever for one that never answers.

The certificates are those of dask's configuration (``distributed.comm.tls``).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterator
from typing import Any

from qishan_lint.errors import TrustError, UsageError
from qishan_lint.model import Text

_SETTINGS = "distributed.comm.tls"
_ALERT = re.compile(r"\b(?:SSL|TLS)V\w*?_ALERT_(\w+)")
"""What OpenSSL says when the other side refuses."""


_ANOTHER = Text(
    f"换用集群的证书机构签发的、在有效期内的证书（{_SETTINGS} 的 client.cert、client.key）",
    f"use one in force that the cluster's authority issued (client.cert and client.key of {_SETTINGS})",
)


def reach(address: str, seconds: float) -> None:
    """Connect to ``address`` (as dask writes it) within ``seconds``, and disconnect.

    Raises TrustError without certificates for TLS, UsageError when they cannot be used or nothing dask-like answers.
    """
    arguments = _certificates()
    if address.startswith("tls://") and arguments["ssl_context"] is None:
        raise TrustError(
            Text(f"没有配置客户端证书：{address}", f"no client certificate is configured: {address}"),
            remedy=Text(
                f"在 dask 配置中设置 {_SETTINGS} 的 ca-file、client.cert、client.key",
                f"set ca-file, client.cert and client.key of {_SETTINGS} in dask's configuration",
            ),
        )
    try:
        asyncio.run(_connect(address, seconds, arguments))
    except Exception as error:  # an answer that is not dask's ends in any exception
        raise _explained(error, address) from error


def _certificates() -> Any:
    import distributed

    make: Any = distributed.Security
    try:
        return make().get_connection_args("client")
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        raise UsageError(
            Text(f"证书或私钥用不了：{reason}", f"the certificates or the key cannot be used: {reason}"),
            where=_SETTINGS,
            remedy=Text(
                "检查 ca-file、client.cert、client.key：都是 PEM 文件，client.key 是 client.cert 的私钥",
                "check ca-file, client.cert and client.key: PEM files, and the key is that of the certificate",
            ),
        ) from error


async def _connect(address: str, seconds: float, arguments: dict[str, Any]) -> None:
    from distributed.comm import core

    connected: Any = core.connect
    comm = await asyncio.wait_for(connected(address, timeout=seconds, **arguments), seconds + 1)
    await comm.close()


def _explained(error: Exception, address: str) -> UsageError:
    message, remedy = _told(error, address)
    return UsageError(message, where=address, remedy=remedy)


def _told(error: Exception, address: str) -> tuple[Text, Text]:
    """What happened and what to do, as exactly as the exceptions tell."""
    from distributed.comm.core import CommClosedError

    causes = list(_causes(error))
    unsure = next((one for one in causes if isinstance(one, ssl.SSLCertVerificationError)), None)
    refused = next((found for one in causes if (found := _ALERT.search(str(one)))), None)
    if unsure is not None:
        return (
            Text(
                f"不信任调度器的证书：{unsure.verify_message}", f"no trust in its certificate: {unsure.verify_message}"
            ),
            Text(f"核对 {_SETTINGS} 的 ca-file", f"check ca-file of {_SETTINGS}"),
        )
    if refused is not None:
        reason = refused[1].lower().replace("_", " ")
        return (
            Text(f"调度器不接受客户端证书：{reason}", f"the scheduler refuses the client certificate: {reason}"),
            _ANOTHER,
        )
    if any("WRONG_VERSION_NUMBER" in str(one) for one in causes):
        return (
            Text("那里没有使用 TLS", "there is no TLS at this address"),
            Text("用 tls:// 启动调度器", "start the scheduler with tls://"),
        )
    if isinstance(error, RuntimeError):
        return (
            Text("dask 配置 require-encryption 不许明文连接", "dask's require-encryption forbids a plain connection"),
            _secured(address),
        )
    return _broken_off(address) if isinstance(error, CommClosedError) else _silent(error)


def _broken_off(address: str) -> tuple[Text, Text]:
    """Whoever refuses a certificate may close the connection before saying why, and TLS says nothing to plain TCP."""
    if address.startswith("tls://"):
        return (
            Text("对方中断了连接，多半是不接受客户端证书", "the other side broke off, most likely for the certificate"),
            _ANOTHER,
        )
    return (
        Text("对方中断了连接，多半是要求 TLS", "the other side broke off, most likely because it wants TLS"),
        _secured(address),
    )


def _secured(address: str) -> Text:
    address = address.replace("tcp://", "tls://", 1)
    return Text(f"调度器使用 TLS 时写 {address}", f"if the scheduler uses TLS, write {address}")


def _silent(error: Exception) -> tuple[Text, Text]:
    return (
        Text(f"连不上集群：{type(error).__name__}", f"the cluster does not answer: {type(error).__name__}"),
        Text("检查地址、端口和防火墙", "check the address, the port and the firewall"),
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
