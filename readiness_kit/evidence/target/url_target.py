"""A model behind HTTP, asked at one address that engagement.yaml allows.

No redirect is followed, no proxy used, no cookie kept and no answer unpacked; the key is read from
the environment for each call, and neither kept nor repeated.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target import http_faults
from readiness_kit.evidence.target.background import Background
from readiness_kit.evidence.target.faults import UnansweredError
from readiness_kit.evidence.target.hosts import allowed_place, checked_addresses
from readiness_kit.evidence.target.http_form import Form
from readiness_kit.evidence.target.protocol import BATCH, Record, Refusal, Result

if TYPE_CHECKING:
    import aiohttp

LIMIT_S = 60.0
_AT_ONCE = 8
"""Calls under way, where each holds one record: a test must not be a load test."""
_RESTART_S = 10.0
"""So long may a service that has answered before take to come back after it ended."""
_PAUSE_S = 0.2
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_KEY = re.compile(r"[ -~]+")


class UrlTarget:
    """A context manager around a service; only a host that `allow` names is ever contacted."""

    def __init__(
        self,
        spec: ModelTarget,
        allow: Sequence[str],
        *,
        time_limit_s: float = LIMIT_S,
        restart_limit_s: float = _RESTART_S,
    ) -> None:
        self._place = allowed_place(spec.url or "", allow)
        self._allow = tuple(allow)
        self._form = Form.of(spec)
        if not _HEADER.fullmatch(spec.auth_header):
            raise TargetError("target.auth_header in engagement.yaml is not the name of a header.")
        self._auth = (spec.auth_header, spec.auth_env)
        self._limit_s, self._restart_limit_s = time_limit_s, restart_limit_s
        self._addresses: list[str] = []
        self._answered = False
        self._background: Background | None = None

    def __enter__(self) -> Self:
        """Look the host up and check where it leads; nothing is sent yet."""
        self._key()
        self._addresses = checked_addresses(self._place, self._allow)
        self._background = Background()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        background, self._background = self._background, None
        if background is not None:
            background.close()

    @property
    def about(self) -> dict[str, Any]:
        """The form, and how many records a call holds; never the address."""
        return {"target_form": "url", "target_records_a_call": BATCH if self._form.batch else 1}

    def prepare(self, records: list[Record]) -> None:
        """Do nothing: it answers when it is asked."""

    def predict(self, records: list[Record]) -> list[Result]:
        """Ask for every record, in batches; raise TargetError where no answer can be had."""
        results: list[Result] = []
        for start in range(0, len(records), BATCH):
            results += self._ask(records[start : start + BATCH], (), self._limit_s)
        return results

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """Ask for records that may be too much for the model; see Target."""
        try:
            return self._ask(records, fields, limit_s or self._limit_s)
        except UnansweredError as error:
            return error.refusal

    def _ask(self, records: list[Record], fields: Sequence[str], limit_s: float) -> list[Result]:
        if self._background is None:
            raise TargetError(f"{http_faults.SERVICE} is not open.")
        return self._background.run(self._asked(records, fields, limit_s))

    async def _asked(
        self, records: list[Record], fields: Sequence[str], limit_s: float
    ) -> list[Result]:
        from readiness_kit.evidence.target import http_call  # imports aiohttp: half a second

        size = BATCH if self._form.batch else 1
        parts = [records[start : start + size] for start in range(0, len(records), size)]
        gate = asyncio.Semaphore(_AT_ONCE)
        async with http_call.session(self._place.host, self._addresses, self._key()) as session:

            async def call(part: list[Record]) -> list[Result]:
                async with gate:
                    return await self._call(session, part, fields, limit_s)

            calls = [asyncio.ensure_future(call(part)) for part in parts]
            try:
                found = await asyncio.gather(*calls)
            finally:  # the first fault ends all: what else is under way is not wanted any more
                for one in calls:
                    one.cancel()
                await asyncio.gather(*calls, return_exceptions=True)
        return [result for part in found for result in part]

    async def _call(
        self,
        session: aiohttp.ClientSession,
        records: list[Record],
        fields: Sequence[str],
        limit_s: float,
    ) -> list[Result]:
        """Send one call, again while a service that answered before is coming back."""
        from readiness_kit.evidence.target.http_call import exchange  # as above

        what = f"a call of {len(records)} record{'s' if len(records) != 1 else ''}"
        body, until = self._form.body(records), time.monotonic() + self._restart_limit_s
        while True:
            try:
                reply = await exchange(session, self._place.url, body, what=what, limit_s=limit_s)
                break
            except http_faults.DownError:
                if not self._answered or time.monotonic() >= until:
                    raise
                await asyncio.sleep(_PAUSE_S)
        if not 200 <= reply.status < 300:
            raise http_faults.of_status(reply.status, reply.text, fields, what)
        results = self._form.results(reply.body, len(records), reply.content_type)
        self._answered = True
        return results

    def _key(self) -> dict[str, str]:
        """The header with the key, read anew; raises TargetError without repeating it."""
        header, variable = self._auth
        if variable is None:
            return {}
        key = os.environ.get(variable, "")
        if not key:
            raise TargetError(
                f"the environment variable {variable}, which target.auth_env names, is not set. "
                f"Set it where readiness-kit runs; it is never written into a file."
            )
        if not _KEY.fullmatch(key):
            raise TargetError(
                f"the environment variable {variable} holds a line break or a letter that no "
                f"header may hold. Set it without them."
            )
        return {header: key}
