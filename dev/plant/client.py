"""A small Odoo web client on the standard library: one signed-in person.

It speaks the same JSON-RPC as the browser, so whatever the plant does has passed
the same access rules, gates and signatures as a person's click.
"""

import http.cookiejar
import json
import urllib.request

LONGEST_CALL = 300  # seconds; installing a language on a busy machine takes a while


class OdooError(Exception):
    """The server refused or failed; the text is what a person would have read."""


class Session:
    """One person's session on one database.

    :param url: base address of the server, for example ``http://127.0.0.1:8069``
    :param db: database name
    :raise OdooError: when the login is refused
    """

    def __init__(self, url, db, login, password, lang="en_US"):
        self.url, self.db, self.login, self.password = url, db, login, password
        self.context = {"lang": lang, "tz": "UTC"}
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        answer = self.post(
            "/web/session/authenticate", db=db, login=login, password=password
        )
        self.uid = (answer or {}).get("uid")
        if not self.uid:
            raise OdooError(f"login refused for {login}")

    def post(self, path, **params):
        """Call a JSON-RPC route and return its result.

        :raise OdooError: with the server's own message
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        request = urllib.request.Request(
            self.url + path,
            data=body.encode(),
            headers={"Content-Type": "application/json"},
        )
        with self._opener.open(request, timeout=LONGEST_CALL) as reply:
            answer = json.load(reply)
        if error := answer.get("error"):
            data = error.get("data") or {}
            raise OdooError(data.get("message") or error.get("message"))
        return answer.get("result")

    def get(self, path):
        """Download a page or a file; return its bytes."""
        with self._opener.open(self.url + path, timeout=LONGEST_CALL) as reply:
            return reply.read()

    def call(self, model, method, *args, context=None, **kwargs):
        """Call a public method of a model, as the web client does."""
        kwargs["context"] = {**self.context, **(context or {})}
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(args),
            kwargs=kwargs,
        )

    def create(self, model, values, **context):
        """Create one record; return its id."""
        return self.call(model, "create", [values], context=context)[0]

    def write(self, model, ids, values, **context):
        """Write values on records."""
        return self.call(model, "write", _as_list(ids), values, context=context)

    def search(self, model, domain, **kwargs):
        """Return the ids of the records in a domain."""
        return self.call(model, "search", domain, **kwargs)

    def read(self, model, ids, fields):
        """Read fields of records; a list of dictionaries."""
        return self.call(model, "read", _as_list(ids), fields)

    def find(self, model, domain, fields, **kwargs):
        """Search and read in one call."""
        return self.call(model, "search_read", domain, fields, **kwargs)

    def ref(self, xmlid):
        """Return the database id behind an external identifier."""
        module, _, name = xmlid.partition(".")
        rows = self.find(
            "ir.model.data",
            [("module", "=", module), ("name", "=", name)],
            ["res_id"],
        )
        if not rows:
            raise OdooError(f"no record is named {xmlid}")
        return rows[0]["res_id"]

    def sign(self, action, reason=None):
        """Sign what a button asked to be signed, with this person's password.

        :param action: the client action the button returned
        :raise OdooError: when the signature is refused
        """
        params = action["params"]
        answer = self.post(
            "/mdtrace/sign",
            model=params["model"],
            ids=params["ids"],
            to=params["to"],
            reason=reason,
            credential={"type": "password", "password": self.password},
        )
        if answer.get("error"):
            raise OdooError(answer["error"])
        return answer


def _as_list(ids):
    return [ids] if isinstance(ids, int) else list(ids)
