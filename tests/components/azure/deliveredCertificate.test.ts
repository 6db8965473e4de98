import { deliveredCertificate, pfxOf } from "../../../components/azure/deliveredCertificate";
import { certificatePem, isSecret, valueOf } from "../mockEngine";
import { pems } from "../pems";
import { connection, login, pfx } from "./delivered";

it("a PFX is always a secret, and what is public of it never", async () => {
    const made = deliveredCertificate("KeyVaultDelivery exo", login());
    expect(await valueOf(made.pfx)).toBe(pfx);
    expect(await isSecret(made.pfx)).toBe(true);
    expect(await isSecret(made.certificatePem)).toBe(false);
    expect(await isSecret(made.connection)).toBe(false);
});

it.each([
    [
        "another certificate's key",
        certificatePem,
        pems.otherKey,
        "KeyVaultDelivery exo: privateKeyPem: the private key belongs to another certificate",
    ],
    [
        "another login's certificate",
        pems.other,
        pems.otherKey,
        `connection has ${connection.thumbprint}). Use both from the same UnattendedAccess`,
    ],
])("%s is refused", (_, pem, key, problem) => {
    expect(() => pfxOf("KeyVaultDelivery exo", connection.thumbprint, pem, key)).toThrow(problem);
});
