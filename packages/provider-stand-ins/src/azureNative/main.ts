import { runPlugin } from "../protocol/process";
import { azureNativePlugin } from "./plugin";

void runPlugin(azureNativePlugin(process.env));
