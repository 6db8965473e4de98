import type { CustomTimeouts } from "@pulumi/pulumi";

/**
 * How long the azuread provider may retry one operation. Its own ten minutes pass in silence where waiting cures
 * nothing; seconds would leave it no retries for Microsoft Entra's replication, which takes up to minutes.
 */
export const timeouts: CustomTimeouts = { create: "4m", update: "4m", delete: "4m" };
