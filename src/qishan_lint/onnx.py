"""ONNX: the runtime of the optional neural parts, kept from reporting home: nothing that is checked leaves the machine."""

from __future__ import annotations

import os
from typing import Any


def runtime() -> Any:
    """The module ``onnxruntime`` (extras ``neural``, ``ocr``) with its telemetry off; import it nowhere else.

    Since 1.32 it gives the machine a number and sends events from the import on, unless the variable says otherwise; on
    Windows older ones leave events with the system.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
