import { Cloud } from "../../src/microsoft/clouds";
import { UserError } from "../../src/errors/userError";
import { ExitStatus } from "../../src/errors/exitStatus";
import { consentRemedy } from "../../src/connection/adminConsent";
import { parseConnection, readConnection, usableConnection } from "../../src/connection/parse";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const connection = connectionOf(credentialOf(rsaKey()));

function problems(value: unknown): readonly string[] {
    const read = readConnection(value);
    return "schemaVersion" in read ? [] : read;
}

describe("a connection", () => {
    test("is read as it was written, and keeps what a later version added", () => {
        expect(parseConnection({ ...connection, later: 1 })).toEqual({ ...connection, later: 1 });
    });

    test.each([
        ["schemaVersion", 2, /another version/],
        ["cloud", "german", /must be one of global/],
        ["tenantId", "contoso.onmicrosoft.com", /must be a GUID/],
        ["organization", "contoso.com", /initial domain/],
        ["organization", "contoso.onmicrosoft.us", /initial domain/],
        ["clientId", "", /must be a GUID/],
        ["applicationObjectId", undefined, /applicationObjectId/],
        ["servicePrincipalObjectId", 1, /servicePrincipalObjectId/],
        ["servicePrincipalObjectId", "", /must be a GUID/],
        ["awaitsAdminConsent", "yes", /must be true or false/],
        ["thumbprint", connection.thumbprint.slice(1), /40 hex digits/],
        ["thumbprintSha256", connection.thumbprint, /64 hex digits/],
        ["notBefore", "2026-01-31", /UTC and whole seconds/],
        ["notAfter", "2026-01-31T08:00:00+01:00", /UTC and whole seconds/],
        ["roles", ["Exchange Administrator"], /must be a GUID/],
    ])("with %s = %j is refused with one line that says why", (name, value, problem) => {
        const found = problems({ ...connection, [name]: value });
        expect(found).toHaveLength(1);
        expect(found[0]).toMatch(new RegExp(`^${name}`));
        expect(found[0]).toMatch(problem);
    });

    test("that waits for admin consent is read, but nothing can be made of it yet", () => {
        const pending = { ...connection, servicePrincipalObjectId: "", awaitsAdminConsent: true };
        expect(parseConnection(pending)).toEqual(pending);
        let refusal: unknown;
        try {
            usableConnection(pending);
        } catch (error) {
            refusal = error;
        }
        expect(refusal).toMatchObject({
            exitStatus: ExitStatus.PersonNeeded,
            remedy: expect.stringContaining(
                `https://login.microsoftonline.com/${connection.tenantId}/adminconsent?client_id=${connection.clientId}`,
            ) as string,
        });
        expect(usableConnection(connection)).toEqual(connection);
    });

    test.each([
        [Cloud.UsGovernmentL4, "contoso.onmicrosoft.us", "https://login.microsoftonline.us/"],
        [Cloud.China, "contoso.partner.onmschina.cn", "https://login.partner.microsoftonline.cn/"],
    ])("in the cloud %s is consented to at that cloud's own sign-in host", (cloud, organization, host) => {
        expect(consentRemedy({ ...connection, cloud, organization })).toContain(
            `${host}${connection.tenantId}/adminconsent`,
        );
    });

    test("has a thumbprint in the form that is compared, however it was copied", () => {
        const copied = `\u200e${connection.thumbprint.toLowerCase().replace(/../g, "$& ")}`;
        expect(parseConnection({ ...connection, thumbprint: copied }).thumbprint).toBe(connection.thumbprint);
    });

    test("shows all its problems at once", () => {
        expect(problems({ ...connection, tenantId: "x", clientId: "y", cloud: Cloud.China })).toHaveLength(3);
    });

    test.each([undefined, null, "text", []])("is not %j", (value) => {
        expect(() => parseConnection(value)).toThrow(UserError);
    });
});

test.each(["View-Only\nOrganization", "\u001B[31mred", "in\u200Bvisible", "\u202Ereversed", ""])(
    "a connection with the role group %j is refused",
    (group) => {
        expect(() => parseConnection({ ...connection, exchangeRoleGroups: [group] })).toThrow(
            /exchangeRoleGroups.*control or invisible/,
        );
    },
);
