import { runPlugin } from "../protocol/process";
import { azureadPlugin } from "./plugin";

void runPlugin(azureadPlugin(process.env));
