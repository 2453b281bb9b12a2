"""Settings of our own for JupyterLab: nobody's workspace, no news, no key that destroys work."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
_DROPPED = (
    "JPY_",
    "READINESS_LIVE",
    "JUPYTER_TOKEN",
    "JUPYTER_PORT",
    "JUPYTER_NO_CONFIG",
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_SERVER_ALLOW",
)
"""Beginnings of variables that would say something else than we do."""

_COMMAND = ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus"
_HEADING = ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) .jp-MarkdownCell:focus"
_KERNEL = "[data-jp-kernel-user]:not(.jp-mod-readWrite) :focus:not(:read-write)"
_KEYS = {
    "kernelmenu:restart": (["0", "0"], _KERNEL),
    "kernelmenu:interrupt": (["I", "I"], _KERNEL),
    "notebook:delete-cell": (["D", "D"], _COMMAND),
    "notebook:insert-cell-above": (["A"], _COMMAND),
    "notebook:insert-cell-below": (["B"], _COMMAND),
    "notebook:change-cell-to-markdown": (["M"], _COMMAND),
    "notebook:cut-cell": (["X"], _COMMAND),
    "notebook:change-cell-to-code": (["Y"], _COMMAND),
    "notebook:change-cell-to-raw": (["R"], _COMMAND),
    "notebook:paste-cell-below": (["V"], _COMMAND),
    "notebook:undo-cell-action": (["Z"], _COMMAND),
    **{f"notebook:change-cell-to-heading-{n}": ([str(n)], _HEADING) for n in range(1, 7)},
}
"""Single keys that a person types who means to rate; both parts must equal JupyterLab's own."""

_SHUT = {
    "sock": "",
    "allow_remote_access": False,
    "allow_unauthenticated_access": False,
    "allow_origin": "",
    "allow_origin_pat": "",
    "allow_credentials": False,
    "disable_check_xsrf": False,
    "base_url": "/",
}
"""As they are by default: a file that this machine has for all servers must not say otherwise."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in, and where."""

    root: Path
    """The folder whose files are served."""
    token: str
    port: int
    """0 for any that is free."""
    start: Path
    """The file of the start page, which whoever made it keeps up to date."""


def write_home(home: Path, access: Access) -> None:
    """Make the folders and files from which JupyterLab reads its settings."""
    for name in _FOLDERS.values():
        (home / name).mkdir(parents=True)
    config = home / "config"
    # in a file that only we can read: a command line is seen by everybody on the machine
    _write(config / "jupyter_server_config.json", _server(access))
    _write(config / "labconfig" / "default_setting_overrides.json", overrides())


def environment(home: Path, engagement: Path) -> dict[str, str]:
    """The environment of the server and its kernels, which find the engagement in it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_DROPPED)}
    own = {variable: str(home / name) for variable, name in _FOLDERS.items()}
    return {
        **kept,
        **own,
        "JUPYTER_PREFER_ENV_PATH": "1",
        "READINESS_ENGAGEMENT": str(engagement),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONUTF8": "1",
    }


def _server(access: Access) -> dict[str, Any]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {
        "ServerApp": {
            "ip": "127.0.0.1",
            "port": access.port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": str(access.root),
            "allow_root": root,
            "terminals_enabled": False,
            "jpserver_extensions": {"readiness_kit.lab.start": True},
            **_SHUT,
        },
        "IdentityProvider": {"token": access.token},
        # a password that this machine sets for other servers opens none of ours
        "PasswordIdentityProvider": {"hashed_password": ""},
        "StartPage": {"file": str(access.start)},
        "LabApp": {
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "extension_manager": "readonly",
        },
    }


def overrides() -> dict[str, Any]:
    """What JupyterLab's own settings are replaced by, in each browser."""
    disabled = [
        {"command": command, "keys": keys, "selector": selector, "disabled": True}
        for command, (keys, selector) in _KEYS.items()
    ]
    return {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
            "doNotDisturbMode": True,
        },
        "@jupyterlab/docmanager-extension:plugin": {"autosave": True, "autosaveInterval": 30},
        # else a long form is taken off the page when it is scrolled out of sight
        "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
        # answers are in the engagement; widgets that were saved only come back as an error
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": False},
        "@jupyterlab/shortcuts-extension:shortcuts": {"shortcuts": disabled},
    }


def _write(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
