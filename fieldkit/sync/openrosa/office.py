"""An office's server that speaks OpenRosa (ODK Central, KoboToolbox): its address, and how to log in.

The address is kept with the data; password or key are in the system's keyring, or where the token is kept.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from fieldkit.sync.http_link import check_address
from fieldkit.sync.openrosa.office_errors import NoOffice
from fieldkit.sync.token_store import TokenStore

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

_SETTING = "openrosa office"
_PURPOSE = "-openrosa"
_KEY = re.compile(r"(?<=/key/)[^/]{20,}")
_HIDDEN = "KEY"


@dataclass(frozen=True, slots=True)
class Office:
    """A server: its address with ``KEY`` in place of a key, and the user, "" where the key says who it is."""

    url: str
    user: str = ""
    insecure: bool = False

    @property
    def id(self) -> str:
        """What tells it from other servers, in the books of what was sent."""
        return sha256(self.url.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Access:
    """An office and its secret: the password of its user, or the key in its address."""

    office: Office
    secret: str

    @property
    def url(self) -> str:
        """The address as it is called."""
        return (
            self.office.url
            if self.office.user
            else self.office.url.replace(f"/key/{_HIDDEN}", f"/key/{self.secret}")
        )


def keep(workspace: Workspace, access: Access) -> None:
    """Keep the server that inspections are sent to, and its secret apart from it; raises TokenNotKept."""
    store = TokenStore.of(workspace, _PURPOSE)
    # The keyring's fall-back is a file of ASCII letters.
    store.save(base64.b64encode(access.secret.encode()).decode())
    office = access.office
    kept = {"url": office.url, "user": office.user, "insecure": office.insecure}
    workspace.remember(_SETTING, json.dumps(kept))


def parse(url: str, *, user: str = "", password: str = "", insecure: bool = False) -> Access:
    """Return the server that a person means, not kept yet; raises InsecureAddress, Unreachable.

    A key in the address (``…/key/KEY/…``, as ODK Central gives it to app users) is a secret.
    """
    address = check_address(url, insecure=insecure).removesuffix("/formList").removesuffix("/submission")
    found = _KEY.search(address)
    if found and not user:
        return Access(Office(_KEY.sub(_HIDDEN, address, count=1), "", insecure), found.group())
    return Access(Office(address, user, insecure), password)


def chosen(workspace: Workspace) -> Access:
    """Return the server; raises NoOffice."""
    office = known(workspace)
    secret = TokenStore.of(workspace, _PURPOSE).load() if office else None
    if office is None or secret is None:
        raise NoOffice
    return Access(office, base64.b64decode(secret).decode())


def known(workspace: Workspace) -> Office | None:
    """Return the server without its secret, None where none is set up."""
    kept = workspace.setting(_SETTING)
    return Office(**json.loads(kept)) if kept else None


def forget(workspace: Workspace) -> None:
    """Forget server and secret; what was sent stays in the books."""
    TokenStore.of(workspace, _PURPOSE).clear()
    workspace.remember(_SETTING, None)
