"""Charging profiles as bytes, for the store: one record of 4 KB at most (OP-110)."""

import struct
from array import array

from plan.profile import KINDS, MOST_PERIODS, MOST_PROFILES, PURPOSES, SESSION, TOP_STACK, Profile

NAME = "profiles"
_VERSION = b"\x01"
_HEADER = "<iBBBBIIIIIBB"  # as in `_packed`
_HEADER_BYTES = struct.calcsize(_HEADER)
_PERIOD_BYTES = 9


def load(store):
    """Return (profiles kept in `store`, what is wrong with them or "")."""
    data = store.read(NAME)
    if data is None:
        return [], ""
    try:
        return unpack(data), ""
    except ValueError as error:
        message = "%s: those before the last change hold; look at profile()" % error
    try:
        return unpack(store.previous(NAME) or b""), message
    except ValueError as error:
        return [], "%s: none is kept, install them again" % error


def pack(profiles):
    """Return the bytes of a list of profiles."""
    return _VERSION + b"".join([_packed(profile) for profile in profiles])


def _packed(profile):
    header = struct.pack(
        _HEADER,
        profile.number,
        profile.connector,
        profile.purpose,
        profile.stack,
        profile.kind,
        profile.every_s,
        profile.start_s,
        profile.from_s,
        profile.to_s,
        profile.duration_s,
        profile.unit,
        len(profile.starts),
    )
    return header + bytes(profile.starts) + bytes(profile.limits) + profile.phases


def unpack(data):
    """Return the profiles. Raises ValueError: these bytes are of no list that was ever kept."""
    if data[:1] != _VERSION:
        raise ValueError("charging profiles of another version")
    profiles = []
    at = 1
    while at < len(data):
        if len(data) < at + _HEADER_BYTES or len(profiles) == MOST_PROFILES:
            raise ValueError("charging profiles cut short")
        profile, count = _head(struct.unpack_from(_HEADER, data, at))
        at += _HEADER_BYTES
        body = data[at : at + count * _PERIOD_BYTES]
        at += count * _PERIOD_BYTES
        profile.starts = array("I", body[: count * 4])
        profile.limits = array("I", body[count * 4 : count * 8])
        profile.phases = body[count * 8 :]
        if len(profile.phases) != count or not _sound(profile):
            raise ValueError("charging profile %d is damaged" % profile.number)
        profiles.append(profile)
    return profiles


def _head(row):
    profile = Profile(row[0], row[1], row[2], row[3])
    profile.kind, profile.every_s, profile.start_s = row[4:7]
    profile.from_s, profile.to_s, profile.duration_s, profile.unit = row[7:11]
    return profile, row[11]


def _sound(profile):
    count = len(profile.phases)
    return (
        1 <= count <= MOST_PERIODS
        and profile.connector < 2
        and profile.purpose < len(PURPOSES)
        and profile.purpose != SESSION
        and profile.stack <= TOP_STACK
        and profile.kind < len(KINDS)
        and profile.unit < 2
        and profile.starts[0] == 0
        and list(profile.starts) == sorted(profile.starts)
        and 1 <= min(profile.phases)
        and max(profile.phases) <= 3
    )
