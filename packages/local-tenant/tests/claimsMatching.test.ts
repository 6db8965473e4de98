import { matchesClaims, parseClaimsExpression } from "../src/entra/claimsMatching";

const claims = {
    sub: "repo:contoso/app:ref:refs/heads/main",
    job_workflow_ref: "contoso/prod/deploy.yml@refs/heads/main",
};

test.each([
    ["claims['sub'] matches 'repo:contoso/*:ref:refs/heads/main'", true],
    ["claims['sub'] matches 'repo:contoso/ap?:ref:refs/heads/*'", true],
    ["claims['sub'] eq 'repo:contoso/app:ref:refs/heads/main'", true],
    ["claims['sub'] eq 'repo:contoso/*'", false],
    ["claims['sub'] matches 'repo:contoso/app'", false],
    ["claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] matches 'contoso/prod/*'", true],
    ["claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] matches 'fabrikam/*'", false],
    ["claims['environment'] eq 'prod'", false],
])("the expression %s fits the token: %s", (expression, expected) => {
    expect(matchesClaims(expression, claims)).toBe(expected);
});

test.each([
    "",
    "claims['sub']",
    "claims['sub'] like 'x'",
    "claims['sub'] eq 'x' or claims['sub'] eq 'y'",
    "sub eq 'x'",
])("the expression %s is not well-formed", (expression) => {
    expect(parseClaimsExpression(expression)).toBeUndefined();
});
