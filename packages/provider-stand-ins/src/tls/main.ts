import { runPlugin } from "../protocol/process";
import { tlsPlugin } from "./plugin";

void runPlugin(tlsPlugin());
