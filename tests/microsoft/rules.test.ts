import fc from "fast-check";
import { Cloud, cloudOfEnvironment, clouds } from "../../src/microsoft/clouds";
import { exchangeDirectoryRoles, findDirectoryRole } from "../../src/microsoft/directoryRoles";
import { isGuid } from "../../src/microsoft/guid";
import { organizationProblem } from "../../src/microsoft/organization";

describe("a GUID", () => {
    test("is recognised in any case", () => {
        fc.assert(
            fc.property(fc.uuid(), (guid) => {
                expect(isGuid(guid)).toBe(true);
                expect(isGuid(guid.toUpperCase())).toBe(true);
            }),
        );
    });

    test.each(["", "{10000000-0000-4000-8000-000000000001}", "10000000000040008000000000000001", "x"])(
        "is not %j",
        (text) => {
            expect(isGuid(text)).toBe(false);
        },
    );
});

describe("an organization's initial domain", () => {
    test.each([
        ["contoso.onmicrosoft.com", Cloud.Global],
        ["Contoso-1.OnMicrosoft.com", Cloud.Global],
        ["contoso.onmicrosoft.us", Cloud.UsGovernmentL4],
        ["contoso.onmicrosoft.com", Cloud.UsGovernmentL5],
        ["contoso.partner.onmschina.cn", Cloud.China],
    ])("%s is one in the cloud %s", (organization, cloud) => {
        expect(organizationProblem(organization, cloud)).toBeUndefined();
    });

    test.each([
        ["contoso.com", Cloud.Global],
        ["10000000-0000-4000-8000-000000000001", Cloud.Global],
        ["contoso.onmicrosoft.us", Cloud.Global],
        ["contoso.onmicrosoft.com", Cloud.China],
        [".onmicrosoft.com", Cloud.Global],
        ["mail.contoso.onmicrosoft.com", Cloud.Global],
        ["-contoso.onmicrosoft.com", Cloud.Global],
        ["contoso'; evil.onmicrosoft.com", Cloud.Global],
    ])("%s is not one in the cloud %s", (organization, cloud) => {
        const { wrong = "", remedy = "" } = organizationProblem(organization, cloud) ?? {};
        expect(`${wrong}. ${remedy}`).toMatch(/^is .+\. [A-Z].+/);
    });
});

describe("a directory role", () => {
    test("is found by its name in any case and by its template id", () => {
        for (const role of exchangeDirectoryRoles) {
            expect(findDirectoryRole(` ${role.name.toUpperCase()} `)).toBe(role);
            expect(findDirectoryRole(role.templateId.toUpperCase())).toBe(role);
        }
    });

    test("that Exchange Online does not support is not found", () => {
        expect(findDirectoryRole("User Administrator")).toBeUndefined();
        expect(findDirectoryRole("fe930be7-5e62-47db-91af-98c3a49a38b1")).toBeUndefined();
    });
});

describe("a cloud", () => {
    test.each(Object.values(Cloud))("%s is meant by its own name, and has hosts without a trailing slash", (cloud) => {
        expect(cloudOfEnvironment(cloud.toUpperCase())).toBe(cloud);
        expect(clouds[cloud].loginUrl).toMatch(/^https:\/\/[a-z.]+$/);
        expect(clouds[cloud].exchangeUrl).toMatch(/^https:\/\/[a-z0-9.-]+$/);
    });

    test.each([
        ["public", Cloud.Global],
        ["usgovernment", Cloud.UsGovernmentL4],
        ["dod", Cloud.UsGovernmentL5],
        ["german", undefined],
    ])("the provider's word %s means %s", (environment, cloud) => {
        expect(cloudOfEnvironment(environment)).toBe(cloud);
    });
});
