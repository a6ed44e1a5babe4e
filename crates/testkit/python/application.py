"""An application that people sign in to, on Authlib: a second independent relying party for the browser tests.

usage: python application.py <issuer> <client id> <client secret or ""> <port>
"""

import html
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer, client_id, secret, port = sys.argv[1:5]
origin = f"http://127.0.0.1:{port}"
metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
assert metadata["issuer"] == issuer, metadata["issuer"]
session = OAuth2Session(
    client_id,
    secret or None,
    scope="openid profile email offline_access",
    redirect_uri=f"{origin}/callback",
    code_challenge_method="S256",
    token_endpoint_auth_method="client_secret_post" if secret else "none",
)
attempt = {}


def begin():
    attempt["verifier"] = generate_token(48)
    attempt["nonce"] = generate_token(20)
    url, attempt["state"] = session.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=attempt["verifier"], nonce=attempt["nonce"]
    )
    return url


def finish(path):
    answer = parse_qs(urlsplit(path).query)
    assert answer["iss"] == [issuer], answer
    token = session.fetch_token(
        metadata["token_endpoint"],
        authorization_response=origin + path,
        state=attempt["state"],
        code_verifier=attempt["verifier"],
    )
    keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"], timeout=10).json())
    claims = jwt.decode(
        token["id_token"],
        keys,
        claims_cls=CodeIDToken,
        claims_options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
        claims_params={"nonce": attempt["nonce"], "client_id": client_id},
    )
    claims.validate()
    userinfo = session.get(metadata["userinfo_endpoint"]).json()
    return {"claims": dict(claims), "userinfo": userinfo, "scope": token["scope"]}


def refresh():
    token = session.refresh_token(metadata["token_endpoint"], refresh_token=session.token["refresh_token"])
    return {"scope": token["scope"]}


class Application(BaseHTTPRequestHandler):
    def do_GET(self):
        path = urlsplit(self.path).path
        try:
            if path == "/login":
                self.send_response(302)
                self.send_header("Location", begin())
                self.end_headers()
                return
            if path == "/callback":
                title, body = "Signed in", finish(self.path)
            elif path == "/refresh":
                title, body = "Refreshed", refresh()
            else:
                title, body = "Payroll", {}
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


server = HTTPServer(("127.0.0.1", int(port)), Application)
print("ready", flush=True)
server.serve_forever()
