"""The review desk on a port of this machine, until it is stopped; its address holds a token of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from briefing.model import ConfigError
from briefing.reviewdesk.app import Pages
from briefing.reviewdesk.desk import ReviewDesk
from briefing.reviewdesk.guard import Guard
from briefing.reviewdesk.preview import Preview
from briefing.storage import files, seed_files

PORT = 8140
OPENER = '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'


def application(
    config: Path,
    *,
    token: str,
    port: int,
    forwarded: str = "",
    reviewer: str = "",
    preview: Preview | None = None,
) -> Guard:
    """Return the desk as an ASGI application, guarded."""
    pages = Pages(ReviewDesk(config.resolve().parent), preview, reviewer)
    return Guard(pages.app(), token=token, port=port, forwarded=forwarded)


def serve(
    config: Path,
    tell: Callable[[str], object],
    *,
    slug: str = "",
    port: int = 0,
    forwarded: str = "",
    reviewer: str = "",
    opens: bool = True,
) -> None:
    """Serve the desk and open it in a browser; raises ConfigError where the port is taken."""
    root = config.resolve().parent
    sock = _bound(port)
    port, token = sock.getsockname()[1], secrets.token_urlsafe(24)
    preview = Preview(config.resolve())
    guarded = application(
        config,
        token=token,
        port=port,
        forwarded=forwarded,
        reviewer=reviewer or _name(root),
        preview=preview,
    )
    host = f"https://{forwarded}" if forwarded else f"http://127.0.0.1:{port}"
    address = f"{host}/{token}/" + (f"briefs/{slug}" if slug else "")
    tell(f"The review desk is at {address}\nIt is for this machine alone; stop it with Ctrl-C.")
    opener = _opened(root, address) if opens and not forwarded else None
    server = uvicorn.Server(
        uvicorn.Config(
            guarded,
            log_level="critical",
            access_log=False,
            ws="none",
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
    )
    try:
        server.run(sockets=[sock])
    finally:
        preview.close()
        sock.close()
        if opener is not None:
            files.drop(opener)


def _bound(port: int) -> socket.socket:
    """Return a socket on this machine alone: on the port that is asked for, else on ours or any free one."""
    for wanted in (port,) if port else (PORT, 0):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", wanted))
            sock.listen()  # who opens the address at once waits, and is not refused
        except OSError as error:
            sock.close()
            fault = error
        else:
            return sock
    hint = "Choose another one with --port, or stop what has it."
    raise ConfigError(f"port {port} cannot be had: {fault.strerror}", hint=hint)


def _opened(root: Path, address: str) -> Path:
    """Open the desk in a browser by a file that leads there: a command line is read by everybody."""
    seed_files.require_no_links(root / ".cache")
    path = root / ".cache" / "review" / "open.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    files.drop(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f'{OPENER}<meta http-equiv="refresh" content="0; url={address}">\n')
    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(path.resolve().as_uri())
    return path


def _name(root: Path) -> str:
    """Return the name that git knows the person by, or nothing."""
    with contextlib.suppress(OSError):
        asked = ["git", "config", "user.name"]
        done = subprocess.run(asked, cwd=root, capture_output=True, check=False)  # noqa: S603 (git itself)
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
    return ""
