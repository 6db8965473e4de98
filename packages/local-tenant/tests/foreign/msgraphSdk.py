"""What the Graph SDK for Python does with a tenant: prints what it saw, as JSON."""

import asyncio
import json
import sys
from urllib.parse import urlsplit

from azure.identity.aio import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.applications.applications_request_builder import ApplicationsRequestBuilder
from msgraph.generated.models.application import Application
from msgraph.generated.models.service_principal import ServicePrincipal

url, tenant_id, client_id, client_secret = sys.argv[1:]
Query = ApplicationsRequestBuilder.ApplicationsRequestBuilderGetQueryParameters


def eventual(query=None):
    configuration = RequestConfiguration(query_parameters=query)
    configuration.headers.add("ConsistencyLevel", "eventual")
    return configuration


async def main():
    credential = ClientSecretCredential(
        tenant_id, client_id, client_secret, authority=url, disable_instance_discovery=True
    )
    provider = AzureIdentityAuthenticationProvider(
        credential, scopes=[f"{url}/.default"], allowed_hosts=[urlsplit(url).netloc, urlsplit(url).hostname]
    )
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = f"{url}/v1.0"
    graph = GraphServiceClient(request_adapter=adapter)
    for number in range(3):
        made = await graph.applications.post(Application(display_name=f"python {number}"))
    service_principal = await graph.service_principals.post(ServicePrincipal(app_id=made.app_id))
    query = Query(count=True, search='"displayName:python"', top=2, expand=["owners"], orderby=["displayName"])
    page = await graph.applications.get(eventual(query))
    rest = await graph.applications.with_url(page.odata_next_link).get(eventual())
    seen = {
        "count": page.odata_count,
        "names": [one.display_name for one in [*page.value, *rest.value]],
        "owners": len(page.value[0].owners),
        "users": await graph.users.count.get(eventual()),
        "servicePrincipal": service_principal.display_name,
    }
    await graph.applications.by_application_id(made.id).delete()
    deleted = await graph.directory.deleted_items.graph_application.get()
    seen["deleted"] = [one.display_name for one in deleted.value]
    await credential.close()
    print(json.dumps(seen))


asyncio.run(main())
