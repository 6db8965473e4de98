import fc from "fast-check";
import { findExchangeError } from "../../src/microsoft/exchangeErrors";

describe("the table of Exchange Online's errors", () => {
    test.each([
        [401, "2000008;reason=The token contains no permissions", true, /no permission in the token/],
        [
            403,
            "The role assigned to application x isn't supported in this scenario.",
            true,
            /does not support the role/,
        ],
        [403, "AuthZ-CmdletAccessDenied", true, /does not support the role/],
        [403, "application isn't assigned to any management roles", true, /no management role/],
        [401, "User is not allowed to call Get-Mailbox", true, /does not have this command/],
        [404, "|X.ManagementObjectNotFoundException|object 'x' couldn't be found on 'y'", false, /no object/],
        [400, "Cannot process command because of one or more missing mandatory parameters: X.", false, /parameters/],
        [400, "A parameter cannot be found that matches parameter name 'X'.", false, /does not show a parameter/],
        [400, "The term 'Get-X' is not recognized as a name of a cmdlet", true, /no command of this name/],
        [401, "", true, /does not accept the token yet/],
        [403, "\0", true, /missing or has not taken effect/],
        [400, "ErrorIncorrectRoutingHint", false, /anchor mailbox/],
        [429, "", true, /busy/],
        [503, "", true, /busy/],
    ])("HTTP %i %j may pass with time: %s", (status, text, mayPassWithTime, meaning) => {
        const error = findExchangeError(status, text);
        expect(error?.mayPassWithTime).toBe(mayPassWithTime);
        expect(error?.meaning).toMatch(meaning);
    });

    test("401 and 403 are never final, whatever their text, because grants take minutes to arrive", () => {
        fc.assert(
            fc.property(fc.constantFrom(401, 403), fc.string(), (status, text) => {
                expect(findExchangeError(status, text)?.mayPassWithTime).toBe(true);
            }),
        );
    });

    test("an answer that is not in it is unknown", () => {
        expect(findExchangeError(404, "not found")).toBeUndefined();
    });
});
