import { deliverToAzure } from "./components/azureDelivery";
import { readConfiguration } from "./components/configuration";
import { UnattendedAccess } from "./components/unattendedAccess";

const { azureDelivery, ...login } = readConfiguration();

const access = new UnattendedAccess("exo", login);

/** What a script needs to sign in; `exo-unattended verify` checks that it works. */
export const connection = access.connection;
/** The active certificate. */
export const certificatePem = access.certificatePem;
/** The active certificate's key, a secret; null when the key is kept elsewhere. */
export const privateKeyPem = access.privateKeyPem.apply((key) => key ?? null);
/** Thumbprints, subject, serial number and dates of each certificate. */
export const certificates = access.certificates;
/** What an Exchange administrator runs once when role groups give the rights. */
export const exchangeRoleGroupCommands = access.exchangeRoleGroupCommands;
/** What was delivered where, for `exo-unattended delivery check`. */
export const deliveryManifest = deliverToAzure("exo", access, azureDelivery);
