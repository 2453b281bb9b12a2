"""A service behind HTTP: how it is asked, where it may be, and every way in which it fails."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.run import is_fresh, provided, run_method
from readiness_kit.evidence.target import NotAllowedError, Result, UrlTarget, open_target
from readiness_kit.evidence.target.hosts import allowed_place, checked_addresses
from readiness_kit.evidence.target.json_path import PathNotFoundError, parse_path
from readiness_kit.evidence.target.protocol import Refusal
from tests.evidence.conftest import Client
from tests.evidence.services import Handler, Service, answering, saying

CANARY = "canary-7f3a"
RECORDS: list[dict[str, Any]] = [
    {"amount": 50, "name": CANARY},
    {"amount": 150, "name": None},
    {"amount": 300, "name": "é\ud800"},
]


def target(service: Service, **more: Any) -> UrlTarget:
    limits = {k: more.pop(k) for k in ("time_limit_s", "restart_limit_s") if k in more}
    allow = more.pop("allow", [service.host])
    path = more.pop("path", "/score")
    spec = {"id": "m", "version": "1", "url": f"http://{service.host}{path}", **more}
    return UrlTarget(ModelTarget.model_validate(spec), allow, **limits)


def refusal(handler: Handler, records: list[dict[str, Any]] = RECORDS, **more: Any) -> str:
    with Service(handler) as service:
        with pytest.raises(TargetError) as caught, target(service, **more) as model:
            model.predict(records)
        assert CANARY not in str(caught.value)
        assert "127.0.0.1" not in str(caught.value)
    return str(caught.value)


def attempted(handler: Handler, **more: Any) -> list[Result] | Refusal:
    limit_s = more.pop("limit_s", None)
    with Service(handler) as service, target(service, **more) as model:
        return model.attempt(RECORDS, fields=["amount", "name"], limit_s=limit_s)


# how it is asked


def test_one_record_a_call_comes_back_in_order() -> None:
    async def uneven(_: web.Request, body: Any) -> web.Response:
        await asyncio.sleep(0.02 if body["row"] % 3 == 0 else 0)
        return web.json_response(body["row"])

    with Service(uneven) as service, target(service) as model:
        found = model.predict([{"row": n} for n in range(250)])
        assert found == [Result(n) for n in range(250)]
        assert len(service.requests) == 250
        assert model.about == {"target_form": "url", "target_records_a_call": 1}


def test_a_batch_holds_at_most_100_records() -> None:
    rows = answering(lambda body: [record["row"] for record in body])
    with Service(rows) as service, target(service, batch=True) as model:
        assert model.predict([{"row": n} for n in range(250)]) == [Result(n) for n in range(250)]
        assert [len(body) for _, _, body in service.requests] == [100, 100, 50]


def test_values_arrive_as_they_are() -> None:
    record = {"i": 1, "n": 1.5, "b": True, "t": "é\u2028\n", "none": None, "half": "\ud800"}
    with Service(answering(lambda body: 1)) as service, target(service) as model:
        model.predict([record])
        (path, headers, body) = service.requests[0]
    assert (path, body) == ("/score", record)
    assert headers["Content-Type"] == "application/json"


def test_an_address_keeps_its_path_and_query() -> None:
    with (
        Service(answering(lambda body: 1)) as service,
        target(service, path="/v1/score%20it?model=a%26b&x=%2B1") as model,
    ):
        model.predict([{}])
        assert service.requests[0][0] == "/v1/score%20it?model=a%26b&x=%2B1"


ANSWERS: dict[str, tuple[dict[str, Any], Any, list[Result]]] = {
    "a label": ({}, "yes", [Result("yes")]),
    "an object": (
        {},
        {"prediction": 1, "proba": [0.25, 0.75], "flag": "unsure"},
        [Result(1, 0.75, "unsure")],
    ),
    "an object without more": ({}, {"prediction": None}, [Result(None)]),
    "a path": ({"prediction": "$.out['the label']"}, {"out": {"the label": 3}}, [Result(3)]),
    "a place": ({"prediction": "$[0][1]"}, [["a", "b"]], [Result("b")]),
    "paths for all": (
        {"prediction": "$.l", "proba": "$.p", "flag": "$.f"},
        {"l": "no", "p": {"no": 0.5, "yes": 0.5}, "f": True},
        [Result("no", 0.5, True)],
    ),
    "no flag to give": ({"prediction": "$.l", "flag": "$.f"}, {"l": 1}, [Result(1)]),
    "a batch": ({"batch": True}, [{"prediction": 1, "proba": 1}], [Result(1, 1.0)]),
    "a path in each": ({"batch": True, "prediction": "$.label"}, [{"label": 1}], [Result(1)]),
    "a path over all": (
        {"batch": True, "prediction": "$.out[*].l", "proba": "$.sure[*]"},
        {"out": [{"l": "a"}], "sure": [0.5]},
        [Result("a", 0.5)],
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_is_read_by_its_paths(case: str) -> None:
    more, answer, expected = ANSWERS[case]
    with Service(answering(lambda body: answer)) as service, target(service, **more) as model:
        assert model.predict([{"a": 1}]) == expected


TEMPLATES = {
    "one": ('{"instance": "$record", "v": 2}', False, {"instance": {"a": 1}, "v": 2}),
    "one in a list": ('{"instances": "$records"}', False, {"instances": [{"a": 1}]}),
    "many": ('{"in": ["$records"], "say": "the $records"}', True, None),
}


@pytest.mark.parametrize("case", TEMPLATES)
def test_the_body_is_the_template_with_the_records_in_their_place(case: str) -> None:
    request, batch, expected = TEMPLATES[case]
    answer: Any = [1] if batch else 1
    with (
        Service(answering(lambda body: answer)) as service,
        target(service, request=request, batch=batch) as model,
    ):
        model.predict([{"a": 1}])
        assert service.requests[0][2] == (expected or {"in": [[{"a": 1}]], "say": "the $records"})


WRONG_SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"request": "{records}"}, "target.request in engagement.yaml is no JSON text: see line 1"),
    ({"request": '{"a": 1}'}, 'has to hold "$record" where the record goes'),
    ({"request": '"$record"', "batch": True}, 'has to hold "$records" where the records go'),
    ({"prediction": "label"}, "from character 1 of 'label' on: a path begins with $"),
    ({"prediction": "$.a..b"}, "from character 4 of '$.a..b' on: a step is"),
    ({"proba": "$[-1]"}, "target.proba in engagement.yaml does not read as a JSON path"),
    ({"flag": "$.a[*]"}, "[*] stands once, and only with batch: true"),
    ({"prediction": "$[*][*]", "batch": True}, "from character 5 of"),
    ({"auth_header": "X Key: a"}, "target.auth_header in engagement.yaml is not the name"),
]


@pytest.mark.parametrize(("more", "message"), WRONG_SETTINGS)
def test_settings_that_do_not_read_are_named_before_anything_is_sent(
    more: dict[str, Any], message: str
) -> None:
    with pytest.raises(TargetError) as caught:
        UrlTarget(
            ModelTarget.model_validate({"id": "m", "version": "1", "url": "http://a/", **more}),
            ["a"],
        )
    assert message in str(caught.value)


def test_a_path_reads_quoted_names() -> None:
    path = parse_path(r"""$['a\'b']["c\"d"]['é.[*]']""", key="flag", each=False)
    assert path.of({"a'b": {'c"d': {"é.[*]": 5}}}) == 5
    for document in ({"a'b": [1]}, {"a'b": None}, [], {}):
        with pytest.raises(PathNotFoundError):
            path.of(document)


# the key


def test_the_key_is_read_at_the_call_and_sent_in_its_header(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = {"auth_env": "CLAIMS_TOKEN", "auth_header": "X-Api-Key"}
    monkeypatch.setenv("CLAIMS_TOKEN", "first")
    with Service(answering(lambda body: 1)) as service, target(service, **more) as model:
        model.predict([{}])
        monkeypatch.setenv("CLAIMS_TOKEN", "second")
        model.predict([{}])
        sent = [headers["X-Api-Key"] for _, headers, _ in service.requests]
        assert sent == ["first", "second"]
        assert "second" not in repr(vars(model))
        monkeypatch.delenv("CLAIMS_TOKEN")
        with pytest.raises(
            TargetError, match=r"variable CLAIMS_TOKEN, which target\.auth_env names"
        ):
            model.predict([{}])


def test_a_key_that_no_header_holds_is_refused_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLAIMS_TOKEN", f"{CANARY}\r\nX-Evil: 1")
    found = refusal(answering(lambda body: 1), auth_env="CLAIMS_TOKEN")
    assert "CLAIMS_TOKEN holds a line break" in found


# where it may be


NOT_ALLOWED = {
    "loopback that is not named": "http://127.0.0.1:{port}/",
    "its name": "http://localhost:{port}/",
    "its IPv6": "http://[::1]:{port}/",
    "IPv4 in IPv6": "http://[::ffff:127.0.0.1]:{port}/",
    "as one number": "http://2130706433:{port}/",
    "as hexadecimal": "http://0x7f000001:{port}/",
    "short": "http://127.1:{port}/",
    "no address": "http://0.0.0.0:{port}/",
    "the cloud's own": "http://169.254.169.254/latest/meta-data",
    "private": "http://10.0.0.8:{port}/",
    "another port of an allowed host": "http://allowed.example:{port}/",
    "an allowed host as a user": "http://allowed.example@127.0.0.1:{port}/",
    "a user and a password": "http://a:b@allowed.example/",
    "a file": "file:///etc/passwd",
    "another scheme": "gopher://allowed.example/",
    "a backslash": "http://allowed.example\\@127.0.0.1:{port}/",
    "a line break": "http://allowed.example\n.evil:{port}/",
    "no host": "http:///score",
    "a port that is none": "http://allowed.example:99999/",
}


@pytest.mark.parametrize("case", NOT_ALLOWED)
def test_nothing_is_contacted_that_is_not_named(case: str) -> None:
    with Service(answering(lambda body: 1)) as service:
        url = NOT_ALLOWED[case].format(port=service.port)
        spec = ModelTarget(id="m", version="1", url=url)
        with pytest.raises(TargetError), UrlTarget(spec, ["allowed.example"]) as model:
            model.predict([{}])
        assert service.requests == []


def test_the_error_says_what_to_add() -> None:
    with pytest.raises(TargetError) as caught:
        allowed_place("https://api.example/score?key=secret", ["10.0.0.8"])
    assert 'probes: {allow: ["api.example:443"]}' in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("http://api.example/x", "api.example"),
        ("https://API.example./x", "Api.Example:443"),
        ("http://[::1]:80/", "[::1]:80"),
        ("http://169.254.169.254/", "169.254.169.254:80"),
    ],
)
def test_an_entry_is_a_host_or_a_host_with_its_port(url: str, entry: str) -> None:
    assert allowed_place(url, [entry]).port in (80, 443)


def resolving(*addresses: str) -> Any:
    def found(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    return found


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "169.254.169.254", "0.0.0.0", "::1", "::ffff:127.0.0.1",
        "fe80::1", "0.1.2.3", "fec0::1", "fd00:ec2::254", "168.63.129.16", "100.100.100.200",
        "::ffff:168.63.129.16", "2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b::a9fe:a9fe",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_a_name_that_leads_to_this_machine_is_not_followed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = allowed_place("http://api.example/", ["api.example"])
    monkeypatch.setattr(socket, "getaddrinfo", resolving("93.184.216.34", address))
    with pytest.raises(TargetError, match="an address of this machine or of the local link"):
        checked_addresses(place, ["api.example"])


@pytest.mark.parametrize("address", ["10.0.0.8", "fd00::8", "2002:5db8:d822::1", "93.184.216.34"])
def test_a_name_may_lead_into_a_network_of_the_clients(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = allowed_place("http://api.example/", ["api.example"])
    monkeypatch.setattr(socket, "getaddrinfo", resolving(address))
    assert checked_addresses(place, ["api.example"]) == [address]


def test_an_address_that_is_written_out_is_meant() -> None:
    place = allowed_place("http://168.63.129.16/", ["168.63.129.16"])
    assert checked_addresses(place, ["168.63.129.16"]) == ["168.63.129.16"]


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 64}.example"])
def test_a_name_that_no_name_can_be_is_told(host: str) -> None:
    place = allowed_place(f"http://{host}/", [host])
    with pytest.raises(TargetError, match="is not known here"):
        checked_addresses(place, [host])


HOSTILE_ANSWERS = {
    "a huge proba": ('{"prediction": 1, "proba": 1' + "0" * 400 + "}", "a number without end"),
    "nested JSON": ("[" * 100_000, "no JSON"),
    "a nested proba": (
        '{"prediction": 1, "proba": ' + "[" * 600 + "1" + "]" * 600 + "}", "nested too deeply",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE_ANSWERS)
def test_an_answer_that_means_harm_has_its_name(case: str) -> None:
    text, message = HOSTILE_ANSWERS[case]
    assert message in refusal(saying(text))
    assert isinstance(found := attempted(saying(text)), Refusal)
    assert found.kind == "contract"


def test_a_template_that_is_nested_too_deeply_is_named() -> None:
    request = "[" * 900 + '"$record"' + "]" * 900
    spec = ModelTarget(id="m", version="1", url="http://api.example/", request=request)
    with pytest.raises(TargetError, match=r"target\.request in engagement\.yaml is no JSON text"):
        UrlTarget(spec, ["api.example"])


def test_a_name_may_lead_to_loopback_where_that_is_named_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1"))
    for url, allow in (
        ("http://localhost:8077/", ["localhost:8077"]),
        ("http://api.example:8077/", ["api.example:8077", "127.0.0.1:8077"]),
    ):
        assert checked_addresses(allowed_place(url, allow), allow) == ["127.0.0.1"]


def test_the_address_that_was_checked_is_the_one_that_is_contacted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name service that answers otherwise later leads nowhere else."""
    with Service(answering(lambda body: 1)) as service:
        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1"))
        allow = [f"api.example:{service.port}", service.host]
        spec = ModelTarget(id="m", version="1", url=f"http://api.example:{service.port}/")
        with UrlTarget(spec, allow) as model:
            monkeypatch.setattr(socket, "getaddrinfo", resolving("192.0.2.1"))
            assert model.predict([{}]) == [Result(1)]
        monkeypatch.setattr(socket, "getaddrinfo", real)
        assert service.requests[0][1]["Host"] == f"api.example:{service.port}"


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Service(answering(lambda body: 2)) as proxy, Service(answering(lambda b: 1)) as service:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        with target(service) as model:
            assert model.predict([{}]) == [Result(1)]
        assert proxy.requests == []


# how it fails


async def redirecting(request: web.Request, _: Any) -> web.StreamResponse:
    if request.path == "/score":
        return web.Response(status=302, headers={"Location": "/elsewhere"})
    return web.json_response(1)


async def breaking_off(request: web.Request, _: Any) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def cut(request: web.Request, _: Any) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"[1,")
    assert request.transport is not None
    request.transport.close()
    return response


async def endless(request: web.Request, _: Any) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _step in range(200):
        await response.write(b" " * 100_000)
    return response


async def slow(_: web.Request, __: Any) -> web.StreamResponse:
    await asyncio.sleep(600)
    return web.Response()


async def dripping(request: web.Request, _: Any) -> web.StreamResponse:
    """Never silent for long, and never done."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


def status(code: int, text: str = f"amount and {CANARY}") -> Handler:
    return saying(text, status=code)


PAGE = "<!doctype html><title>Log in</title>"
B = {"batch": True}
FAULTS: dict[str, tuple[Handler, dict[str, Any], str, Refusal]] = {
    "slow": (
        slow, {"time_limit_s": 0.3}, "is slow: no whole answer to a call", Refusal("hung", "slow"),
    ),
    "dripping": (dripping, {"time_limit_s": 0.3}, "is slow: no whole", Refusal("hung", "slow")),
    "breaks off": (
        breaking_off, {}, "ended the connection before", Refusal("ended", "connection ended"),
    ),
    "cut": (cut, {}, "ended the connection before", Refusal("ended", "connection ended")),
    "HTML": (
        saying(PAGE, content_type="text/html"), {}, "gave a page (HTML)",
        Refusal("contract", "HTML"),
    ),
    "HTML that says JSON": (saying(PAGE), {}, "gave a page (HTML)", Refusal("contract", "HTML")),
    "no JSON": (saying("[1,"), {}, "that is no JSON", Refusal("contract", "not JSON")),
    "nothing": (saying(""), {}, "that is no JSON", Refusal("contract", "not JSON")),
    "not UTF-8": (saying(b'"\xff"'), {}, "that is no JSON", Refusal("contract", "not JSON")),
    "too deep": (saying("[" * 100_000), {}, "is no JSON", Refusal("contract", "not JSON")),
    "packed": (
        saying(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), {}, "that is no JSON",
        Refusal("contract", "not JSON"),
    ),
    "NaN": (saying("[NaN, 1, 1]"), B, "gave NaN, which is no", Refusal("contract", "NaN")),
    "infinite": (saying("[1e999, 1, 1]"), B, "without end, which is", Refusal("contract", "NaN")),
    "NaN proba": (
        saying('[{"prediction": 1, "proba": NaN}]'), B, "gave NaN", Refusal("contract", "NaN"),
    ),
    "too few": (saying("[1, 2]"), B, "2 answers to 3 records", Refusal("contract", "length")),
    "too many": (saying("[1, 2, 3, 4]"), B, "4 answers to 3", Refusal("contract", "length")),
    "no list": (saying('{"a": [1]}'), B, "an object, not a list", Refusal("contract", "form")),
    "path": (
        saying('{"label": 1}'), {"prediction": "$.class"},
        "with nothing at target.prediction: $.class.", Refusal("contract", "path"),
    ),
    "path over all": (
        saying('{"out": 1}'), {**B, "prediction": "$.out[*]"}, "nothing at target.prediction",
        Refusal("contract", "path"),
    ),
    "a list as label": (saying("[[1], [2], [3]]"), B, "a list as", Refusal("contract", "form")),
    "an object as label": (saying('{"l": 1}'), {}, "an object as", Refusal("contract", "form")),
    "a worded proba": (
        saying('{"prediction": 1, "proba": "high"}'), {}, "a proba that is no number",
        Refusal("contract", "form"),
    ),
    "too large": (endless, {}, "of more than 10 MB", Refusal("contract", "too large")),
    "redirect": (redirecting, {}, "(redirect, status 302)", Refusal("contract", "redirect")),
    "400": (status(400), {}, "status 400. Write the", Refusal("rejected", "HTTP 400", ("amount",))),
    "404": (status(404, ""), {}, "status 404. Correct", Refusal("rejected", "HTTP 404")),
    "422": (status(422), {}, "status 422. Write", Refusal("rejected", "HTTP 422", ("amount",))),
    "408": (status(408), {}, "status 408.", Refusal("hung", "HTTP 408")),
    "500": (
        status(500, "amounts"), {}, "status 500. Look in its log", Refusal("raised", "HTTP 500"),
    ),
    "503": (status(503, PAGE), {}, "status 503.", Refusal("raised", "HTTP 503")),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_has_its_name_and_is_no_traceback(case: str) -> None:
    handler, more, message, expected = FAULTS[case]
    found = refusal(handler, **more)
    assert found.startswith("the service at target.url ")
    assert message in found
    assert attempted(handler, **more) == expected


@pytest.mark.parametrize("code", [401, 405, 407, 429])
def test_a_status_that_is_of_no_record_ends_an_attempt_too(code: int) -> None:
    with pytest.raises(TargetError, match=f"status {code}"):
        attempted(status(code))


def test_a_redirect_is_not_followed() -> None:
    with Service(redirecting) as service, target(service) as model:
        model.attempt([{}])
        assert [path for path, _, _ in service.requests] == ["/score"]


def test_what_is_not_http_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"220 mail.example ESMTP\r\n")

        threading.Thread(target=talk, daemon=True).start()
        host = f"127.0.0.1:{server.getsockname()[1]}"
        spec = ModelTarget(id="m", version="1", url=f"http://{host}/")
        with UrlTarget(spec, [host]) as model, pytest.raises(TargetError, match="not HTTP"):
            model.predict([{}])


def test_a_service_that_is_down_is_told(tmp_path: Path) -> None:
    with Service(answering(lambda body: 1)) as service:
        model = target(service)
        service.stop()
        with model, pytest.raises(TargetError, match="is down: it accepts no connection"):
            model.attempt(RECORDS)


def test_a_name_that_nobody_knows_is_told() -> None:
    spec = ModelTarget(id="m", version="1", url="http://no-such-host.invalid/")
    with (
        pytest.raises(TargetError, match=r"down: the name no-such-host\.invalid is not known"),
        UrlTarget(spec, ["no-such-host.invalid"]),
    ):
        pass


def test_a_service_that_comes_back_is_asked_on() -> None:
    with Service(answering(lambda body: 1)) as service, target(service) as model:
        assert model.predict([{}]) == [Result(1)]
        service.stop()
        back = threading.Timer(0.5, service.start)
        back.start()
        assert model.attempt([{}]) == [Result(1)]
        back.join()


def test_a_service_that_stays_away_is_not_waited_for_for_ever() -> None:
    with (
        Service(answering(lambda body: 1)) as service,
        target(service, restart_limit_s=0.3) as model,
    ):
        model.predict([{}])
        service.stop()
        with pytest.raises(TargetError, match="is down"):
            model.predict([{}])


def test_after_a_fault_the_next_call_is_answered() -> None:
    async def picky(_: web.Request, body: Any) -> web.Response:
        if body["amount"] is None:
            return web.json_response({"detail": "amount: required"}, status=422)
        return web.json_response(body["amount"])

    with Service(picky) as service, target(service) as model:
        bad = model.attempt([{"amount": 1}, {"amount": None}], fields=["amount"])
        assert bad == Refusal("rejected", "HTTP 422", ("amount",))
        assert model.attempt([{"amount": 7}]) == [Result(7)]


def test_it_can_be_asked_from_within_a_running_loop() -> None:
    """As a notebook does."""

    async def cell(model: UrlTarget) -> list[Result]:
        return model.predict([{}])

    with Service(answering(lambda body: 1)) as service, target(service) as model:
        assert asyncio.run(cell(model)) == [Result(1)]


# in a run


def served(client: Client, service: Service, **more: Any) -> Client:
    told = {"id": "m", "version": "1", "url": f"http://{service.host}/score", **more}
    return client.says(target=told, probes={"allow": [service.host]})


def test_a_run_contacts_nobody_unless_it_is_told_to(client: Client) -> None:
    with Service(answering(lambda body: int(body["amount"] > 100))) as service:
        engagement = served(client, service).engagement()
        seen = run_method("accuracy", engagement)
        assert (seen.state, seen.verdict) == ("skipped", None)
        assert "`readiness run PATH --contact`, or `readiness evidence run" in str(seen.reason)
        assert service.requests == []
        with pytest.raises(NotAllowedError):
            open_target(engagement.profile, client.folder)


def test_a_service_and_a_function_get_the_same_verdict(client: Client) -> None:
    rule = answering(lambda body: [int(record["amount"] > 100) for record in body])
    by_function = run_method("accuracy", client.engagement())
    with Service(rule) as service:
        engagement = served(client, service, batch=True).engagement()
        seen = run_method("accuracy", engagement, contact=True)
    assert seen.state == "done"
    assert (seen.verdict, seen.estimate, seen.figures) == (
        by_function.verdict, by_function.estimate, by_function.figures,
    )  # fmt: skip
    assert seen.environment["target_form"] == "url"
    assert service.host not in json.dumps(seen.model_dump(mode="json"))
    assert is_fresh(seen, engagement, provided()["accuracy"])


def test_a_service_that_fails_is_an_error_with_its_reason(client: Client) -> None:
    with Service(status(500)) as service:
        seen = run_method("accuracy", served(client, service).engagement(), contact=True)
    assert (seen.state, seen.verdict) == ("error", None)
    assert "status 500" in str(seen.reason)
    assert CANARY not in str(seen.reason)
