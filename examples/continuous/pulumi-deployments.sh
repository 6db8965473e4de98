#!/bin/sh
# Has Pulumi Deployments update the stack dev whenever its branch changes. Run it once, logged in to Pulumi Cloud.
set -eu
stack=${1:?the stack, as organization/project/stack}
repository=${2:?its repository, as owner/name}
client_id=${3:?client id of the deployer in the tenant of the stack}

# The deployment's own OIDC token is the deployer's federated token: no secret is kept. The azuread provider wants it in ARM_OIDC_TOKEN.
pulumi deployment settings edit --stack "$stack" \
    --github-repo "$repository" --branch main --push-to-deploy --preview-prs \
    --env "ARM_CLIENT_ID=$client_id" --env ARM_USE_OIDC=true \
    --pre-run-command 'echo "ARM_OIDC_TOKEN=$PULUMI_OIDC_TOKEN" >> /PULUMI_ENV'
