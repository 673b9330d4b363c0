"""Checks an export of a pile's sessions: the chain of hashes, the columns, the signatures.

What it proves: nobody changed, removed or inserted a session between the first row and the last
signed one, unless he has the pile's private key. What it cannot see: sessions taken away at the
end of the export, and, without a key, a chain made anew as a whole.
"""
