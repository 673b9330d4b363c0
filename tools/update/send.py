"""Types a package at a pile's console, part by part, and follows it until it is confirmed."""

import base64
import time

from tools.link import Link, LinkError

PART_BYTES = 512
_PAUSE_S = 0.2
_PATIENCE_S = 120  # of a step of the pile's that nothing is heard of
_BACK_S = 90  # a graceful stop, a reset, a start
_RECEIVING = "receiving"
_SWITCHED = "switched"
_FAILED = "failed"


class Refused(Exception):
    """The pile goes on as before: what, why, what to do."""


class Sender:
    """Sends a Package to the pile at a port. `open_link` gives a Link; `say` takes each line."""

    def __init__(self, open_link, package, say=print):
        self._open_link = open_link
        self._package = package
        self._say = say
        self._step = -1

    def run(self, older=False):
        """Stage, switch, wait for the new version's answer. Raises Refused, LinkError."""
        header = self._package.header
        with self._open_link() as link:
            found = self._ask(link)
            self._say(f"runs {found['runs'] or 'from its image'}; sending {_name(header)}")
            self._ask(link, "begin", header.text, **({"older": True} if older else {}))
            if not self._until(link, _RECEIVING):
                raise Refused("the pile has restarted meanwhile: the same command goes on")
            self._feed(link)
            self._ask(link, "end")
            try:
                self._until(link, _SWITCHED)
            except LinkError:
                pass  # it restarts already
        self._met()

    def _feed(self, link):
        body = self._package.body
        at = self._ask(link)["next"]
        if at:
            self._say(f"goes on at {at} of {len(body)} bytes")
        waits = ""
        while at < len(body):
            text = base64.b64encode(body[at : at + PART_BYTES]).decode()
            answer = self._ask(link, "part", at, text)
            at = answer["next"]
            self._progress(at, len(body))
            if answer["taken"]:
                waits = ""
                continue
            if answer["wait"] != waits:
                waits = answer["wait"]
                self._say(f"waits: {waits}")
            if not waits:
                self._failed(self._ask(link))
            time.sleep(_PAUSE_S)

    def _until(self, link, state):
        # whether it comes to this state; not so when it has restarted
        since = time.monotonic()
        while time.monotonic() - since < _PATIENCE_S:
            found = self._ask(link)
            self._failed(found)
            if found["state"].startswith(state) or not found["state"]:
                return found["state"] != ""
            if found["wait"]:
                since = time.monotonic()  # a car has its time
            time.sleep(_PAUSE_S)
        raise Refused(
            f"the pile says {found['state']!r} for {_PATIENCE_S} s; what ran before still starts, "
            "try again"
        )

    def _met(self):
        header = self._package.header
        self._say("it restarts as soon as its contactor is open; waiting for the new version")
        until = time.monotonic() + _BACK_S
        while time.monotonic() < until:
            time.sleep(_PAUSE_S)
            try:
                with self._open_link() as link:
                    found = self._ask(link)
                    while found["trial"] is not None and time.monotonic() < until:
                        time.sleep(_PAUSE_S)
                        found = self._ask(link)
            except LinkError:
                continue  # between the reset and the prompt
            self._failed(found)
            if found["state"]:
                continue  # the old version still, at its work
            if not found["runs"].endswith(header.tree):
                raise Refused(f"{found['runs']} runs: the new version fell back; log() says more")
            if found["trial"] is None:
                self._say(f"{found['runs']}: runs and is confirmed")
                return
        raise Refused(
            f"the new version is not confirmed after {_BACK_S} s: it confirms itself after 10 "
            "minutes without a fault of its own, else the old one comes back; ask update()"
        )

    def _ask(self, link, *words, **options):
        answer = link.ask("update", *words, **options)
        if not answer.get("ok"):
            raise Refused("; ".join(answer.get("errors", ["the pile says no"])))
        return answer

    def _failed(self, found):
        if found["state"] == _FAILED:
            raise Refused(found["message"])

    def _progress(self, at, size):
        step = at * 20 // size
        if step != self._step:
            self._step = step
            self._say(f"{step * 5} %")


def _name(header):
    return f"{header.version} {header.board} {header.tree}, {header.bytes // 1024} KB"


def opener(port, secret):
    """Return what opens a Link, as the installer where there is a secret."""

    def open_link():
        link = Link(port)
        if secret:
            try:
                link.login(secret)
            except LinkError:
                link.close()
                raise
        return link

    return open_link
