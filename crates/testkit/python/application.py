"""An application that people sign in to, on Authlib: a second independent relying party for the tests.

usage: python application.py <issuer> <client id> <client secret or ""> <port>
"""

import base64
import html
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import IDToken

issuer, client_id, secret, port = sys.argv[1:5]
origin = f"http://127.0.0.1:{port}"
PASSED_ON = ["prompt", "max_age", "acr_values", "claims", "login_hint", "ui_locales", "response_mode"]

# The clock of the machine that the application runs on; tests set it.
ahead = 0
real_time = time.time
time.time = lambda: real_time() + ahead


class App(OAuth2Mixin, OpenIDMixin, BaseApp):
    """What Authlib's integrations are made of. It keeps the key set until it meets a key that is not in it."""

    client_cls = OAuth2Session
    fetched = 0

    def _on_update_token(self, token, refresh_token=None, access_token=None):
        """Whoever refreshes keeps what came."""

    def fetch_jwk_set(self, force=False):
        kept = self.server_metadata.get("jwks")
        keys = super().fetch_jwk_set(force)
        self.fetched += keys is not kept
        return keys


app = App(
    None,
    client_id=client_id,
    client_secret=secret or None,
    server_metadata_url=f"{issuer}/.well-known/openid-configuration",
    client_kwargs={
        "scope": "openid profile email offline_access",
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "client_secret_post" if secret else "none",
    },
)
metadata = app.load_server_metadata()
assert metadata["issuer"] == issuer, metadata["issuer"]
attempt = {}
token = {}


def begin(query):
    given = {name: value for name, value in query.items() if name in PASSED_ON}
    attempt.clear()
    attempt.update(app.create_authorization_url(f"{origin}/callback", **given))
    return attempt["url"]


def finish(answer, method):
    if "error" in answer:
        return "Refused", {"error": answer["error"], "description": answer.get("error_description")}
    assert answer["iss"] == issuer, answer
    assert answer["state"] == attempt["state"], answer
    token.clear()
    token.update(
        app.fetch_access_token(f"{origin}/callback", code=answer["code"], code_verifier=attempt["code_verifier"])
    )
    claims = app.parse_id_token(token, nonce=attempt["nonce"])
    return "Signed in", {
        "claims": dict(claims),
        "userinfo": dict(app.userinfo(token=token)),
        "scope": token["scope"],
        "header": header(token["id_token"]),
        "id_token": token["id_token"],
        "method": method,
    }


def endpoint(name):
    return metadata[f"{name}_endpoint"]


def refresh():
    with app._get_oauth_client(**metadata) as session:
        token.update(session.refresh_token(endpoint("token"), refresh_token=token["refresh_token"]))
    return {"scope": token["scope"], "header": header(token["id_token"])}


def about(kind):
    with app._get_oauth_client(**metadata) as session:
        return session.introspect_token(endpoint("introspection"), token=token[kind], token_type_hint=kind).json()


def give_up(kind):
    with app._get_oauth_client(**metadata) as session:
        answer = session.revoke_token(endpoint("revocation"), token=token[kind], token_type_hint=kind)
    return {"status": answer.status_code, "body": answer.text}


def verified(text):
    claims = app.parse_id_token({"id_token": text}, nonce=None, claims_cls=IDToken)
    return {"claims": dict(claims), "header": header(text)}


def header(text):
    """Of a token that was verified."""
    first = text.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))


def answered(path, query, method):
    global ahead
    if path == "/callback":
        return finish(query, method)
    if path == "/refresh":
        return "Refreshed", refresh()
    if path == "/introspect":
        return "About a token", about(query["kind"])
    if path == "/revoke":
        return "Given up", give_up(query["kind"])
    if path == "/verify":
        return "Verified", verified(query["token"])
    if path == "/keys":
        return "Keys", {"fetched": app.fetched}
    if path == "/clock":
        ahead = int(query["now"]) - real_time()
        return "Clock", {"now": time.time()}
    return "Payroll", {}


class Application(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        self.answer(address.path, dict(parse_qsl(address.query)), "GET")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(urlsplit(self.path).path, dict(parse_qsl(body)), "POST")

    def answer(self, path, query, method):
        try:
            if path == "/login":
                self.send_response(302)
                self.send_header("Location", begin(query))
                self.end_headers()
                return
            title, body = answered(path, query, method)
        except Exception as error:  # whatever went wrong is shown to the test
            title, body = "Refused", {"error": getattr(error, "error", None) or repr(error)}
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        element = "error" if title == "Refused" else "claims"
        text = html.escape(json.dumps(body))
        page = f'<!doctype html><html lang="en"><title>{title}</title><main><h1>{title}</h1><pre id="{element}">{text}</pre></main>'
        self.wfile.write(page.encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(port)), Application)
print("ready", flush=True)
server.serve_forever()
