import * as pulumi from "@pulumi/pulumi";
import { isGuid } from "../../src/microsoft/guid";
import { isDeferred, type Rule } from "./argsCheck";

/** One line of text, neither empty nor too long. */
export function oneLine(longest: number, example: string): Rule {
    return (text) =>
        typeof text === "string" && text.trim() !== "" && text.length <= longest && !/\p{Cc}/u.test(text)
            ? undefined
            : { wrong: `is not one line of 1 to ${longest} characters`, remedy: `For example: ${example}` };
}

/** A whole number in a range. */
export function wholeNumber(least: number, most: number, example: number): Rule {
    return (value) =>
        typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
            ? undefined
            : { wrong: `is not a whole number from ${least} to ${most}`, remedy: `For example: ${example}` };
}

/** One of a few words. */
export function oneOf(words: readonly string[]): Rule {
    return (value) =>
        typeof value === "string" && words.includes(value)
            ? undefined
            : { wrong: `is not one of ${words.join(", ")}`, remedy: "Write it as it is here, in the same case" };
}

/** What identifies an object in Microsoft Entra. */
export const objectIdRule: Rule = (id) =>
    isGuid(id)
        ? undefined
        : {
              wrong: "is not the object id of a user or service principal, which is a GUID",
              remedy: "Find it with: az ad user show --id <name> --query id, or az ad sp show --id <client id> --query id",
          };

/** What identifies a tenant. */
export const tenantIdRule: Rule = (id) =>
    isGuid(id)
        ? undefined
        : {
              wrong: "is not a tenant id, which is a GUID",
              remedy: "Find it with: az account show --query tenantId",
          };

/** A GUID as Microsoft Graph writes it: its case means nothing, but a changed text is a change. */
export function lowerCase(id: pulumi.Input<string>): pulumi.Input<string> {
    if (isDeferred(id)) {
        return pulumi.output(id).apply((text) => text.toLowerCase());
    }
    return typeof id === "string" ? id.toLowerCase() : id;
}
