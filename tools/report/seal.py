"""Whether the report of a bring-up is the one that the pile signed."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tools.verify import keys

_HALF = 32


def judge(report, key):
    """Return (good, sentence) of a report as the pile tells it; `key`: its public key, or None.

    Without a key only the hash is checked: whoever changed the text can change that too.
    """
    text = report["report"].encode()
    if hashlib.sha256(text).hexdigest() != report["sha256"]:
        return False, "the text is not the one that was fixed: its SHA-256 is another"
    if not report["signature"]:
        return key is None, "not signed: the pile had no key, or had no time yet"
    if key is None:
        return True, f"signed with key {report['key']}; --key PUB checks it"
    if report["key"] != keys.name(key):
        return False, f"signed with key {report['key']}, --key is {keys.name(key)}"
    raw = bytes.fromhex(report["signature"])
    signature = encode_dss_signature(
        int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big")
    )
    if not keys.signs(key, signature, text):
        return False, "the signature is wrong: the text was changed, or another pile signed it"
    return True, f"signed by this pile, key {report['key']}"
