/** Thrown when something cannot be delivered. The message is for the user and holds no secret. */
export class DeliveryError extends Error {
    override readonly name = "DeliveryError";
}
