const { generateKeyPairSync } = require("node:crypto");

const rsaKey = () =>
    generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
    }).privateKey;

/** RSA keys take long to make, and half of the files need one: these are made once for all of them. */
module.exports = () => {
    process.env.TEST_RSA_KEY = rsaKey();
    process.env.TEST_SIGNING_KEY = rsaKey();
};
