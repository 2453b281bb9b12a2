"""A client's scoring service, real and on this machine, that a test can tell how to behave."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import web

Handler = Callable[[web.Request, Any], Awaitable[web.StreamResponse]]


class Service:
    """Serves POST at every path on a free port of 127.0.0.1, and keeps what it was sent."""

    def __init__(self, handler: Handler) -> None:
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self._handler = handler
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self) -> None:
        """Listen; again on the port that it had."""
        self._run(self._started())

    def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            self._run(self._runner.cleanup())
            self._runner = None

    @property
    def host(self) -> str:
        """The host and port, as probes.allow names them."""
        return f"127.0.0.1:{self.port}"

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=20)

    async def _started(self) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._answered)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        body = json.loads(text) if text else None
        self.requests.append((request.path_qs, dict(request.headers), body))
        return await self._handler(request, body)


def answering(answer: Callable[[Any], Any], **more: Any) -> Handler:
    """A handler that answers a body with JSON."""

    async def handler(_: web.Request, body: Any) -> web.Response:
        return web.json_response(answer(body), **more)

    return handler


def saying(text: str | bytes, **more: Any) -> Handler:
    """A handler that answers with these very bytes."""

    async def handler(_: web.Request, body: Any) -> web.Response:
        raw = text.encode() if isinstance(text, str) else text
        return web.Response(body=raw, **{"content_type": "application/json", **more})

    return handler
