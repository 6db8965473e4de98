import type { z } from "zod";
import { backoffMs } from "../http/backoff";
import { foreignText } from "../http/foreignText";
import { isObject, jsonProperties } from "../http/json";
import { NetworkFailure } from "../http/networkFailure";
import { isTransient, retryAfterMs, type Answer, type Send } from "../http/send";
import type { Clock } from "../http/clock";
import type { TokenSource } from "./accessToken";
import { UserError } from "../errors/userError";

/** How often a request is sent before a service that is busy or out of reach is an error. */
const attempts = 7;
/** The pause before the second attempt, in milliseconds, when the service asks for none. */
const firstPauseMs = 2_500;
/** The longest pause before the next attempt, in milliseconds, whatever the service asks for. */
const longestPauseMs = 60_000;
/** How often "not found" has to be heard: front ends of Microsoft Graph learn of a new object at different times. */
const confirmations = 3;
/** Between two of them, in milliseconds. */
const confirmationPauseMs = 1_000;

/** What a {@link Graph} needs. */
export interface GraphOptions {
    /** Base of the calls, without a trailing slash. */
    readonly graphUrl: string;
    readonly tokens: TokenSource;
    readonly send: Send;
    readonly clock: Clock;
    readonly signal: AbortSignal | undefined;
}

/** The version of Microsoft Graph: `beta` for what version 1.0 does not have. */
export type GraphVersion = "v1.0" | "beta";

/** Microsoft Graph as the deployer. All that it can change is properties of an object that is there. */
export class Graph {
    constructor(private readonly options: GraphOptions) {}

    /**
     * One object, or undefined when there is none.
     * @param path below `/v1.0`, with a leading slash
     * @throws UserError when Graph refuses, or does not answer
     */
    async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
        const answer = await this.confirmed(this.url(path));
        return answer && parse(checked(answer, path), path, schema);
    }

    /**
     * All objects of a collection, page after page; none when what it belongs to is gone.
     * @param path below the version, with a leading slash
     */
    async list<T>(path: string, schema: z.ZodType<T>, version: GraphVersion = "v1.0"): Promise<T[]> {
        const objects: T[] = [];
        for (let next: string | undefined = this.url(path, version); next !== undefined;) {
            const answer = await this.confirmed(next);
            const { value, "@odata.nextLink": link } = answer === undefined ? {} : checked(answer, path);
            for (const object of Array.isArray(value) ? (value as unknown[]) : []) {
                objects.push(parse(object, path, schema));
            }
            // The token goes to Graph's own host only, whatever a link says.
            next = typeof link === "string" && link.startsWith(`${this.options.graphUrl}/`) ? link : undefined;
        }
        return objects;
    }

    /**
     * Sets properties of an object, which again and again has the same effect as once.
     * @param path below `/v1.0`, with a leading slash
     * @throws UserError when Graph refuses, or does not answer
     */
    async change(path: string, properties: Readonly<Record<string, unknown>>): Promise<void> {
        const answer = await this.answer(this.url(path), "PATCH", JSON.stringify(properties));
        if (answer.status !== 204 && answer.status !== 200) {
            throw refusal(answer, "PATCH", path, missingRights);
        }
    }

    /** The answer, or undefined when it is "not found" each time. */
    private async confirmed(url: string): Promise<Answer | undefined> {
        for (let asked = 1; ; asked++) {
            const answer = await this.answer(url);
            if (answer.status !== 404) {
                return answer;
            }
            if (asked === confirmations) {
                return undefined;
            }
            await this.options.clock.sleep(confirmationPauseMs, this.options.signal);
        }
    }

    private url(path: string, version: GraphVersion = "v1.0"): string {
        return `${this.options.graphUrl}/${version}${path}`;
    }

    private async answer(url: string, method: "GET" | "PATCH" = "GET", body?: string): Promise<Answer> {
        const { tokens, send, clock, signal } = this.options;
        for (let attempt = 1; ; attempt++) {
            const headers = {
                authorization: `Bearer ${await tokens()}`,
                accept: "application/json",
                ...(body === undefined ? {} : { "content-type": "application/json" }),
            };
            const outcome = await send({ url, method, headers, body }).catch((error: unknown) => {
                if (error instanceof NetworkFailure) {
                    return error;
                }
                throw error;
            });
            const isFailure = outcome instanceof NetworkFailure;
            if (isFailure ? !outcome.mayPassWithTime : !isTransient(outcome.status)) {
                if (isFailure) {
                    throw new UserError(outcome.evidence, outcome.remedy);
                }
                return outcome;
            }
            if (attempt === attempts) {
                throw isFailure
                    ? new UserError(outcome.evidence, outcome.remedy)
                    : refusal(outcome, method, url, "Wait, and run this again.");
            }
            const asked = isFailure ? undefined : retryAfterMs(outcome, clock.now());
            const pauseMs = backoffMs({ first: firstPauseMs, longest: longestPauseMs }, attempt - 1, Math.random());
            await clock.sleep(Math.min(asked ?? pauseMs, longestPauseMs), signal);
        }
    }
}

const missingRights = "Give the deployer the rights that docs/deployer.md lists, and sign in again.";

function checked(answer: Answer, path: string): Readonly<Record<string, unknown>> {
    if (answer.status !== 200) {
        throw refusal(answer, "GET", path, missingRights);
    }
    return jsonProperties(answer.body);
}

function parse<T>(object: unknown, path: string, schema: z.ZodType<T>): T {
    const result = schema.safeParse(object);
    if (!result.success) {
        throw new UserError(
            `the answer to GET ${path} is not Microsoft Graph's`,
            "Check what is between this machine and Microsoft Graph, such as a proxy.",
        );
    }
    return result.data;
}

function refusal(answer: Answer, method: string, path: string, remedy: string): UserError {
    const { error } = jsonProperties(answer.body);
    const { code, message } = isObject(error) ? error : { code: undefined, message: undefined };
    const said = foreignText([code, message].filter((text) => typeof text === "string").join(": "));
    return new UserError(
        `Microsoft Graph answered ${answer.status} to ${method} ${path.split("?", 1).join("")}${said === "" ? "" : `: ${said}`}`,
        remedy,
        { httpStatus: answer.status },
    );
}
