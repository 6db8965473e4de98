import type { Connection } from "../connection/connection";
import { cloudEndpoints, type Endpoints } from "../http/endpoints";
import type { Send } from "../http/send";
import { clouds } from "../microsoft/clouds";
import type { Credential } from "./credential";
import { discoverTenant, type Discovery } from "./entra/discovery";
import { requestToken, type SignIn } from "./entra/requestToken";
import { signingKeys, type SigningKeys } from "./entra/tokenSignature";
import { ExchangeClient, type CmdletParameters, type ExchangeAnswer, type Wanted } from "./exchange/exchangeClient";
import { firstAnswer, type FirstAnswer } from "./exchange/firstAnswer";
import { commandsOf, type VerifyOptions } from "./options";

/** What calls to Microsoft's services are made with. */
export interface Caller {
    readonly connection: Connection;
    readonly credential: Credential;
    readonly endpoints: Endpoints;
    readonly send: Send;
    readonly now: () => Date;
}

/** What an attempt starts from. */
export interface AttemptTask extends Pick<Caller, "credential" | "send" | "now"> {
    /** The connection, or one line per property that is wrong. */
    readonly candidate: Connection | readonly string[];
    readonly options: VerifyOptions;
}

/**
 * What the rungs of one climb share: each answer is asked for once, by the first rung that needs it, and none is kept
 * for the next attempt.
 */
export class Attempt implements Caller {
    constructor(private readonly task: AttemptTask) {}

    /** What is wrong with the connection: one line per property. */
    get problems(): readonly string[] {
        const { candidate } = this.task;
        return "schemaVersion" in candidate ? [] : candidate;
    }

    /** @throws Error before the first rung has passed */
    get connection(): Connection {
        const { candidate } = this.task;
        if ("schemaVersion" in candidate) {
            return candidate;
        }
        throw new Error("a rung was climbed without a connection");
    }

    get credential(): Credential {
        return this.task.credential;
    }

    get options(): VerifyOptions {
        return this.task.options;
    }

    get send(): Send {
        return this.task.send;
    }

    get now(): () => Date {
        return this.task.now;
    }

    get endpoints(): Endpoints {
        return this.options.endpoints ?? cloudEndpoints(this.connection.cloud);
    }

    /** What Exchange Online is called in scopes and audiences, wherever its endpoint is. */
    get exchangeResource(): string {
        return clouds[this.connection.cloud].exchangeUrl;
    }

    /** What Microsoft Entra publishes about the organization's domain. */
    readonly discovery = once((): Promise<Discovery> => discoverTenant(this.connection.organization, this));

    /** The keys with which Microsoft Entra signs the tenant's tokens. */
    readonly signingKeys = once((): Promise<SigningKeys> => signingKeys(this));

    /** The sign-in for Exchange Online. */
    readonly signIn = once((): Promise<SignIn> => requestToken(`${this.exchangeResource}/.default`, this));

    /** The token of {@link signIn}, which is a secret. @throws Error before that rung has passed */
    async accessToken(): Promise<string> {
        const signIn = await this.signIn();
        if ("accessToken" in signIn) {
            return signIn.accessToken;
        }
        throw new Error("a rung was climbed without a token");
    }

    /** The first answer of Exchange Online that holds something, or its refusal. */
    readonly firstAnswer = once(async (): Promise<FirstAnswer> =>
        firstAnswer(await this.exchange(), commandsOf(this.options)),
    );

    /** Runs a cmdlet in Exchange Online. */
    async run(cmdlet: string, parameters?: CmdletParameters, wanted?: Wanted): Promise<ExchangeAnswer> {
        return (await this.exchange()).run(cmdlet, parameters, wanted);
    }

    private async exchange(): Promise<ExchangeClient> {
        return new ExchangeClient(this, await this.accessToken());
    }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
    let answer: Promise<T> | undefined;
    return () => (answer ??= ask());
}
