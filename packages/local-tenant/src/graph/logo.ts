import { header, type Reply } from "../http";
import { badRequest, GraphError, notFound } from "./errors";
import type { GraphCall } from "./graphCall";
import { namedApplication } from "./named";

/** learn.microsoft.com/graph/api/application-put-logo: GIF, JPEG or PNG of at most 100 KB. */
const largestImage = 100 * 1024;

const kinds: readonly (readonly [contentType: string, firstBytes: Buffer])[] = [
    ["image/png", Buffer.from("89504e470d0a1a0a", "hex")],
    ["image/jpeg", Buffer.from("ffd8ff", "hex")],
    ["image/gif", Buffer.from("GIF8")],
];

/** `PUT /applications/{applicationObjectId}/logo` */
export function set(call: GraphCall): Reply {
    const application = namedApplication(call);
    const image = call.request.bytes;
    const [contentType] = kinds.find(([, start]) => image.subarray(0, start.length).equals(start)) ?? [];
    const declared = header(call.request, "content-type") ?? "";
    if (contentType === undefined || (declared.startsWith("image/") && declared !== contentType)) {
        throw badRequest("The image is not a GIF, JPEG or PNG, or not of the type that Content-Type names.");
    }
    if (image.length > largestImage) {
        throw new GraphError(413, "RequestEntityTooLarge", "The image is larger than 100 KB.");
    }
    application.logo = { contentType, image: image.toString("base64") };
    return { status: 204 };
}

/** `GET /applications/{applicationObjectId}/logo` */
export function get(call: GraphCall): Reply {
    const { id, logo } = namedApplication(call);
    if (!logo) {
        throw notFound(id);
    }
    return { status: 200, headers: { "content-type": logo.contentType }, body: Buffer.from(logo.image, "base64") };
}

/** `DELETE /applications/{applicationObjectId}/logo` */
export function remove(call: GraphCall): Reply {
    namedApplication(call).logo = null;
    return { status: 204 };
}
