#!/bin/sh
# Lets each operation of Pulumi Deployments on one stack sign in as the deployer. Run it once, in the tenant of the stack.
set -eu
organization=${1:?the organization of Pulumi Cloud}
project=${2:?the project}
stack=${3:?the stack}
client_id=${4:?client id of the deployer in the tenant of the stack}

for operation in preview update refresh; do
    az ad app federated-credential create --id "$client_id" --parameters "{
        \"name\": \"pulumi-$stack-$operation\",
        \"issuer\": \"https://api.pulumi.com/oidc\",
        \"subject\": \"pulumi:deploy:org:$organization:project:$project:stack:$stack:operation:$operation:scope:write\",
        \"audiences\": [\"$organization\"]
    }"
done
