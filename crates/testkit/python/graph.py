"""A script that administers an organisation with Microsoft's own client for Graph: what it says is printed as JSON.

usage: python graph.py <base address> <issuer> <client id> <client secret>
"""

import asyncio
import json
import sys
from urllib.parse import urlparse

import requests
from azure.core.credentials import AccessToken
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.applications.item.add_password.add_password_post_request_body import (
    AddPasswordPostRequestBody,
)
from msgraph.generated.audit_logs.sign_ins.sign_ins_request_builder import SignInsRequestBuilder
from msgraph.generated.models.application import Application
from msgraph.generated.models.conditional_access_applications import ConditionalAccessApplications
from msgraph.generated.models.conditional_access_client_app import ConditionalAccessClientApp
from msgraph.generated.models.conditional_access_condition_set import ConditionalAccessConditionSet
from msgraph.generated.models.conditional_access_grant_control import ConditionalAccessGrantControl
from msgraph.generated.models.conditional_access_grant_controls import ConditionalAccessGrantControls
from msgraph.generated.models.conditional_access_policy import ConditionalAccessPolicy
from msgraph.generated.models.conditional_access_policy_state import ConditionalAccessPolicyState
from msgraph.generated.models.conditional_access_users import ConditionalAccessUsers
from msgraph.generated.models.group import Group
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.password_credential import PasswordCredential
from msgraph.generated.models.user import User
from msgraph.generated.models.web_application import WebApplication
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

BASE, ISSUER, CLIENT, SECRET = sys.argv[1:5]
NOBODY = "11111111-1111-4111-8111-111111111111"


class Credential:
    """Gets a token by discovery and client credentials, as the client's own credentials do over https alone."""

    def get_token(self, *scopes, **_):
        found = requests.get(f"{ISSUER}/.well-known/openid-configuration", timeout=10).json()
        asked = {"grant_type": "client_credentials", "scope": " ".join(scopes)}
        answer = requests.post(found["token_endpoint"], data=asked, auth=(CLIENT, SECRET), timeout=10)
        answer.raise_for_status()
        got = answer.json()
        return AccessToken(got["access_token"], got["expires_in"] + 1_000_000_000)


def client():
    scopes = ["https://graph.microsoft.com/.default"]
    host = urlparse(BASE).hostname
    provider = AzureIdentityAuthenticationProvider(Credential(), scopes=scopes, allowed_hosts=[host])
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = f"{BASE}/v1.0"
    return GraphServiceClient(request_adapter=adapter)


async def policies(graph):
    conditional = graph.identity.conditional_access.policies
    made = await conditional.post(
        ConditionalAccessPolicy(
            display_name="Everybody",
            state=ConditionalAccessPolicyState.Disabled,
            conditions=ConditionalAccessConditionSet(
                client_app_types=[ConditionalAccessClientApp.All],
                applications=ConditionalAccessApplications(include_applications=["All"]),
                users=ConditionalAccessUsers(include_users=["All"]),
            ),
            grant_controls=ConditionalAccessGrantControls(
                operator="OR", built_in_controls=[ConditionalAccessGrantControl.Mfa]
            ),
        )
    )
    one = conditional.by_conditional_access_policy_id(made.id)
    await one.patch(ConditionalAccessPolicy(display_name="All"))
    kept = await one.get()
    await one.delete()
    left = await conditional.get()
    return {
        "name": kept.display_name,
        "users": kept.conditions.users.include_users,
        "control": kept.grant_controls.built_in_controls[0].value,
        "created": kept.created_date_time is not None,
        "left": len(left.value),
    }


async def people(graph):
    for name in ["bram", "cor", "dirk"]:
        address = f"{name}@example.org"
        await graph.users.post(
            User(account_enabled=True, display_name=name, mail_nickname=name, user_principal_name=address)
        )
    asked = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        top=2, select=["displayName", "userPrincipalName"], count=True
    )
    page = await graph.users.get(RequestConfiguration(query_parameters=asked))
    count, names = page.odata_count, []
    while page:
        names += [person.display_name for person in page.value]
        page = await graph.users.with_url(page.odata_next_link).get() if page.odata_next_link else None
    bram = await graph.users.by_user_id("bram@example.org").get()
    return {"count": count, "names": names, "bram": bram.display_name}


async def groups(graph):
    made = await graph.groups.post(
        Group(display_name="On call", mail_enabled=False, mail_nickname="oncall", security_enabled=True)
    )
    one = graph.groups.by_group_id(made.id)
    await one.patch(Group(description="Whom to call"))
    kept = await one.get()
    await one.delete()
    return {"name": kept.display_name, "description": kept.description}


async def applications(graph):
    web = WebApplication(redirect_uris=["https://wiki.example.org/callback"])
    made = await graph.applications.post(Application(display_name="Wiki", web=web))
    one = graph.applications.by_application_id(made.id)
    wanted = AddPasswordPostRequestBody(password_credential=PasswordCredential(display_name="Backup"))
    added = await one.add_password.post(wanted)
    kept = await one.get()
    await one.delete()
    return {
        "name": kept.display_name,
        "secrets": [secret.display_name for secret in kept.password_credentials],
        "shown": len(added.secret_text),
        "kept": [secret.secret_text for secret in kept.password_credentials],
    }


async def logs(graph):
    asked = SignInsRequestBuilder.SignInsRequestBuilderGetQueryParameters(
        top=5, filter="createdDateTime ge 2020-01-01T00:00:00Z"
    )
    signs = await graph.audit_logs.sign_ins.get(RequestConfiguration(query_parameters=asked))
    changes = await graph.audit_logs.directory_audits.get()
    return {
        "signIns": sorted({(row.user_principal_name, row.status.error_code) for row in signs.value}),
        "newest": changes.value[0].activity_display_name,
        "category": changes.value[0].category,
    }


async def methods(graph):
    held = await graph.users.by_user_id("anna@example.org").authentication.methods.get()
    return [method.odata_type for method in held.value]


async def error(graph):
    try:
        await graph.users.by_user_id(NOBODY).get()
    except ODataError as error:
        return {"status": error.response_status_code, "code": error.error.code}
    return None


async def main():
    graph = client()
    own = await graph.organization.get()
    told = {
        "organisation": [one.id for one in own.value],
        "policy": await policies(graph),
        "people": await people(graph),
        "group": await groups(graph),
        "application": await applications(graph),
        "logs": await logs(graph),
        "methods": await methods(graph),
        "error": await error(graph),
    }
    print(json.dumps(told))


asyncio.run(main())
