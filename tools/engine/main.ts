import path from "node:path";
import { projectFolder } from "../sandbox/projectFolder";
import { markOnDemand } from "./onDemand";
import { requiredPlugins } from "./requiredPlugins";

const usage = `usage:
  npm run -s plugins     the plugins that pulumi installs for a program in this folder
  npm run prepare        after an installation: large plugins are installed only when a program uses them`;

switch (process.argv[2]) {
    case "plugins":
        for (const { name, version, file } of requiredPlugins(projectFolder)) {
            console.log(`${name} ${version}  ${path.relative(projectFolder, file)}`);
        }
        break;
    case "on-demand":
        markOnDemand(projectFolder);
        break;
    default:
        console.error(usage);
        process.exitCode = 2;
}
